// Ciphers: AES, as Node's Cipheriv and Decipheriv without their streams.

const bytesExpected = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView';
const invalidState = (operation) => coded(Error, 'ERR_CRYPTO_INVALID_STATE', `Invalid state for operation ${operation}`);
const invalidTag = (length) => errors.plain(TypeError, 'ERR_CRYPTO_INVALID_AUTH_TAG', `Invalid authentication tag length: ${length}`);
const validTag = (length) => length === 4 || length === 8 || (length >= 12 && length <= 16);

// What native.cipher says is wrong, as Node words it.
const cipherFaults = {
	name: () => errors.plain(Error, 'ERR_CRYPTO_UNKNOWN_CIPHER', 'Unknown cipher'),
	key: () => errors.plain(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length'),
	iv: () => errors.plain(TypeError, 'ERR_CRYPTO_INVALID_IV', 'Invalid initialization vector'),
};
function providerFault(number, reason) {
	const error = new Error(`error:${number}:Provider routines::${reason}`);
	return Object.assign(error, { library: 'Provider routines', reason, code: `ERR_OSSL_${reason.toUpperCase().replace(/ /g, '_')}` });
}
const finalFaults = {
	padding: () => providerFault('1C800064', 'bad decrypt'),
	length: () => providerFault('1C80006B', 'wrong final block length'),
	tag: () => new Error('Unsupported state or unable to authenticate data'),
};

function prepare(holder, decrypt, cipher, key, iv, options) {
	if (typeof cipher !== 'string') throw argumentType('cipher', 'of type string', cipher);
	const held = keys.get(key);
	if (held === undefined && typeof key !== 'string' && !isBytes(key)) throw argumentType('key', keyExpected, key);
	if (iv !== null && typeof iv !== 'string' && !isBytes(iv)) throw argumentType('iv', bytesExpected, iv);
	const made = native.cipher(cipher, decrypt, held === undefined ? bytesOf(key) : held, iv === null ? null : bytesOf(iv));
	if (typeof made === 'string') throw cipherFaults[made]();
	const given = options !== null && typeof options === 'object' ? options.authTagLength : undefined;
	if (made.authenticated && given !== undefined && !validTag(given)) throw invalidTag(given);
	ciphers.set(holder, { ...made, decrypt, tagLength: given === undefined ? 16 : given, tag: null, done: false, rest: Buffer.alloc(0) });
}
const ciphers = new WeakMap();
function cipherOf(value) {
	const state = ciphers.get(value);
	if (state === undefined) throw new TypeError('Value of "this" must be a cipher');
	return state;
}

// incomplete is how many bytes at the end make no whole character yet.
function incomplete(bytes, encoding) {
	switch (encoding) {
	case 'base64': case 'base64url': return bytes.length % 3;
	case 'utf16le': case 'ucs2': case 'ucs-2': case 'utf-16le': return bytes.length % 2;
	case 'utf8': case 'utf-8':
		for (let back = 1; back <= 3 && back <= bytes.length; back++) {
			const byte = bytes[bytes.length - back];
			if (byte < 0x80) return 0;
			if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
		}
	}
	return 0;
}
// shown gives bytes in an encoding; what makes no whole character waits for
// those that follow, unless they are the last.
function shown(state, result, encoding, last) {
	if (encoding === undefined || encoding === null || encoding === 'buffer' || !Buffer.isEncoding(`${encoding}`)) return Buffer.from(result);
	const bytes = Buffer.concat([state.rest, Buffer.from(result)]);
	const end = bytes.length - (last ? 0 : incomplete(bytes, `${encoding}`.toLowerCase()));
	state.rest = bytes.subarray(end);
	return bytes.toString(encoding, 0, end);
}

const cipherMethods = {
	update(data, inputEncoding, outputEncoding) {
		const state = cipherOf(this);
		checkData(data);
		checkEncoding(data, inputEncoding);
		if (state.done) throw new Error('Trying to add data in unsupported state');
		return shown(state, native.cipherUpdate(state.computation, bytesOf(data, inputEncoding)), outputEncoding, false);
	},
	final(outputEncoding) {
		const state = cipherOf(this);
		if (state.done) throw errors.plain(Error, 'ERR_CRYPTO_INVALID_STATE', 'Invalid state');
		state.done = true;
		const result = native.cipherFinal(state.computation, state.tag);
		if (typeof result === 'string') throw finalFaults[result]();
		if (state.authenticated && !state.decrypt) state.tag = Buffer.from(native.cipherTag(state.computation)).subarray(0, state.tagLength);
		return shown(state, result, outputEncoding, true);
	},
	setAutoPadding(autoPadding = true) {
		const state = cipherOf(this);
		if (state.done) throw invalidState('setAutoPadding');
		native.cipherPadding(state.computation, !!autoPadding);
		return this;
	},
	setAAD(buffer, options) {
		const state = cipherOf(this);
		if (typeof buffer !== 'string' && !isBytes(buffer)) throw argumentType('aadbuf', bytesExpected, buffer);
		if (!state.authenticated || state.done) throw invalidState('setAAD');
		native.cipherData(state.computation, bytesOf(buffer, options && options.encoding));
		return this;
	},
};
const getAuthTag = {
	getAuthTag() {
		const { decrypt, tag } = cipherOf(this);
		if (decrypt || tag === null) throw invalidState('getAuthTag');
		return Buffer.from(tag);
	},
};
const setAuthTag = {
	setAuthTag(tag, encoding) {
		const state = cipherOf(this);
		if (typeof tag !== 'string' && !isBytes(tag)) throw argumentType('buffer', bytesExpected, tag);
		if (!state.authenticated || state.tag !== null || state.done) throw invalidState('setAuthTag');
		const bytes = Buffer.from(bytesOf(tag, encoding));
		if (!validTag(bytes.length)) throw invalidTag(bytes.length);
		state.tag = bytes;
		return this;
	},
};

function Cipheriv(cipher, key, iv, options) {
	if (new.target === undefined) return new Cipheriv(cipher, key, iv, options);
	prepare(this, false, cipher, key, iv, options);
}
function Decipheriv(cipher, key, iv, options) {
	if (new.target === undefined) return new Decipheriv(cipher, key, iv, options);
	prepare(this, true, cipher, key, iv, options);
}
for (const [Class, methods] of [[Cipheriv, { ...cipherMethods, ...getAuthTag }], [Decipheriv, { ...cipherMethods, ...setAuthTag }]]) {
	for (const name of Object.keys(methods)) defineProperty(Class.prototype, name, { value: methods[name], configurable: true, enumerable: true, writable: true });
}

// Hashes and HMACs.

const states = new WeakMap();
const stateOf = (value, type) => {
	const state = states.get(value);
	if (state === undefined) throw new TypeError(`Method ${type} called on incompatible receiver`);
	return state;
};

function Hash(algorithm, options) {
	if (new.target === undefined) return new Hash(algorithm, options);
	if (algorithm instanceof Hash) {
		states.set(this, { computation: native.copy(stateOf(algorithm, 'Hash').computation), done: false });
		return;
	}
	if (typeof algorithm !== 'string') throw argumentType('algorithm', 'of type string', algorithm);
	const computation = native.hash(algorithm);
	if (computation === null) throw new Error('Digest method not supported');
	const length = options !== null && typeof options === 'object' ? options.outputLength : undefined;
	if (length !== undefined && length !== native.digest(computation).byteLength) throw new Error('Unsupported state or unable to create digest of that length');
	states.set(this, { computation, done: false });
}
const hashMethods = {
	copy(options) {
		if (stateOf(this, 'copy').done) throw finalized();
		return new Hash(this, options);
	},
	update(data, encoding) {
		const state = stateOf(this, 'update');
		if (state.done) throw finalized();
		checkData(data);
		checkEncoding(data, encoding);
		native.update(state.computation, bytesOf(data, encoding));
		return this;
	},
	digest(outputEncoding) {
		const state = stateOf(this, 'digest');
		if (state.done) throw finalized();
		const result = out(native.digest(state.computation), outputEncoding);
		state.done = true;
		return result;
	},
};

const keyExpected = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey';
function Hmac(hmac, key, options) {
	if (new.target === undefined) return new Hmac(hmac, key, options);
	if (typeof hmac !== 'string') throw argumentType('hmac', 'of type string', hmac);
	const held = keys.get(key);
	if (held === undefined && typeof key !== 'string' && !isBytes(key)) throw argumentType('key', keyExpected, key);
	const computation = native.hmac(hmac, held === undefined ? bytesOf(key, options && options.encoding) : held);
	if (computation === null) throw errors.plain(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${hmac}`);
	states.set(this, { computation, done: false });
}
const hmacMethods = {
	update: hashMethods.update,
	digest(outputEncoding) {
		const state = stateOf(this, 'digest');
		if (state.done) return out(new ArrayBuffer(0), outputEncoding);
		state.done = true;
		return out(native.digest(state.computation), outputEncoding);
	},
};
for (const [Class, methods] of [[Hash, hashMethods], [Hmac, hmacMethods]]) {
	for (const name of Object.keys(methods)) defineProperty(Class.prototype, name, { value: methods[name], configurable: true, enumerable: true, writable: true });
}

(function (native, errors, Buffer) {
	const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
	const { DOMException, coded, argumentType, outOfRange, kindOf, isArrayBuffer } = errors;
	const { isView } = ArrayBuffer;
	const isBytes = (value) => isView(value) || isArrayBuffer(value);
	const bytesOf = (value, encoding) => typeof value === 'string' ? Buffer.from(value, Buffer.isEncoding(encoding) ? encoding : 'utf8') : value;
	const out = (result, encoding) => {
		const buffer = Buffer.from(result);
		if (encoding === undefined || encoding === null || encoding === 'buffer' || !encoding) return buffer;
		return buffer.toString(Buffer.isEncoding(`${encoding}`) ? encoding : 'utf8');
	};
	const finalized = () => coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
	const dataExpected = 'of type string or an instance of Buffer, TypedArray, or DataView';
	function checkData(data, name = 'data') {
		if (typeof data !== 'string' && !isView(data)) throw argumentType(name, dataExpected, data);
	}
	// checkEncoding finds hexadecimal text of odd length, which Node refuses here.
	function checkEncoding(data, encoding) {
		if (typeof data === 'string' && typeof encoding === 'string' && encoding.toLowerCase() === 'hex' && data.length % 2 !== 0) {
			throw errors.argumentValue('encoding', encoding, `is invalid for data of length ${data.length}`);
		}
	}

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

	// Random values.
	const maxRandom = 2147483647;
	function randomBuffer(size) {
		if (typeof size !== 'number') throw argumentType('size', 'of type number', size);
		if (!(size >= 0 && size <= maxRandom)) throw outOfRange('size', `>= 0 && <= ${maxRandom}`, size);
		const buffer = Buffer.alloc(size);
		native.fill(buffer);
		return buffer;
	}
	// later calls back as Node would, after what runs now.
	const later = (callback, ...results) => { Promise.resolve().then(() => callback(...results)); };
	function checkCallback(callback) {
		if (typeof callback !== 'function') throw argumentType('callback', 'of type function', callback);
	}
	const integerViews = new Set(['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array']);
	function getRandomValues(array) {
		if (!isView(array) || !integerViews.has(kindOf(array))) {
			throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
		}
		if (array.byteLength > 65536) {
			throw new DOMException(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
		}
		native.fill(array);
		return array;
	}
	function randomUUID(options) {
		if (options !== undefined) {
			if (options === null || typeof options !== 'object') throw argumentType('options', 'of type object', options);
			if (options.disableEntropyCache !== undefined && typeof options.disableEntropyCache !== 'boolean') {
				throw argumentType('options.disableEntropyCache', 'of type boolean', options.disableEntropyCache);
			}
		}
		const bytes = randomBuffer(16);
		bytes[6] = bytes[6] & 0x0f | 0x40;
		bytes[8] = bytes[8] & 0x3f | 0x80;
		return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
	}
	function randomPart(buffer, offset = 0, size) {
		if (!isBytes(buffer)) throw argumentType('buf', 'an instance of ArrayBuffer or ArrayBufferView', buffer);
		const width = isView(buffer) && buffer.BYTES_PER_ELEMENT || 1;
		const checked = (value, name, max) => {
			if (typeof value !== 'number') throw argumentType(name, 'of type number', value);
			if (!(value >= 0 && value <= max)) throw outOfRange(name, `>= 0 && <= ${max}`, value);
			return value;
		};
		const from = checked(offset, 'offset', buffer.byteLength / width) * width;
		let length = buffer.byteLength - from;
		if (size !== undefined) {
			length = checked(size, 'size', maxRandom) * width;
			if (length + from > buffer.byteLength) throw outOfRange('size + offset', `<= ${buffer.byteLength}`, length + from);
		}
		const memory = isView(buffer) ? buffer.buffer : buffer;
		native.fill(new Uint8Array(memory, (buffer.byteOffset || 0) + from, length));
		return buffer;
	}
	function randomInt(min, max, callback) {
		const one = max === undefined || typeof max === 'function';
		if (one) {
			callback = max;
			max = min;
			min = 0;
		}
		if (callback !== undefined) checkCallback(callback);
		if (!Number.isSafeInteger(min)) throw argumentType('min', 'a safe integer', min);
		if (!Number.isSafeInteger(max)) throw argumentType('max', 'a safe integer', max);
		if (max <= min) throw outOfRange('max', `greater than the value of "min" (${min})`, max);
		const range = max - min;
		if (range > 2 ** 48 - 1) throw outOfRange(one ? 'max' : 'max - min', `<= ${2 ** 48 - 1}`, range);
		// Values above the last whole multiple of the range would favour some.
		const limit = 2 ** 48 - 2 ** 48 % range;
		let drawn;
		do drawn = randomBuffer(6).readUIntBE(0, 6); while (drawn >= limit);
		const result = drawn % range + min;
		if (callback === undefined) return result;
		later(callback, undefined, result);
	}
	function timingSafeEqual(buf1, buf2) {
		for (const [name, value] of [['buf1', buf1], ['buf2', buf2]]) {
			if (!isBytes(value)) throw errors.plain(TypeError, 'ERR_INVALID_ARG_TYPE', `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
		}
		if (buf1.byteLength !== buf2.byteLength) {
			throw errors.plain(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
		}
		return native.equal(buf1, buf2);
	}

	// The Web Crypto API: digest, and HMAC with raw keys.
	const keys = new WeakMap();
	const digests = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };
	const blocks = { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };
	const unsupported = () => new DOMException('Unrecognized algorithm name', 'NotSupportedError');
	function nameOf(algorithm, known) {
		const given = algorithm !== null && typeof algorithm === 'object' ? algorithm.name : algorithm;
		const name = known.find((candidate) => candidate === `${given}`.toUpperCase());
		if (name === undefined) throw unsupported();
		return name;
	}
	const hashNames = Object.keys(digests);
	function source(data, method, position) {
		if (!isBytes(data)) {
			throw errors.plain(TypeError, 'ERR_INVALID_ARG_TYPE', `Failed to execute '${method}' on 'SubtleCrypto': ${position} argument is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
		}
		return new Uint8Array(isView(data) ? data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) : data.slice(0));
	}
	class CryptoKey {
		constructor() { throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor'); }
	}
	defineProperty(CryptoKey.prototype, Symbol.toStringTag, { value: 'CryptoKey', configurable: true });
	function newKey(bytes, algorithm, extractable, usages) {
		const key = Object.create(CryptoKey.prototype);
		keys.set(key, bytes);
		for (const [name, value] of Object.entries({ type: 'secret', extractable, algorithm, usages })) {
			defineProperty(key, name, { value, enumerable: true });
		}
		return key;
	}
	function macOf(method, algorithm, key, data, usage, position) {
		nameOf(algorithm, ['HMAC']);
		const held = keys.get(key);
		if (held === undefined) throw errors.plain(TypeError, 'ERR_INVALID_ARG_TYPE', `Failed to execute '${method}' on 'SubtleCrypto': 2nd argument is not of type CryptoKey.`);
		if (!key.usages.includes(usage)) throw new DOMException(`Unable to use this key to ${usage}`, 'InvalidAccessError');
		const computation = native.hmac(digests[key.algorithm.hash.name], held);
		native.update(computation, source(data, method, position));
		return native.digest(computation);
	}
	class SubtleCrypto {
		constructor() { throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor'); }
		async digest(algorithm, data) {
			if (arguments.length < 2) throw fewArguments('digest', 2, arguments.length);
			const bytes = source(data, 'digest', '2nd');
			const computation = native.hash(digests[nameOf(algorithm, hashNames)]);
			native.update(computation, bytes);
			return native.digest(computation);
		}
		async importKey(format, keyData, algorithm, extractable, keyUsages) {
			if (arguments.length < 4) throw fewArguments('importKey', 4, arguments.length);
			nameOf(algorithm, ['HMAC']);
			const hash = nameOf(algorithm.hash, hashNames);
			let bytes;
			if (format === 'raw') bytes = source(keyData, 'importKey', '2nd');
			else if (format === 'jwk' && keyData && keyData.kty === 'oct') bytes = new Uint8Array(Buffer.from(`${keyData.k}`, 'base64url'));
			else throw new DOMException(`Unable to import HMAC key with format ${format}`, 'NotSupportedError');
			const usages = [...(keyUsages || [])];
			if (usages.length === 0) throw new DOMException('Usages cannot be empty when importing a secret key.', 'SyntaxError');
			if (usages.some((usage) => usage !== 'sign' && usage !== 'verify')) throw new DOMException('Unsupported key usage for an HMAC key', 'SyntaxError');
			if (bytes.length === 0) throw new DOMException('Zero-length key is not supported', 'DataError');
			return newKey(bytes, { name: 'HMAC', length: bytes.length * 8, hash: { name: hash } }, Boolean(extractable), [...new Set(usages)]);
		}
		async exportKey(format, key) {
			const held = keys.get(key);
			if (held === undefined) throw errors.plain(TypeError, 'ERR_INVALID_ARG_TYPE', "Failed to execute 'exportKey' on 'SubtleCrypto': 2nd argument is not of type CryptoKey.");
			if (!key.extractable) throw new DOMException('key is not extractable', 'InvalidAccessException');
			if (format === 'raw') return held.buffer.slice(0);
			if (format === 'jwk') return { key_ops: [...key.usages], ext: true, kty: 'oct', k: Buffer.from(held).toString('base64url'), alg: `HS${key.algorithm.hash.name.slice(4)}` };
			throw new DOMException(`Unable to export a secret key in ${format} format`, 'NotSupportedError');
		}
		async generateKey(algorithm, extractable, keyUsages) {
			if (arguments.length < 3) throw fewArguments('generateKey', 3, arguments.length);
			nameOf(algorithm, ['HMAC']);
			const hash = nameOf(algorithm.hash, hashNames);
			const bits = algorithm.length === undefined ? blocks[hash] : algorithm.length;
			return newKey(new Uint8Array(randomBuffer(Math.ceil(bits / 8))), { name: 'HMAC', length: bits, hash: { name: hash } }, Boolean(extractable), [...keyUsages]);
		}
		async sign(algorithm, key, data) {
			if (arguments.length < 3) throw fewArguments('sign', 3, arguments.length);
			return macOf('sign', algorithm, key, data, 'sign', '3rd');
		}
		async verify(algorithm, key, signature, data) {
			if (arguments.length < 4) throw fewArguments('verify', 4, arguments.length);
			const given = source(signature, 'verify', '3rd');
			const mac = macOf('verify', algorithm, key, data, 'verify', '4th');
			return given.byteLength === mac.byteLength && native.equal(given, mac);
		}
	}
	function fewArguments(method, wanted, given) {
		return errors.plain(TypeError, 'ERR_MISSING_ARGS', `Failed to execute '${method}' on 'SubtleCrypto': ${wanted} arguments required, but only ${given} present.`);
	}
	// What Web Crypto does beyond that is refused by name.
	for (const name of ['encrypt', 'decrypt', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey']) {
		defineProperty(SubtleCrypto.prototype, name, { configurable: true, writable: true, value: { async [name]() { throw new DOMException(`crypto.subtle.${name} is not supported here`, 'NotSupportedError'); } }[name] });
	}
	for (const name of Object.getOwnPropertyNames(SubtleCrypto.prototype)) {
		if (name !== 'constructor') defineProperty(SubtleCrypto.prototype, name, { enumerable: true });
	}
	defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { value: 'SubtleCrypto', configurable: true });
	const subtle = Object.create(SubtleCrypto.prototype);

	class Crypto {
		constructor() { throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor'); }
		get subtle() { return subtle; }
		getRandomValues(array) { return getRandomValues(array); }
		randomUUID(options) { return randomUUID(options); }
	}
	for (const name of ['subtle', 'getRandomValues', 'randomUUID']) defineProperty(Crypto.prototype, name, { enumerable: true });
	defineProperty(Crypto.prototype, Symbol.toStringTag, { value: 'Crypto', configurable: true });
	const webcrypto = Object.create(Crypto.prototype);

	const crypto = {
		createHash(algorithm, options) { return new Hash(algorithm, options); },
		createHmac(hmac, key, options) { return new Hmac(hmac, key, options); },
		getHashes() { return native.hashes(); },
		hash(algorithm, input, outputEncoding = 'hex') {
			if (typeof algorithm !== 'string') throw argumentType('algorithm', 'of type string', algorithm);
			checkData(input, 'input');
			return new Hash(algorithm).update(input).digest(outputEncoding);
		},
		randomBytes(size, callback) {
			if (callback !== undefined) checkCallback(callback);
			const buffer = randomBuffer(size);
			if (callback === undefined) return buffer;
			later(callback, null, buffer);
		},
		randomFill(buf, offset, size, callback) {
			if (typeof offset === 'function') [callback, offset] = [offset, undefined];
			else if (typeof size === 'function') [callback, size] = [size, undefined];
			checkCallback(callback);
			randomPart(buf, offset, size);
			later(callback, null, buf);
		},
		randomFillSync(buf, offset, size) { return randomPart(buf, offset, size); },
		randomInt,
		randomUUID(options) { return randomUUID(options); },
		timingSafeEqual,
		getRandomValues,
		Hash, Hmac, subtle, webcrypto,
	};
	return { crypto };
})

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

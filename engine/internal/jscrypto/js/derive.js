// Keys out of passwords and secrets.

function checkBytes(value, name, expected = bytesExpected) {
	if (typeof value !== 'string' && !isBytes(value)) throw argumentType(name, expected, value);
	return bytesOf(value);
}
function checkInteger(value, name, least) {
	if (typeof value !== 'number') throw argumentType(name, 'of type number', value);
	if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
	if (value < least || value > maxRandom) throw outOfRange(name, `>= ${least} && <= ${maxRandom}`, value);
}
const invalidDigest = (digest) => errors.plain(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${digest}`);

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
	if (typeof digest !== 'string') throw argumentType('digest', 'of type string', digest);
	password = checkBytes(password, 'password');
	salt = checkBytes(salt, 'salt');
	checkInteger(iterations, 'iterations', 1);
	checkInteger(keylen, 'keylen', 0);
	const key = native.pbkdf2(password, salt, iterations, keylen, digest);
	if (key === null) throw invalidDigest(digest);
	return Buffer.from(key);
}
function pbkdf2(password, salt, iterations, keylen, digest, callback) {
	if (typeof digest === 'function') [callback, digest] = [digest, undefined];
	const key = pbkdf2Sync(password, salt, iterations, keylen, digest);
	checkCallback(callback);
	later(callback, null, key);
}
function hkdfSync(digest, ikm, salt, info, keylen) {
	if (typeof digest !== 'string') throw argumentType('digest', 'of type string', digest);
	const views = 'of type string or an instance of ArrayBuffer, TypedArray, DataView, or Buffer';
	const secret = keys.get(ikm) || checkBytes(ikm, 'ikm', 'of type string or an instance of SecretKeyObject, ArrayBuffer, TypedArray, DataView, or Buffer');
	salt = checkBytes(salt, 'salt', views);
	info = checkBytes(info, 'info', views);
	checkInteger(keylen, 'length', 0);
	if (info.byteLength > 1024) throw outOfRange('info', 'must not contain more than 1024 bytes', info.byteLength);
	const key = native.hkdf(secret, salt, info, keylen, digest);
	if (key === null) throw invalidDigest(digest);
	if (key === 'length') throw cipherFaults.key();
	return key;
}

const crypto = {
	createHash(algorithm, options) { return new Hash(algorithm, options); },
	createHmac(hmac, key, options) { return new Hmac(hmac, key, options); },
	createCipheriv(cipher, key, iv, options) { return new Cipheriv(cipher, key, iv, options); },
	createDecipheriv(cipher, key, iv, options) { return new Decipheriv(cipher, key, iv, options); },
	getCiphers() { return native.ciphers(); },
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
	pbkdf2, pbkdf2Sync, hkdfSync,
	hkdf(digest, ikm, salt, info, keylen, callback) {
		const key = hkdfSync(digest, ikm, salt, info, keylen);
		checkCallback(callback);
		later(callback, null, key);
	},
	Hash, Hmac, Cipheriv, Decipheriv, subtle, webcrypto,
};
return { crypto };

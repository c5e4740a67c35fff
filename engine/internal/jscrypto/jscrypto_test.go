package jscrypto_test

import (
	"testing"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/buffer"
	"rocketscript/engine/internal/jscrypto"
	"rocketscript/engine/internal/native/nativetest"
)

// load makes crypto with randomness that counts, and Buffer beside it.
func load(rt *goja.Runtime, errors *goja.Object) *goja.Object {
	class := buffer.Load(rt, errors).Get("Buffer")
	next := byte(0)
	room := jscrypto.Load(rt, func(memory []byte) {
		for i := range memory {
			memory[i] = next
			next++
		}
	}, errors, class)
	if err := room.Set("Buffer", class); err != nil {
		panic(err)
	}
	return room
}

// The test vectors are those of the standards that define the algorithms.
func TestHashes(t *testing.T) {
	nativetest.Run(t, load, []nativetest.Case{
		{Expression: "crypto.createHash('md5').update('').digest('hex')", Want: "d41d8cd98f00b204e9800998ecf8427e"},
		{Expression: "crypto.createHash('SHA1').update('abc').digest('hex')", Want: "a9993e364706816aba3e25717850c26c9cd0d89d"},
		{Expression: "crypto.createHash('RSA-SHA256').update('a').update('bc').digest('base64')", Want: "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="},
		{Expression: "crypto.createHash('sha3-256').update('').digest('hex').slice(0, 8)", Want: "a7ffc6f8"},
		{Expression: "crypto.createHash('sha512-256').update('abc').digest('hex').slice(0, 8)", Want: "53048e26"},
		{Expression: "crypto.createHash('md5').update('c3a9', 'hex').digest('hex') === crypto.createHash('md5').update('é').digest('hex')", Want: "true"},
		{Expression: "((h) => h.copy().update('c').digest('hex') === h.update('c').digest('hex'))(crypto.createHash('sha1').update('ab'))", Want: "true"},
		{Expression: "crypto.hash('sha1', 'abc')", Want: "a9993e364706816aba3e25717850c26c9cd0d89d"},
		{Expression: "crypto.createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest('hex')", Want: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
		{Expression: "((h) => [h.digest('hex').length, h.digest('hex')])(crypto.createHmac('md5', 'k'))", Want: `[32,""]`},
		{Expression: "crypto.getHashes().includes('sha256')", Want: "true"},

		{Expression: "crypto.createHash('nope')", Want: "throws Error: Digest method not supported"},
		{Expression: "crypto.createHash(5)", Want: `throws TypeError: The "algorithm" argument must be of type string. Received type number (5)`},
		{Expression: "crypto.createHash('md5').update(5)", Want: `throws TypeError: The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received type number (5)`},
		{Expression: "crypto.createHash('md5').update('abc', 'hex')", Want: "throws TypeError: The argument 'encoding' is invalid for data of length 3. Received 'hex'"},
		{Expression: "((h) => { h.digest(); h.digest() })(crypto.createHash('md5'))", Want: "throws Error: Digest already called"},
		{Expression: "((h) => { h.digest(); h.update('x') })(crypto.createHash('md5'))", Want: "throws Error: Digest already called"},
		{Expression: "crypto.createHmac('nope', 'k')", Want: "throws TypeError: Invalid digest: nope"},
		{Expression: "crypto.createHmac('md5')", Want: `throws TypeError: The "key" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey. Received undefined`},
		{Expression: "crypto.createHash('md5', {outputLength: 5})", Want: "throws Error: Unsupported state or unable to create digest of that length"},
	})
}

func TestRandomness(t *testing.T) {
	nativetest.Run(t, load, []nativetest.Case{
		{Expression: "crypto.randomUUID()", Want: "00010203-0405-4607-8809-0a0b0c0d0e0f"},
		{Expression: "crypto.randomBytes(4).toString('hex')", Want: "00010203"},
		{Expression: "new Promise((resolve) => crypto.randomBytes(2, (error, bytes) => resolve([error, bytes.toString('hex')])))", Want: `[null,"0001"]`},
		{Expression: "[...crypto.getRandomValues(new Uint8Array(3))]", Want: "[0,1,2]"},
		{Expression: "[...crypto.randomFillSync(new Uint8Array(4), 1, 2)]", Want: "[0,0,1,0]"},
		{Expression: "crypto.randomInt(10, 20)", Want: "15"}, // 0x000102030405 mod 10
		{Expression: "crypto.randomInt(5, 5)", Want: `throws RangeError: The value of "max" is out of range. It must be greater than the value of "min" (5). Received 5`},
		{Expression: "crypto.randomInt(0.5)", Want: `throws TypeError: The "max" argument must be a safe integer. Received type number (0.5)`},
		{Expression: "crypto.randomBytes(-1)", Want: `throws RangeError: The value of "size" is out of range. It must be >= 0 && <= 2147483647. Received -1`},
		{Expression: "crypto.getRandomValues(new Float32Array(1))", Want: "throws TypeMismatchError: The data argument must be an integer-type TypedArray"},
		{Expression: "crypto.getRandomValues(new Uint8Array(65537))", Want: "throws QuotaExceededError: The requested length exceeds 65,536 bytes"},
		{Expression: "[crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')), crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('b'))]", Want: "[true,false]"},
		{Expression: "crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab'))", Want: "throws RangeError: Input buffers must have the same byte length"},
	})
}

func TestWebCrypto(t *testing.T) {
	const imported = "crypto.subtle.importKey('raw', Buffer.from('Jefe'), {name: 'HMAC', hash: 'SHA-256'}, true, ['sign', 'verify'])"
	nativetest.Run(t, load, []nativetest.Case{
		{Expression: "crypto.subtle.digest('sha-1', Buffer.from('abc')).then((d) => Buffer.from(d).toString('hex'))", Want: "a9993e364706816aba3e25717850c26c9cd0d89d"},
		{Expression: imported + ".then((k) => crypto.subtle.sign('HMAC', k, Buffer.from('what do ya want for nothing?'))).then((s) => Buffer.from(s).toString('hex').slice(0, 8))", Want: "5bdcc146"},
		{Expression: imported + ".then(async (k) => crypto.subtle.verify('HMAC', k, await crypto.subtle.sign('HMAC', k, Buffer.from('x')), Buffer.from('x')))", Want: "true"},
		{Expression: imported + ".then((k) => crypto.subtle.verify('HMAC', k, Buffer.from('x'), Buffer.from('x')))", Want: "false"},
		{Expression: imported + ".then((k) => crypto.subtle.exportKey('jwk', k))", Want: `{"key_ops":["sign","verify"],"ext":true,"kty":"oct","k":"SmVmZQ","alg":"HS256"}`},
		{Expression: "crypto.subtle.digest('MD5', Buffer.from(''))", Want: "throws NotSupportedError: Unrecognized algorithm name"},
		{Expression: "crypto.subtle.digest('SHA-1')", Want: "throws TypeError: Failed to execute 'digest' on 'SubtleCrypto': 2 arguments required, but only 1 present."},
		{Expression: "crypto.subtle.importKey('raw', Buffer.from(''), {name: 'HMAC', hash: 'SHA-1'}, true, ['sign'])", Want: "throws DataError: Zero-length key is not supported"},
		{Expression: "crypto.subtle.importKey('raw', Buffer.from('k'), {name: 'HMAC', hash: 'SHA-1'}, true, [])", Want: "throws SyntaxError: Usages cannot be empty when importing a secret key."},
		{Expression: "crypto.subtle.sign('HMAC', {}, Buffer.from('k'))", Want: "throws TypeError: Failed to execute 'sign' on 'SubtleCrypto': 2nd argument is not of type CryptoKey."},
		{Expression: "crypto.subtle.encrypt()", Want: "throws NotSupportedError: crypto.subtle.encrypt is not supported here"},
	})
}

func TestCiphersAndDerivedKeys(t *testing.T) {
	const key, iv = "Buffer.from('2b7e151628aed2a6abf7158809cf4f3c', 'hex')", "Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')"
	const block = "'6bc1bee22e409f96e93d7e117393172a'"
	nativetest.Run(t, load, []nativetest.Case{
		{Expression: "crypto.createCipheriv('aes-128-cbc', " + key + ", " + iv + ").update(" + block + ", 'hex', 'hex')", Want: "7649abac8119b246cee98e9b12e9197d"},
		{Expression: "crypto.createCipheriv('aes-128-ecb', " + key + ", null).update(" + block + ", 'hex', 'hex')", Want: "3ad77bb40d7a3660a89ecaf32466ef97"},
		{Expression: "crypto.createCipheriv('aes-128-gcm', Buffer.alloc(16), Buffer.alloc(12)).update('00'.repeat(16), 'hex', 'hex')", Want: "0388dace60b6a392f328c2b971b2fe78"},
		{Expression: "((c) => { c.update(Buffer.alloc(16)); c.final(); return c.getAuthTag().toString('hex') })(crypto.createCipheriv('aes-128-gcm', Buffer.alloc(16), Buffer.alloc(12)))", Want: "ab6e47d42cec13bdf53a67b21257bddf"},
		{Expression: "crypto.createCipheriv('des', '', '')", Want: "throws Error: Unknown cipher"},
		{Expression: "crypto.createDecipheriv('aes-128-cbc', " + key + ", " + iv + ").final()", Want: "throws Error: error:1C80006B:Provider routines::wrong final block length"},
		{Expression: "crypto.pbkdf2Sync('password', 'salt', 2, 20, 'sha1').toString('hex')", Want: "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"},
		{Expression: "crypto.pbkdf2Sync('p', 's', 1e9, 20, 'sha1')", Want: "throws TypeError: pbkdf2 of 1000000000 iterations for 20 bytes takes too long here"},
		{Expression: "Buffer.from(crypto.hkdfSync('sha256', Buffer.alloc(22, 11), Buffer.from('000102030405060708090a0b0c', 'hex'), Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex'), 42)).toString('hex')", Want: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
	})
}

package jscrypto

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"hash"
	"slices"
	"strings"
)

// algorithms are the hashes by the names getHashes lists; OpenSSL has further
// names for each, which algorithm knows.
var algorithms = map[string]func() hash.Hash{
	"md5":        md5.New,
	"sha1":       sha1.New,
	"sha224":     sha256.New224,
	"sha256":     sha256.New,
	"sha384":     sha512.New384,
	"sha512":     sha512.New,
	"sha512-224": sha512.New512_224,
	"sha512-256": sha512.New512_256,
	"sha3-224":   func() hash.Hash { return sha3.New224() },
	"sha3-256":   func() hash.Hash { return sha3.New256() },
	"sha3-384":   func() hash.Hash { return sha3.New384() },
	"sha3-512":   func() hash.Hash { return sha3.New512() },
}

// algorithm finds a hash by any name OpenSSL has for it, in any case.
func algorithm(name string) (func() hash.Hash, bool) {
	name = strings.ToLower(name)
	name = strings.TrimPrefix(name, "rsa-")
	name = strings.TrimPrefix(name, "id-rsassa-pkcs1-v1_5-with-")
	name = strings.TrimSuffix(name, "withrsaencryption")
	name = strings.ReplaceAll(name, "sha512/", "sha512-")
	switch name {
	case "ssl3-md5":
		name = "md5"
	case "ssl3-sha1", "sha1-2", "sha-1":
		name = "sha1"
	case "sha-224", "sha-256", "sha-384", "sha-512", "sha2-224", "sha2-256", "sha2-384", "sha2-512":
		name = "sha" + name[len(name)-3:]
	}
	make, ok := algorithms[name]
	return make, ok
}

// algorithmNames lists the names in Node's order.
func algorithmNames() []string {
	names := []string{
		"RSA-MD5", "RSA-SHA1", "RSA-SHA1-2", "RSA-SHA224", "RSA-SHA256", "RSA-SHA3-224", "RSA-SHA3-256", "RSA-SHA3-384",
		"RSA-SHA3-512", "RSA-SHA384", "RSA-SHA512", "RSA-SHA512/224", "RSA-SHA512/256",
	}
	var plain []string
	for name := range algorithms {
		plain = append(plain, name)
	}
	slices.Sort(plain)
	return append(names, plain...)
}

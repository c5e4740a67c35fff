package jscrypto

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// A crypter encrypts or decrypts piece by piece.
type crypter interface {
	update(data []byte) []byte
	// final returns what is left. The fault is "padding", "length" or "tag",
	// or empty; tag is what the sender of an authenticated text gave, or nil.
	final(tag []byte) (rest []byte, fault string)
}

var cipherName = regexp.MustCompile(`^(?:id-)?aes-?(128|192|256)(?:-(cbc|ctr|ecb|gcm))?$`)

// newCrypter makes a crypter for an OpenSSL name. The fault is "name", "key" or
// "iv" when that is wrong, or empty.
func newCrypter(name string, decrypt bool, key, iv []byte) (c crypter, fault string) {
	match := cipherName.FindStringSubmatch(strings.ToLower(name))
	if match == nil {
		return nil, "name"
	}
	if bits, _ := strconv.Atoi(match[1]); len(key)*8 != bits { // digits
		return nil, "key"
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, "key"
	}
	mode := match[2]
	if mode == "gcm" {
		return newSealed(block, decrypt, iv)
	}
	if wanted := map[bool]int{true: 0, false: aes.BlockSize}[mode == "ecb"]; len(iv) != wanted {
		return nil, "iv"
	}
	switch mode {
	case "ctr":
		return stream{cipher.NewCTR(block, iv)}, ""
	case "ecb":
		return &blocks{mode: codebook{block, decrypt}, decrypt: decrypt, padded: true}, ""
	}
	chain := cipher.NewCBCEncrypter(block, iv)
	if decrypt {
		chain = cipher.NewCBCDecrypter(block, iv)
	}
	return &blocks{mode: chain, decrypt: decrypt, padded: true}, ""
}

type stream struct{ cipher.Stream }

func (s stream) update(data []byte) []byte {
	out := make([]byte, len(data))
	s.XORKeyStream(out, data)
	return out
}

func (stream) final([]byte) (rest []byte, fault string) { return nil, "" }

// A codebook is a block cipher that takes every block for itself.
type codebook struct {
	cipher.Block
	decrypt bool
}

func (c codebook) CryptBlocks(dst, src []byte) {
	for i := 0; i < len(src); i += aes.BlockSize {
		if c.decrypt {
			c.Decrypt(dst[i:], src[i:i+aes.BlockSize])
		} else {
			c.Encrypt(dst[i:], src[i:i+aes.BlockSize])
		}
	}
}

// blocks works on whole blocks and keeps what is less. When it takes padding
// away it keeps the last block too.
type blocks struct {
	mode            cipher.BlockMode
	decrypt, padded bool
	kept            []byte
}

func (b *blocks) update(data []byte) []byte {
	b.kept = append(b.kept, data...)
	whole := len(b.kept) - len(b.kept)%aes.BlockSize
	if b.decrypt && b.padded && whole == len(b.kept) && whole > 0 {
		whole -= aes.BlockSize
	}
	return b.crypt(whole)
}

func (b *blocks) crypt(length int) []byte {
	out := make([]byte, length)
	b.mode.CryptBlocks(out, b.kept[:length])
	b.kept = slices.Clone(b.kept[length:])
	return out
}

func (b *blocks) final([]byte) (rest []byte, fault string) {
	switch {
	case !b.padded:
		if len(b.kept) > 0 {
			return nil, "length"
		}
		return nil, ""
	case !b.decrypt:
		missing := aes.BlockSize - len(b.kept)
		b.kept = append(b.kept, bytes.Repeat([]byte{byte(missing)}, missing)...)
		return b.crypt(aes.BlockSize), ""
	case len(b.kept) != aes.BlockSize:
		return nil, "length"
	}
	return unpadded(b.crypt(aes.BlockSize))
}

// unpadded takes the padding of PKCS #7 from the last block.
func unpadded(last []byte) (rest []byte, fault string) {
	n := int(last[aes.BlockSize-1])
	if n == 0 || n > aes.BlockSize || !bytes.Equal(last[aes.BlockSize-n:], bytes.Repeat([]byte{byte(n)}, n)) {
		return nil, "padding"
	}
	return last[:aes.BlockSize-n], ""
}

// sealed is GCM. Node gives out every piece at once, and so must this, whose
// library only knows whole texts: it goes over all it has for each piece, which
// is decrypted as it was encrypted, by the same key stream.
type sealed struct {
	aead        cipher.AEAD
	decrypt     bool
	nonce, data []byte
	input       []byte
	// plain is the text, tag what authenticates it.
	plain, tag []byte
}

func newSealed(block cipher.Block, decrypt bool, iv []byte) (crypter, string) {
	if len(iv) == 0 {
		return nil, "iv"
	}
	aead, err := cipher.NewGCMWithNonceSize(block, len(iv))
	if err != nil {
		return nil, "iv"
	}
	return &sealed{aead: aead, decrypt: decrypt, nonce: slices.Clone(iv)}, ""
}

func (s *sealed) seal(text []byte) (turned, tag []byte) {
	all := s.aead.Seal(nil, s.nonce, text, s.data)
	return all[:len(text)], all[len(text):]
}

func (s *sealed) update(data []byte) []byte {
	before := len(s.input)
	s.input = append(s.input, data...)
	turned, _ := s.seal(s.input)
	s.plain = s.input
	if s.decrypt {
		s.plain = turned
	}
	return turned[before:]
}

func (s *sealed) final(tag []byte) (rest []byte, fault string) {
	_, s.tag = s.seal(s.plain)
	if s.decrypt && (len(tag) == 0 || subtle.ConstantTimeCompare(tag, s.tag[:len(tag)]) != 1) {
		return nil, "tag"
	}
	return nil, ""
}

// cipher takes the name, whether to decrypt, key and iv as bytes or null. It
// returns the computation and whether it is authenticated, or what is wrong.
func (b binding) cipher(call goja.FunctionCall) goja.Value {
	var iv []byte
	if given := call.Argument(3); !goja.IsNull(given) {
		iv = b.bytes(given)
	}
	c, fault := newCrypter(call.Argument(0).String(), call.Argument(1).ToBoolean(), b.bytes(call.Argument(2)), iv)
	if fault != "" {
		return b.rt.ToValue(fault)
	}
	_, authenticated := c.(*sealed)
	made := b.rt.CreateObject(nil)
	for name, value := range map[string]any{"computation": &ciphering{c}, "authenticated": authenticated} {
		if err := made.Set(name, value); err != nil {
			panic(err) // a fresh object without prototype takes any property
		}
	}
	return made
}

// A ciphering is a crypter on its way through JavaScript.
type ciphering struct{ crypter }

func (b binding) ciphering(call goja.FunctionCall) crypter {
	return call.Argument(0).Export().(*ciphering).crypter // by cipher.js
}

func (b binding) cipherUpdate(call goja.FunctionCall) goja.Value {
	return b.rt.ToValue(b.rt.NewArrayBuffer(b.ciphering(call).update(b.bytes(call.Argument(1)))))
}

// cipherFinal takes the tag to check, or null, and returns an ArrayBuffer, or
// what is wrong.
func (b binding) cipherFinal(call goja.FunctionCall) goja.Value {
	var tag []byte
	if given := call.Argument(1); !goja.IsNull(given) {
		tag = b.bytes(given)
	}
	rest, fault := b.ciphering(call).final(tag)
	if fault != "" {
		return b.rt.ToValue(fault)
	}
	return b.rt.ToValue(b.rt.NewArrayBuffer(rest))
}

func (b binding) cipherPadding(call goja.FunctionCall) goja.Value {
	if c, ok := b.ciphering(call).(*blocks); ok {
		c.padded = call.Argument(1).ToBoolean()
	}
	return goja.Undefined()
}

// cipherData takes the additional data that is authenticated too.
func (b binding) cipherData(call goja.FunctionCall) goja.Value {
	if c, ok := b.ciphering(call).(*sealed); ok {
		c.data = append(c.data, b.bytes(call.Argument(1))...)
	}
	return goja.Undefined()
}

func (b binding) cipherTag(call goja.FunctionCall) goja.Value {
	c, _ := b.ciphering(call).(*sealed) // by cipher.js
	return b.rt.ToValue(b.rt.NewArrayBuffer(c.tag))
}

func (b binding) ciphers(goja.FunctionCall) goja.Value {
	var names []any
	for _, bits := range []string{"128", "192", "256"} {
		for _, mode := range []string{"cbc", "ctr", "ecb", "gcm"} {
			names = append(names, "aes-"+bits+"-"+mode)
		}
	}
	for _, bits := range []string{"128", "192", "256"} {
		names = append(names, "aes"+bits)
	}
	return b.rt.NewArray(append(names, "id-aes128-GCM", "id-aes192-GCM", "id-aes256-GCM")...)
}

package buffer

import (
	"encoding/base64"
	"strings"

	"github.com/dop251/goja"
)

// decode64 is atob: forgiving base64 of the Infra Standard. Instead of a string
// it returns true for a text of impossible length, and false for one with a
// character that is not of base64.
func (b binding) decode64(call goja.FunctionCall) goja.Value {
	text := strings.NewReplacer("\t", "", "\n", "", "\f", "", "\r", "", " ", "").Replace(call.Argument(0).String())
	if len(text)%4 == 0 {
		text = strings.TrimSuffix(strings.TrimSuffix(text, "="), "=")
	}
	decoded, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return b.rt.ToValue(isAlphabet(text))
	}
	return decodeLatin1(decoded)
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

func isAlphabet(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return !strings.ContainsRune(alphabet, c) })
}

// encode64 is btoa. It returns null for a string with a character beyond
// Latin-1.
func (b binding) encode64(call goja.FunctionCall) goja.Value {
	text := b.text(call.Argument(0))
	for i := range text.Length() {
		if text.CharAt(i) > 0xFF {
			return goja.Null()
		}
	}
	return b.rt.ToValue(base64.StdEncoding.EncodeToString(encodeLatin1(text)))
}

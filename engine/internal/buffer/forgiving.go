package buffer

import (
	"encoding/base64"
	"strings"

	"github.com/dop251/goja"
)

// decode64 is atob. Instead of a string it returns true for a text of impossible
// length, and false for one with a character that is not of base64.
func (b binding) decode64(call goja.FunctionCall) goja.Value {
	text := unpadded(call.Argument(0).String())
	decoded, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return b.rt.ToValue(isAlphabet(text))
	}
	return decodeLatin1(decoded)
}

// DecodeForgiving decodes the forgiving base64 of the Infra Standard: white
// space anywhere, padding or none. ok is false for what is not even that.
func DecodeForgiving(text string) (decoded []byte, ok bool) {
	decoded, err := base64.RawStdEncoding.DecodeString(unpadded(text))
	return decoded, err == nil
}

var whiteSpace = strings.NewReplacer("\t", "", "\n", "", "\f", "", "\r", "", " ", "")

func unpadded(text string) string {
	text = whiteSpace.Replace(text)
	if len(text)%4 == 0 {
		text = strings.TrimSuffix(strings.TrimSuffix(text, "="), "=")
	}
	return text
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

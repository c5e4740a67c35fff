package integrations

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// notAnObject is Rocket.Chat's refusal of payloads that are JSON but no object
// (reference §1 row 8).
const notAnObject = "Integration payload must be a JSON object, not an array or primitive"

// A payload is what the body of a request means, by its content type
// (reference §2.2, settled in DESIGN §7).
type payload struct {
	// content is the JSON object or array a script sees as request.content;
	// empty stands for {}.
	content string
	// refusal is why the payload cannot be a message without a script; empty
	// when it can.
	refusal string
	// always says that the refusal holds even when there is a script.
	always bool
}

// readPayload finds out what a body is meant to be. An empty body is an empty
// payload, not a wrong one.
func readPayload(contentType string, body []byte) payload {
	body = bytes.TrimPrefix(body, []byte("\uFEFF")) // a byte order mark
	mediaType := strings.ToLower(contentType)
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return payload{}
	case strings.Contains(mediaType, "application/json"):
		return readJSON(body)
	case strings.Contains(mediaType, "application/x-www-form-urlencoded"):
		return readForm(body)
	default:
		return payload{refusal: notAnObject}
	}
}

func readJSON(body []byte) payload {
	if err := checkJSON(body); err != nil {
		return payload{refusal: fmt.Sprintf("The request body is not valid JSON: %v", err)}
	}
	switch firstByte(body) {
	case '{':
		return payload{content: string(body)}
	case '[':
		return payload{content: string(body), refusal: notAnObject}
	default:
		return payload{refusal: notAnObject}
	}
}

// readForm reads a urlencoded body. Senders of JSON who left the client's
// default content type are understood too, as Rocket.Chat 7 did.
func readForm(body []byte) payload {
	if firstByte(body) == '{' && json.Valid(body) {
		return payload{content: string(body)}
	}
	fields := parseForm(string(body))
	if len(fields) == 1 && fields[0].name == "payload" {
		return readWrapped([]byte(fields[0].value))
	}
	return payload{content: formObject(fields)}
}

// readWrapped reads the JSON in a form's single field `payload`.
func readWrapped(text []byte) payload {
	if err := checkJSON(text); err != nil {
		return payload{refusal: fmt.Sprintf("The form field payload is not valid JSON: %v", err)}
	}
	if firstByte(text) != '{' {
		return payload{refusal: notAnObject, always: true}
	}
	return payload{content: string(text)}
}

// checkJSON returns nil for valid JSON, else an error that says where it breaks.
func checkJSON(text []byte) error {
	if json.Valid(text) {
		return nil
	}
	var ignored json.RawMessage
	err := json.Unmarshal(text, &ignored)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("%w (at byte %d of %d)", err, syntax.Offset, len(text))
	}
	return err
}

func firstByte(text []byte) byte {
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	if len(trimmed) == 0 {
		return 0
	}
	return trimmed[0]
}

type formField struct{ name, value string }

// parseForm reads name=value pairs as URLSearchParams does: the last value of a
// name wins, at the place of its first.
func parseForm(body string) []formField {
	var fields []formField
	place := map[string]int{}
	for pair := range strings.SplitSeq(body, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, value = unescapeForm(name), unescapeForm(value)
		if i, seen := place[name]; seen {
			fields[i].value = value
			continue
		}
		place[name] = len(fields)
		fields = append(fields, formField{name, value})
	}
	return fields
}

// unescapeForm undoes percent-encoding. A malformed escape stays as it is
// written; what is not UTF-8 becomes U+FFFD.
func unescapeForm(s string) string {
	plain := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			plain = append(plain, ' ')
		case s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			plain, _ = hex.AppendDecode(plain, []byte(s[i+1:i+3])) // hexadecimal
			i += 2
		default:
			plain = append(plain, s[i])
		}
	}
	text, err := unicode.UTF8.NewDecoder().String(string(plain))
	if err != nil { // this decoder knows no error
		return strings.ToValidUTF8(string(plain), "\uFFFD")
	}
	return text
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func formObject(fields []formField) string {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, field := range fields {
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(jsonString(field.name))
		out.WriteByte(':')
		out.Write(jsonString(field.value))
	}
	out.WriteByte('}')
	return out.String()
}

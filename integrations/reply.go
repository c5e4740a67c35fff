package integrations

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// The answers of Rocket.Chat that carry no text of the script (reference §1).
var (
	bodySuccess       = json.RawMessage(`{"success":true}`)
	replySuccess      = Reply{Status: http.StatusOK, Body: bodySuccess}
	replyUnknown      = failure(http.StatusNotFound, "Invalid integration id or token provided.")
	replyDisabled     = failure(http.StatusServiceUnavailable, "Service Unavailable")
	replyNotRun       = failure(http.StatusBadRequest, "error-running-script")
	replyNotEvaluated = failure(http.StatusBadRequest, "error-evaluating-script")
)

// failure is Rocket.Chat's failure answer with a text.
func failure(status int, text string) Reply {
	body := append([]byte(`{"success":false,"error":`), jsonString(text)...)
	return Reply{Status: status, Body: append(body, '}')}
}

// failureOf answers what a script returned as error: an object with success
// false, anything else under the key error.
func failureOf(value json.RawMessage) Reply {
	switch firstByte(value) {
	case '{':
		return Reply{Status: http.StatusBadRequest, Body: withMember(value, "success", "false")}
	case '[':
		return Reply{Status: http.StatusBadRequest, Body: value}
	default:
		body := append([]byte(`{"success":false,"error":`), value...)
		return Reply{Status: http.StatusBadRequest, Body: append(body, '}')}
	}
}

// successOf answers what a script returned as response: an object with success
// true, anything else as it is.
func successOf(value json.RawMessage) Reply {
	if firstByte(value) != '{' {
		return Reply{Status: http.StatusOK, Body: value}
	}
	return Reply{Status: http.StatusOK, Body: withMember(value, "success", "true")}
}

// answer is the reply to a request whose messages were posted, refused or are
// on their way (reference §1 rows 12-16; DESIGN §6 "Answers").
func answer(e *Evaluation) Reply {
	if !e.Separate {
		for _, d := range e.Execution.Deliveries {
			if d.State == DeliveryRefused {
				return failure(http.StatusBadRequest, d.Error)
			}
		}
	}
	if truthy(e.Response) {
		return successOf(e.Response)
	}
	if e.Separate {
		return separateAnswer(e.Execution.Deliveries)
	}
	return replySuccess
}

// separateAnswer has an item a channel; it is a failure only when all failed.
func separateAnswer(deliveries []*Delivery) Reply {
	var items [][]byte
	status, success := http.StatusBadRequest, "false"
	for _, d := range deliveries {
		item := append([]byte(`{"channel":`), jsonString(d.Message.Channel)...)
		if d.State == DeliveryRefused {
			item = append(append(item, `,"error":`...), jsonString(d.Error)...)
		} else {
			status, success = http.StatusOK, "true"
			item = append(append(item, `,"message":`...), storedMessage(d)...)
		}
		items = append(items, append(item, '}'))
	}
	body := append([]byte(`{"responses":[`), bytes.Join(items, []byte{','})...)
	return Reply{Status: status, Body: append(append(append(body, `],"success":`...), success...), '}')}
}

// storedMessage is the message as the destination stored it, or as it will be
// sent when it still waits.
func storedMessage(d *Delivery) json.RawMessage {
	if d.Receipt.Stored != nil {
		return d.Receipt.Stored
	}
	return encode(d.Message)
}

// truthy tells whether a JSON value is truthy to JavaScript. Absent is falsy.
func truthy(value json.RawMessage) bool {
	switch string(value) {
	case "", "null", "false", `""`, "0", "-0":
		return false
	}
	return true
}

// withMember returns a JSON object with a member set: in its place when the
// object has one of that name, else at the end, as an assignment would do it.
func withMember(object json.RawMessage, name, value string) json.RawMessage {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		return object
	}
	out := []byte{'{'}
	found := false
	for decoder.More() {
		key, err := decoder.Token()
		var member json.RawMessage
		if err != nil || decoder.Decode(&member) != nil {
			return object
		}
		if key == name {
			member, found = json.RawMessage(value), true
		}
		out = appendMember(out, key.(string), member)
	}
	if !found {
		out = appendMember(out, name, json.RawMessage(value))
	}
	return append(out, '}')
}

func appendMember(object []byte, name string, value json.RawMessage) []byte {
	if len(object) > 1 {
		object = append(object, ',')
	}
	return append(append(append(object, jsonString(name)...), ':'), value...)
}

// jsonString is JSON.stringify of a string: no HTML escapes.
func jsonString(s string) []byte { return encode(s) }

// encode is encodeJSON of a value that always has a JSON form.
func encode(value any) json.RawMessage {
	text, err := encodeJSON(value)
	if err != nil {
		panic("integrations: " + err.Error())
	}
	return text
}

// encodeJSON is the JSON of a value of ours, without HTML escapes, as
// JSON.stringify writes it.
func encodeJSON(value any) (json.RawMessage, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

package destinationtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
)

// postMessageBody reads a request to chat.postMessage and checks it against
// the schema isChatPostMessageProps (reference §7.4).
func postMessageBody(r *http.Request) (map[string]any, error) {
	if got := r.Header.Get("Content-Type"); got != "application/json" {
		return nil, fmt.Errorf("Content-Type is %q", got)
	}
	if r.URL.RawQuery != "" {
		return nil, fmt.Errorf("there is a query %q", r.URL.RawQuery)
	}
	decoder := json.NewDecoder(r.Body)
	var body map[string]any
	if err := decoder.Decode(&body); err != nil {
		return nil, fmt.Errorf("the body is not a JSON object: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is something behind the JSON object")
	}
	return body, CheckPostMessage(body)
}

// CheckPostMessage says what the schema of chat.postMessage refuses in a body.
func CheckPostMessage(body map[string]any) error {
	_, byID := body["roomId"]
	_, byName := body["channel"]
	if byID == byName {
		return errors.New("exactly one of roomId and channel must be there")
	}
	properties := map[string]func(any) bool{
		"text": orNull(isString), "alias": orNull(isString), "emoji": orNull(isString), "avatar": orNull(isString),
		"attachments": orNull(isListOf(isObject)), "customFields": orNull(isObject), "parseUrls": isBool,
	}
	if byID {
		properties["roomId"], properties["tmid"] = isTarget, isString
	} else {
		properties["channel"] = isTarget
	}
	for _, key := range slices.Sorted(maps.Keys(body)) {
		check, known := properties[key]
		if !known {
			return fmt.Errorf("must NOT have additional property %q", key)
		}
		if !check(body[key]) {
			return fmt.Errorf("%s must not be %T", key, body[key])
		}
	}
	return nil
}

func isString(v any) bool { _, ok := v.(string); return ok }
func isBool(v any) bool   { _, ok := v.(bool); return ok }
func isObject(v any) bool { _, ok := v.(map[string]any); return ok }
func isTarget(v any) bool { return isString(v) || isListOf(isString)(v) }

func orNull(check func(any) bool) func(any) bool {
	return func(v any) bool { return v == nil || check(v) }
}

func isListOf(check func(any) bool) func(any) bool {
	return func(v any) bool {
		list, ok := v.([]any)
		return ok && !slices.ContainsFunc(list, func(item any) bool { return !check(item) })
	}
}

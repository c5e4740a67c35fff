package integrations

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"strings"

	"rocketscript/engine"
	"rocketscript/integrations/card"
	"rocketscript/integrations/message"
)

// codeFallback is the warning of an execution whose message is the card.
const codeFallback = "fallback"

// noMessage ends a request whose script, or adapter, gave no message because it
// failed: with the card where the integration wants one, else with the reply.
//
// A script that returns error has not failed: it refuses the request, often one
// whose signature is wrong, and what it refuses is not posted.
func (v *evaluator) noMessage(cause string, reply Reply) {
	if !v.postFallback(cause) {
		v.end(v.out.Execution.Outcome, reply)
	}
}

// postFallback makes a card of the payload the message (DESIGN §4
// on_script_error). It reports false when the integration wants none. The card
// goes to the integration's own channels, and says why there is no better one.
func (v *evaluator) postFallback(cause string) bool {
	if !v.hosted.ScriptEnabled || v.hosted.OnScriptError != OnScriptErrorFallback {
		return false
	}
	// Repaired in any case: what is refused for a bad avatar helps nobody.
	options := message.Options{MaxText: v.options.Message.MaxText}
	built, err := message.Build(v.fallbackContent(cause), v.defaults(), options)
	if err != nil {
		v.warn("refused", "", "no card could be posted in place of the script's message: "+err.Error())
		return false
	}
	x := v.out.Execution
	x.Warnings = append(x.Warnings, built.Warnings...)
	v.warn(codeFallback, "", "the script gave no message; a card made of the payload was posted instead ("+cause+")")
	v.out.Response, v.out.Separate = nil, false
	v.deliver(built.Messages, v.hosted.Sender)
	return true
}

// scriptFailure says in a line why a script gave no message.
func scriptFailure(result engine.Result) string {
	if result.Exception != nil {
		return result.Exception.Error()
	}
	return "it returned no content to post"
}

// fallbackContent is the card as the content of a message.
func (v *evaluator) fallbackContent(cause string) []byte {
	h := v.hosted
	name := h.ID
	for _, better := range []string{h.Name, h.Alias} {
		if strings.TrimSpace(better) != "" {
			name = better
			break
		}
	}
	return card.Content(card.Event{Integration: name, Kind: eventKind(v.in.Headers), Cause: cause, Payload: readable(v.in, v.received)})
}

// eventHeaders are where senders say what kind of event they send.
var eventHeaders = []string{
	"x-github-event", "x-gitlab-event", "x-gitea-event", "x-gogs-event", "x-event-key", "x-event-type", "sentry-hook-resource", "ce-type",
}

func eventKind(headers []engine.Header) string {
	for _, name := range eventHeaders {
		if value := headerValue(headers, name); value != "" {
			return value
		}
	}
	return ""
}

// readable is what of a request is for people: the JSON it means, else its
// text, else its query.
func readable(in Incoming, received payload) []byte {
	if received.content != "" {
		return []byte(received.content)
	}
	contentType := headerValue(in.Headers, "content-type")
	if body := bytes.TrimSpace(in.Body); len(body) > 0 {
		if text, wrapped := wrappedText(contentType, body); wrapped {
			return text
		}
		if fields, ok := multipartFields(contentType, body); ok {
			return fields
		}
		return in.Body
	}
	if _, query, _ := strings.Cut(in.Target, "?"); query != "" {
		return []byte(formObject(parseForm(query)))
	}
	return nil
}

// wrappedText is what a form's field payload holds, although it is no JSON.
func wrappedText(contentType string, body []byte) ([]byte, bool) {
	if !strings.Contains(strings.ToLower(contentType), "application/x-www-form-urlencoded") {
		return nil, false
	}
	fields := parseForm(string(body))
	if len(fields) != 1 || fields[0].name != "payload" {
		return nil, false
	}
	return []byte(fields[0].value), true
}

// multipartFields returns the fields of a multipart form as JSON, or the JSON
// that its field payload is. Files are left out.
func multipartFields(contentType string, body []byte) ([]byte, bool) {
	mediaType, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || mediaType != "multipart/form-data" {
		return nil, false
	}
	const maxParts, maxPart = 50, 64 << 10
	var fields []formField
	for form := multipart.NewReader(bytes.NewReader(body), parameters["boundary"]); len(fields) < maxParts; {
		part, err := form.NextPart()
		if err != nil {
			break // the end, or as far as it can be read
		}
		value, err := io.ReadAll(io.LimitReader(part, maxPart))
		if err != nil {
			break
		}
		if part.FileName() == "" && part.FormName() != "" {
			fields = append(fields, formField{part.FormName(), string(value)})
		}
	}
	for _, field := range fields {
		if field.name == "payload" {
			return []byte(field.value), true
		}
	}
	return []byte(formObject(fields)), true
}

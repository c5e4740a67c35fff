package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// invalidParams is Rocket.Chat's code for a request its schema does not allow.
const invalidParams = "invalid-params"

// definitionParams is the body of a call that makes or changes an integration,
// under Rocket.Chat's names (reference §7.2). What was not sent is nil.
type definitionParams struct {
	Type          *string         `json:"type"`
	IntegrationID *string         `json:"integrationId"`
	Name          *string         `json:"name"`
	Enabled       *bool           `json:"enabled"`
	Username      *string         `json:"username"`
	Channel       *string         `json:"channel"`
	ScriptEnabled *bool           `json:"scriptEnabled"`
	Script        *string         `json:"script"`
	ScriptEngine  *string         `json:"scriptEngine"`
	SkipTranspile *bool           `json:"skipTranspile"`
	Alias         *string         `json:"alias"`
	Avatar        *string         `json:"avatar"`
	Emoji         *string         `json:"emoji"`
	Override      *bool           `json:"overrideDestinationChannelEnabled"`
	Settings      *settingsParams `json:"rocketscript"`
}

// settingsParams are the settings that Rocket.Chat does not have.
type settingsParams struct {
	// ID and Token are for new integrations that keep those they had elsewhere.
	ID            *string                     `json:"id"`
	Token         *string                     `json:"token"`
	Destination   *string                     `json:"destination"`
	Compat        *engine.Compat              `json:"compat"`
	Adapter       *string                     `json:"adapter"`
	Timeout       *string                     `json:"timeout"`
	OnScriptError *integrations.OnScriptError `json:"on_script_error"`
	Deduplicate   *string                     `json:"deduplicate"`
	History       *integrations.History       `json:"history"`
	Globals       *[]integrations.Global      `json:"globals"`
}

// A schema says what a body may have, as Rocket.Chat's do.
type schema struct {
	required []string
	// kinds has the JSON type of every key that may be there.
	kinds map[string]string
}

// The schemas of the calls (reference §7.2, §7.3).
var (
	createSchema = schema{
		required: []string{"type", "username", "channel", "scriptEnabled", "name", "enabled"},
		kinds:    definitionKinds("username"),
	}
	updateSchema = schema{
		required: []string{"integrationId", "type", "channel", "scriptEnabled", "name", "enabled"},
		kinds:    definitionKinds("username", "integrationId"),
	}
	removeSchema = schema{
		required: []string{"type", "integrationId"},
		kinds:    map[string]string{"type": "string", "integrationId": "string"},
	}
)

// definitionKinds are the keys of a definition and more, which are strings.
func definitionKinds(more ...string) map[string]string {
	kinds := map[string]string{"enabled": "boolean", "scriptEnabled": "boolean", "overrideDestinationChannelEnabled": "boolean", "skipTranspile": "boolean", "rocketscript": "object"}
	for _, key := range append(more, "type", "name", "channel", "script", "scriptEngine", "alias", "avatar", "emoji") {
		kinds[key] = "string"
	}
	return kinds
}

// read reads a body. The fault has the words of Rocket.Chat's schema validator,
// and names the key where that does not.
func (s schema) read(body []byte) (definitionParams, *apiFault) {
	var params definitionParams
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(body, &keys); err != nil || keys == nil {
		return params, newAPIFault(invalidParams, "must be object")
	}
	if problem := s.problem(keys); problem != "" {
		return params, newAPIFault(invalidParams, problem+"\nmust match exactly one schema in oneOf")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&params); err != nil {
		return params, newAPIFault(invalidParams, "rocketscript: "+strings.TrimPrefix(err.Error(), "json: "))
	}
	return params, nil
}

// problem is the first thing wrong with a body, "" when there is none.
func (s schema) problem(keys map[string]json.RawMessage) string {
	for _, key := range s.required {
		if _, sent := keys[key]; !sent {
			return "must have required property '" + key + "'"
		}
	}
	var wrong []string
	for key, value := range keys {
		switch kind, known := s.kinds[key]; {
		case !known:
			return "must NOT have additional properties: '" + key + "'"
		case string(value) == "null" && !slices.Contains(s.required, key):
		case kindOf(value) != kind:
			wrong = append(wrong, "/"+key+" must be "+kind)
		}
	}
	if len(wrong) > 0 {
		return slices.Min(wrong)
	}
	var kind string
	if json.Unmarshal(keys["type"], &kind) == nil && !strings.Contains(kind, incomingType) && !strings.Contains(kind, outgoingType) {
		return `/type must match pattern "` + incomingType + `"`
	}
	return ""
}

// kindOf is the JSON type of a value.
func kindOf(value json.RawMessage) string {
	switch value[0] {
	case '"':
		return "string"
	case 't', 'f':
		return "boolean"
	case '{':
		return "object"
	case '[':
		return "array"
	case 'n':
		return "null"
	}
	return "number"
}

// put writes what was sent into a definition; what was not stays, except that
// skipTranspile is false unless it is sent true, as in Rocket.Chat. Channels
// are not its business.
func (p definitionParams) put(d *integrations.Integration) error {
	set(&d.Name, p.Name)
	set(&d.Enabled, p.Enabled)
	set(&d.Username, p.Username)
	set(&d.ScriptEnabled, p.ScriptEnabled)
	set(&d.Script, p.Script)
	set(&d.Alias, p.Alias)
	set(&d.Avatar, p.Avatar)
	set(&d.Emoji, p.Emoji)
	set(&d.OverrideDestinationChannelEnabled, p.Override)
	d.Compat = ""
	if p.SkipTranspile != nil && *p.SkipTranspile {
		d.Compat = engine.CompatStrict
	}
	if p.Settings == nil {
		return nil
	}
	return p.Settings.put(d)
}

func (p *settingsParams) put(d *integrations.Integration) error {
	set(&d.Destination, p.Destination)
	set(&d.Compat, p.Compat)
	set(&d.Adapter, p.Adapter)
	set(&d.OnScriptError, p.OnScriptError)
	set(&d.Deduplicate, p.Deduplicate)
	set(&d.History, p.History)
	set(&d.Globals, p.Globals)
	if p.Timeout == nil {
		return nil
	}
	timeout, err := readTimeout(*p.Timeout)
	d.Timeout = timeout
	return err
}

// readTimeout reads a duration; "" is the server's.
func readTimeout(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, settingFault("timeout", fmt.Sprintf("%q is not a duration such as 3s or 500ms", text))
	}
	return d, nil
}

// set writes a value that was sent.
func set[T any](into *T, sent *T) {
	if sent != nil {
		*into = *sent
	}
}

package integrations

import (
	"time"

	"rocketscript/engine"
)

// An Integration is one incoming integration: Rocket.Chat's record under
// Rocket.Chat's names (reference §7.1), and the settings Rocket.Chat never had.
//
// Its JSON has the names of the configuration.
type Integration struct {
	// ID is the first part of the webhook URL.
	ID   string `json:"id"`
	Name string `json:"name"`
	// Enabled is false for a hook that answers 503.
	Enabled bool `json:"enabled"`
	// Channel lists where messages go by default, each "#name" or "@user".
	Channel []string `json:"channel"`
	// Username is the post-as user.
	Username string `json:"username"`
	Alias    string `json:"alias,omitempty"`
	Avatar   string `json:"avatar,omitempty"`
	Emoji    string `json:"emoji,omitempty"`
	// ScriptEnabled runs Script; without it the payload itself is the message.
	ScriptEnabled bool `json:"script_enabled"`
	// Script is the script as configured: a file name, or the text itself when
	// it contains a newline.
	Script string `json:"script,omitempty"`
	// Adapter is a script that runs before Script and gives it the content it
	// expects: a file name, or the text itself when it contains a newline.
	// Empty means none.
	Adapter string `json:"adapter,omitempty"`
	// Compat says which Rocket.Chat Script was written for; empty means
	// engine.CompatSloppy.
	Compat engine.Compat `json:"compat,omitempty"`
	// Globals are what Script and Adapter find besides the engine's globals,
	// or instead of them.
	Globals []Global `json:"globals,omitempty"`
	// Timeout bounds one call of Script, and one of Adapter; zero means the
	// engine's.
	Timeout time.Duration `json:"timeout,omitempty"`
	// OnScriptError says what becomes of a request whose script fails; empty
	// means OnScriptErrorReject.
	OnScriptError OnScriptError `json:"on_script_error,omitempty"`
	// Deduplicate says where the sender's own id of a request stands, so that
	// one that is repeated is answered again but posted once: a preset such as
	// pagerduty, header:NAME, path:PATH, or DeduplicateOff. Empty means off.
	Deduplicate string `json:"deduplicate,omitempty"`
	// History says how much is kept of requests that are done with; empty means
	// HistoryFull.
	History History `json:"history,omitempty"`
	// OverrideDestinationChannelEnabled lets a payload or script name channel
	// or roomId.
	OverrideDestinationChannelEnabled bool `json:"override_destination_channel_enabled"`
	// Token is the secret part of the webhook URL.
	Token string `json:"token"`
	// Destination names where messages are posted; empty means the default.
	Destination string `json:"destination,omitempty"`
	// Place is where the configuration has the definition, as file:line; empty
	// for one that the store keeps, and where nobody said.
	Place string `json:"-"`
	// Kept is what the store keeps; nil for a definition of the configuration.
	Kept *Kept `json:"-"`
}

// An OnScriptError says what becomes of a request whose script fails.
type OnScriptError string

const (
	// OnScriptErrorReject answers 400 as Rocket.Chat does.
	OnScriptErrorReject OnScriptError = "reject"
	// OnScriptErrorFallback posts a card made of the payload and answers 200.
	OnScriptErrorFallback OnScriptError = "fallback"
)

// A Hosted integration is one that is ready for requests: its script is read,
// its sender known.
type Hosted struct {
	Integration
	// Code is what to run; its Source is empty when ScriptEnabled is false.
	Code Code
	// Fault is why Code cannot run (it does not compile, its file is missing);
	// nil when it can. With a Fault every request is answered
	// error-evaluating-script.
	Fault error
	// Sender is the post-as user as the destination knows them.
	Sender engine.User
	// Unready is why requests cannot be taken (the destination or the post-as
	// user is gone); nil when they can. With it every request is answered 503,
	// so that its sender tries again. Only definitions that the store keeps are
	// hosted like that; with one of the configuration nothing starts.
	Unready error
	// Rejected is why the newest edit of Code is not in force, and the last good
	// version is; nil when the newest is.
	Rejected error
	// rejected is the broken edit that Code was kept instead of; zero when
	// Code is what the configuration says.
	rejected Code
	// unchecked is set when Code could not be checked; it may be at fault.
	unchecked bool
}

// A Global is a library or JSON file that scripts find under a name; see
// engine.Global.
type Global struct {
	Name string `json:"name"`
	// Value is a file name, or the JavaScript itself when it contains a newline.
	Value string `json:"value"`
}

// Code is a script with the adapter that runs before it. The Source of the
// adapter is empty when there is none.
type Code struct {
	engine.Script
	Adapter engine.Script
}

func (c Code) equal(other Code) bool {
	return c.Script.Equal(other.Script) && c.Adapter.Equal(other.Adapter)
}

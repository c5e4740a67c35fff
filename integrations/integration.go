package integrations

import (
	"time"

	"rocketscript/engine"
)

// An Integration is one incoming integration: Rocket.Chat's record under
// Rocket.Chat's names (reference §7.1), and the settings Rocket.Chat never had.
type Integration struct {
	// ID is the first part of the webhook URL.
	ID   string
	Name string
	// Enabled is false for a hook that answers 503.
	Enabled bool
	// Channel lists where messages go by default, each "#name" or "@user".
	Channel []string
	// Username is the post-as user.
	Username string
	Alias    string
	Avatar   string
	Emoji    string
	// ScriptEnabled runs Script; without it the payload itself is the message.
	ScriptEnabled bool
	// Script is the script as configured: a file name, or the text itself when
	// it contains a newline.
	Script string
	// Adapter is a script that runs before Script and gives it the content it
	// expects: a file name, or the text itself when it contains a newline.
	// Empty means none.
	Adapter string
	// Compat says which Rocket.Chat Script was written for; empty means
	// engine.CompatSloppy.
	Compat engine.Compat
	// Globals are what Script and Adapter find besides the engine's globals,
	// or instead of them.
	Globals []Global
	// Timeout bounds one call of Script, and one of Adapter; zero means the
	// engine's.
	Timeout time.Duration
	// OnScriptError says what becomes of a request whose script fails; empty
	// means OnScriptErrorReject.
	OnScriptError OnScriptError
	// Deduplicate says where the sender's own id of a request stands, so that
	// one that is repeated is answered again but posted once: a preset such as
	// pagerduty, header:NAME, path:PATH, or DeduplicateOff. Empty means off.
	Deduplicate string
	// History says how much is kept of requests that are done with; empty means
	// HistoryFull.
	History History
	// OverrideDestinationChannelEnabled lets a payload or script name channel
	// or roomId.
	OverrideDestinationChannelEnabled bool
	// Token is the secret part of the webhook URL.
	Token string
	// Destination names where messages are posted; empty means the default.
	Destination string
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
	// rejected is the broken edit that Code was kept instead of; zero when
	// Code is what the configuration says.
	rejected Code
	// unchecked is set when Code could not be checked; it may be at fault.
	unchecked bool
}

// A Global is a library or JSON file that scripts find under a name; see
// engine.Global.
type Global struct {
	Name string
	// Value is a file name, or the JavaScript itself when it contains a newline.
	Value string
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

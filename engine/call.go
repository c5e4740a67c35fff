package engine

import (
	"encoding/json"
	"slices"
	"time"
)

// DefaultTimeout is how long one call may take when [Call.Timeout] is zero.
// It is the limit Rocket.Chat's own engines were built with (reference §5.4).
const DefaultTimeout = 3 * time.Second

// A Script is the text of one integration script and what it is called.
// It is a plain value, so that it can travel to another process.
type Script struct {
	// ID names the instance that calls share: two calls with the same ID and
	// the same Source meet the same `Script` object, file-level variables and
	// Store. A changed Source under the same ID starts a new instance.
	ID string
	// Name is the file name shown in positions and stacks; empty means "script".
	Name string
	// Source is the JavaScript text, exactly as its author wrote it.
	Source string
	// Compat says which Rocket.Chat the script was written for; empty means
	// [CompatSloppy].
	Compat Compat
	// Globals are files whose values the script finds under names of their
	// own, before the engine's globals of those names.
	Globals []Global
}

// Equal tells whether two scripts are the same in every part.
func (s Script) Equal(other Script) bool {
	return s.ID == other.ID && s.Name == other.Name && s.Compat == other.Compat &&
		s.Source == other.Source && slices.Equal(s.Globals, other.Globals)
}

// A Global is a JavaScript library, or a JSON file, that scripts find as a
// global: the real moment in place of ours, or anything else. It is evaluated
// in the instance of each script that asks for the name, when it first asks.
//
// The library gives its value as module.exports, as npm packages do, or
// declares the name, as files for browsers do. What it needs itself it finds
// among the globals; require("NAME") finds them, too.
type Global struct {
	// Name is what scripts call it.
	Name string
	// File is what it is called in positions and messages. One that ends with
	// ".json" holds JSON.
	File string
	// Source is its text.
	Source string
}

// A Compat is the way a Rocket.Chat compiled scripts (DESIGN §3).
type Compat string

const (
	// CompatSloppy is Rocket.Chat up to 8, which compiled scripts with Babel
	// and ran the output in sloppy mode, class bodies too: assigning an
	// undeclared variable makes a global.
	CompatSloppy Compat = "sloppy"
	// CompatStrict is Rocket.Chat 9, which runs scripts as they are: class
	// bodies are strict, the rest is sloppy.
	CompatStrict Compat = "strict"
)

// A Call is one request to run through a script, as plain values.
type Call struct {
	Request Request
	// Timeout bounds the whole call, also while it waits for a promise or for
	// an earlier call of the same instance; zero means [DefaultTimeout].
	Timeout time.Duration
	// Spent is how much of Timeout has passed before, where the call was begun
	// elsewhere; usually zero.
	Spent time.Duration
	// Now, when not zero, is what every clock in the script reads during the
	// call. It stands still: timers fire at once, in the order they are due,
	// when no HTTP call is under way, and the answers of those come in the
	// order they were asked for. Zero means the real time.
	Now time.Time
	// Random, when not nil, is what every Math.random() returns during the
	// call. Nil means real randomness.
	Random *float64
}

// A Request is what the script sees as `request`, in the plain form the engine
// builds the JavaScript object from (reference §3; DESIGN §7 settles where the
// eras of Rocket.Chat differ).
type Request struct {
	// Target is the request target as the sender wrote it: path and query,
	// still percent-encoded, such as "/hooks/ID/TOKEN?a=1". It becomes url_raw
	// and, taken apart, url.
	Target string
	Params Params
	// Headers in the order the sender gave them. Names are lower-cased and
	// repeated ones joined with ", " by the engine.
	Headers []Header
	// Body is the whole body as text; it becomes content_raw.
	Body string
	// Content is the JSON text that becomes content and body. Anything but a
	// JSON object or array (also empty or invalid text) becomes {}.
	Content string
	User    User
}

// Params are the parts of the webhook URL, decoded once; they become url_params.
type Params struct {
	IntegrationID string
	// UserID is the ignored middle segment of the older URL form; empty when
	// the URL has none, and then absent from url_params.
	UserID string
	Token  string
}

// A Header is one header line of a request.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A User is the post-as user of the integration; it becomes request.user.
type User struct {
	ID       string `json:"_id"`
	Name     string `json:"name"`
	Username string `json:"username"`
}

// An Outcome says how a call ended; the names are those of `run --json`.
type Outcome string

// The outcomes of a call (reference §4).
const (
	// OutcomeContent: the script returned an object as content.
	OutcomeContent Outcome = "content"
	// OutcomeError: the script returned a truthy error.
	OutcomeError Outcome = "error"
	// OutcomeNothing: the script returned something falsy, or has no
	// process_incoming_request.
	OutcomeNothing Outcome = "nothing"
	// OutcomeNoContent: the script returned something truthy without an object
	// as content.
	OutcomeNoContent Outcome = "no-content"
	// OutcomeScriptError: the script threw, rejected, took too long, or
	// returned something that cannot be serialized.
	OutcomeScriptError Outcome = "script-error"
	// OutcomeEvaluationError: the script does not compile, fails while it is
	// evaluated, has no class Script, or its constructor throws.
	OutcomeEvaluationError Outcome = "evaluation-error"
)

// A Result is everything one call produced, as plain values.
type Result struct {
	Outcome Outcome
	// Returned is what the script returned, as JSON; undefined is null.
	Returned json.RawMessage
	// Content, Error, Response and User are those members of the returned
	// object, as JSON; nil when absent or undefined. Content and Error are set
	// only with their outcome; Response and User only with OutcomeContent.
	Content, Error, Response, User json.RawMessage
	// Objects are the parts of Content that JavaScript shows as another text
	// than their JSON tells, such as a Date or an Error; at most 1,000.
	Objects []Object
	// Exception is set with OutcomeScriptError and OutcomeEvaluationError.
	Exception *Exception
	Console   []ConsoleLine
	// ConsoleDropped counts lines left out because the call logged too much.
	ConsoleDropped int
	// HTTP lists the HTTP calls the script made, in order. One still under way
	// when the call ended has an Error that says so.
	HTTP []HTTPCall
	// StateLost says why the script started anew although an earlier version
	// of the same instance had run: what it kept in variables and Store is
	// gone. Empty when nothing was lost.
	StateLost string
	// Duration is the time the call ran, waiting for earlier calls left out.
	Duration time.Duration
}

// An Object is a part of a content that was not plain JSON.
type Object struct {
	// Path is its place in the content, such as "attachments[0].text".
	Path string
	// Text is what String() gives of it in Rocket.Chat, which has a copy of
	// what the script returned: that of an Error, a Date, a regular expression,
	// a boxed primitive, or a number that JSON does not have.
	Text string
}

// A ConsoleLine is one call of a console method, formatted as text.
type ConsoleLine struct {
	// Level is "log", "info", "warn", "error", "debug" or "trace".
	Level string `json:"level"`
	Text  string `json:"text"`
}

// An Exception tells what a script threw and where. It implements error; its
// text is "FILE:LINE:COLUMN: NAME: MESSAGE", as far as each part is known.
type Exception struct {
	Name    string `json:"name"`
	Message string `json:"message"`
	// File is the script's name; Line and Column count from 1 and are 0 when
	// the position is not known.
	File   string `json:"-"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	// Stack is the JavaScript stack, one frame a line, without the message.
	Stack string `json:"stack"`
}

package message

import "encoding/json"

// A Message is what one channel gets, under the names Rocket.Chat stores
// (reference §6.1). Its JSON form is that of `run --json` and of the goldens.
type Message struct {
	// Channel is the destination as the integration or the script gave it:
	// "#name", "@user", a bare room name or a room id.
	Channel string `json:"channel"`
	Msg     string `json:"msg"`
	Alias   string `json:"alias"`
	// At most one of Avatar and Emoji is set.
	Avatar string `json:"avatar,omitempty"`
	Emoji  string `json:"emoji,omitempty"`
	// Attachments keep unknown keys and the key order of their author. Nil
	// means the message has none of its own (Rocket.Chat stores nothing), an
	// empty list is stored as one.
	Attachments []json.RawMessage `json:"attachments,omitzero"`
	Groupable   json.RawMessage   `json:"groupable,omitempty"`
	ParseURLs   json.RawMessage   `json:"parseUrls,omitempty"`
	// Tmid is the id of the thread's first message; empty means no thread.
	Tmid         string          `json:"tmid,omitempty"`
	CustomFields json.RawMessage `json:"customFields,omitempty"`
	Bot          Bot             `json:"bot"`
}

// Bot marks a message as posted by an integration.
type Bot struct {
	Integration string `json:"i"`
}

// Defaults are the settings of the integration that fill what the content
// leaves out (reference §6.1).
type Defaults struct {
	IntegrationID string
	Channel       []string
	Alias         string
	Avatar        string
	Emoji         string
	// OverrideDestinationChannel allows the content to name channel or roomId.
	OverrideDestinationChannel bool
	// SeparateResponse is what a content without separateResponse stands for:
	// the payload's own value when a script made the content (reference §1 row
	// 9g).
	SeparateResponse bool
}

// Options settle where this project may differ from Rocket.Chat.
type Options struct {
	// Exact switches the repairs of DESIGN §5 off (`message.repair: false`).
	Exact bool
	// MaxText is the longest text in UTF-16 code units, as Rocket.Chat counts
	// (Message_MaxAllowedSize); 0 or less means DefaultMaxText. It holds for
	// msg alone: Rocket.Chat limits no text of an attachment.
	MaxText int
}

// DefaultMaxText is Rocket.Chat's default of Message_MaxAllowedSize.
const DefaultMaxText = 5000

// Built is what one content becomes.
type Built struct {
	// Messages has one message a channel, in the order of the destinations.
	Messages []Message
	// Warnings tell what was repaired or ignored, for the history.
	Warnings []Warning
	// Separate is the content's separateResponse as JavaScript would test it:
	// each channel is answered for on its own (reference §6.4).
	Separate bool
}

// A Warning tells of something in the content that was repaired or ignored.
type Warning struct {
	// Code is stable and made for programs, such as "color-name".
	Code string `json:"code"`
	// Path is where it was, such as "attachments[0].fields[2].value".
	Path string `json:"path"`
	// Text says for people what was found and what was done.
	Text string `json:"text"`
}

// An Error says why a content cannot become a message. Its Message is the text
// Rocket.Chat answers with, status 400 (reference §1 row 11, §6.3).
type Error struct {
	Message string
	// Path is where the fault is, as in Warning; empty when it has no place.
	Path string
}

// Error returns the text Rocket.Chat answers with.
func (e *Error) Error() string { return e.Message }

package message

import "encoding/json"

// Build makes the messages of one content: the JSON object a script returned as
// content, or the payload itself where no script runs. An array, which a script
// may return as well, has none of the members Rocket.Chat reads, so it becomes
// an empty message to the default channels, as there.
//
// What can be repaired is repaired first (see the Code constants), unless
// options.Exact; then content and defaults are put together as reference §6.1
// says, and the message is checked as §6.3 says.
//
// A refusal is an [*Error]:
//   - the content names channel or roomId and may not (reference §1 row 11);
//   - nothing says where to post ("unknown-error", row 12b);
//   - with options.Exact also every text of §6.3. The Built returned beside
//     such an error still has Messages, of which only Channel is of use, and
//     Separate: Rocket.Chat answers for each channel then.
//
// Any other error means that content is not a JSON object or array, which is
// for the caller to find out before (reference §1 rows 8 and 9f).
//
// What needs no repair is not copied: the messages share memory with content
// and with each other, and nobody may change it afterwards.
//
// Not checked are customFields: whether a server takes them is a setting of
// that server, and so of the destination.
func Build(content json.RawMessage, defaults Defaults, options Options) (Built, error) {
	c, err := readContent(content)
	if err != nil {
		return Built{}, err
	}
	if !defaults.OverrideDestinationChannel && firstTruthy(c.channel, c.roomID).truthy() {
		return Built{}, &Error{Message: overrideRefused, Path: overridePath(c)}
	}
	var noted notes
	noted.ignored(&c)
	var list attachments
	if !options.Exact {
		list.repairer = &repairer{notes: &noted, maxText: options.maxText()}
		list.repairer.repair(&c, &defaults)
	}
	d, refusal := compose(c, defaults, &list)
	if refusal != nil {
		return Built{}, refusal
	}
	channels, refusal := destinations(c, defaults)
	built := Built{
		Messages: d.messages(channels, defaults.IntegrationID),
		Warnings: noted.list,
		Separate: separate(c, defaults),
	}
	// Rocket.Chat goes from channel to channel and checks the message in each,
	// so a fault of the message comes before one of a later channel, unless
	// separateResponse makes it go on.
	if refusal == nil || len(channels) > 0 && !built.Separate {
		if fault := d.check(options.maxText()); fault != nil {
			return built, fault
		}
	}
	if refusal != nil {
		return Built{}, refusal
	}
	return built, nil
}

// A draft is the message before it is checked: what is not given is nil, and
// everything but msg may still have a type Rocket.Chat refuses.
type draft struct {
	msg                  string
	alias, avatar, emoji value
	attachments          []json.RawMessage
	attachmentFault      *Error
	parseURLs, groupable value
	tmid, customFields   value
}

// compose is the table of reference §6.1, row by row.
func compose(c content, defaults Defaults, list *attachments) (d draft, refusal *Error) {
	if d.msg, refusal = trimmedText(firstTruthy(c.text, c.msg), place{key: "text"}); refusal != nil {
		return draft{}, refusal
	}
	if d.attachments, refusal = list.read(c.attachments); refusal != nil {
		return draft{}, refusal
	}
	d.attachmentFault = list.fault
	if d.alias = firstTruthy(c.username, c.alias); !d.alias.truthy() {
		d.alias = quote(defaults.Alias)
	}
	if d.parseURLs = c.parseURLs; d.parseURLs == nil {
		d.parseURLs = jsonBool(!c.attachments.truthy())
	}
	if d.groupable = c.groupable; d.groupable == nil {
		d.groupable = jsonBool(false)
	}
	d.tmid, d.customFields = c.tmid, c.customFields
	d.avatar, d.emoji = avatarOrEmoji(c, defaults)
	return d, nil
}

// trimmedText is what Rocket.Chat makes of a text: "" of anything falsy, else
// its String without the space around it.
func trimmedText(v value, at place) (string, *Error) {
	if !v.truthy() {
		return "", nil
	}
	s, ok := v.text()
	if !ok {
		return "", &Error{Message: "Cannot convert object to primitive value", Path: at.String()}
	}
	return jsTrim(s), nil
}

// messages makes one message a channel. Null members are removed by leaving
// their zero value; attachments, given or not, are a list.
func (d draft) messages(channels []string, integrationID string) []Message {
	m := Message{
		Msg:          d.msg,
		Alias:        d.alias.str(),
		Avatar:       d.avatar.str(),
		Emoji:        d.emoji.str(),
		Attachments:  d.attachments,
		Groupable:    d.groupable.raw(),
		ParseURLs:    d.parseURLs.raw(),
		Tmid:         d.tmid.str(),
		CustomFields: d.customFields.raw(),
		Bot:          Bot{Integration: integrationID},
	}
	all := make([]Message, len(channels))
	for i, channel := range channels {
		all[i] = m
		all[i].Channel = channel
	}
	return all
}

// raw is v for a message, where null means not there.
func (v value) raw() json.RawMessage {
	if !v.given() {
		return nil
	}
	return json.RawMessage(v)
}

func jsonBool(b bool) value {
	if b {
		return value("true")
	}
	return value("false")
}

// separate is separateResponse as the answer will test it.
func separate(c content, defaults Defaults) bool {
	if c.separateResponse == nil {
		return defaults.SeparateResponse
	}
	return c.separateResponse.truthy()
}

func (o Options) maxText() int {
	if o.MaxText <= 0 {
		return DefaultMaxText
	}
	return o.MaxText
}

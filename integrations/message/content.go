package message

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// content has the members of a payload that Rocket.Chat reads (reference §6.1);
// every other one is dropped by not being here.
type content struct {
	channel, roomID      value
	text, msg            value
	username, alias      value
	iconURL, avatar      value
	iconEmoji, emoji     value
	attachments          value
	parseURLs, groupable value
	tmid, customFields   value
	separateResponse     value
	// isArray: the content was an array, and has none of these.
	isArray bool
}

// readContent takes a content apart. An array has none of the members, so it
// reads as an empty content.
func readContent(raw json.RawMessage) (content, error) {
	if !utf8.Valid(raw) {
		raw = bytes.ToValidUTF8(raw, []byte("\ufffd"))
	}
	if !json.Valid(raw) {
		var syntax json.RawMessage
		return content{}, fmt.Errorf("message: the content is not JSON: %w", json.Unmarshal(raw, &syntax))
	}
	v := value(bytes.TrimSpace(raw))
	var c content
	switch v.kind() {
	case kindObject:
		for name, val := range v.members() {
			if p := c.slot(name); p != nil {
				*p = val // the last one of a repeated name, as JSON.parse takes it
			}
		}
	case kindArray:
		c.isArray = true
	default:
		return content{}, fmt.Errorf("message: the content is %s; it has to be a JSON object", v)
	}
	return c, nil
}

// slot returns where the member of this (quoted) name is kept, nil when
// Rocket.Chat does not know it.
func (c *content) slot(name value) *value {
	switch string(name[1 : len(name)-1]) {
	case "channel":
		return &c.channel
	case "roomId":
		return &c.roomID
	case "text":
		return &c.text
	case "msg":
		return &c.msg
	case "username":
		return &c.username
	case "alias":
		return &c.alias
	case "icon_url":
		return &c.iconURL
	case "avatar":
		return &c.avatar
	case "icon_emoji":
		return &c.iconEmoji
	case "emoji":
		return &c.emoji
	case "attachments":
		return &c.attachments
	case "parseUrls":
		return &c.parseURLs
	case "groupable":
		return &c.groupable
	case "tmid":
		return &c.tmid
	case "customFields":
		return &c.customFields
	case "separateResponse":
		return &c.separateResponse
	}
	return nil
}

package message

// avatarOrEmoji chooses the picture beside the message, one of the two at most
// (reference §6.1): an avatar of the content beats its emoji, which beats the
// integration's avatar, which beats the integration's emoji. Under each, the
// Slack name beats Rocket.Chat's.
func avatarOrEmoji(c content, defaults Defaults) (avatar, emoji value) {
	switch {
	case !isEmpty(c.iconURL) || !isEmpty(c.avatar):
		return firstTruthy(c.iconURL, c.avatar), nil
	case !isEmpty(c.iconEmoji) || !isEmpty(c.emoji):
		return nil, firstTruthy(c.iconEmoji, c.emoji)
	case defaults.Avatar != "":
		return quote(defaults.Avatar), nil
	case defaults.Emoji != "":
		return nil, quote(defaults.Emoji)
	}
	return nil, nil
}

// isEmpty is underscore's _.isEmpty, with which Rocket.Chat asks whether there
// is a picture: numbers and booleans are empty, too.
func isEmpty(v value) bool {
	switch v.kind() {
	case kindString:
		return len(v) == len(`""`)
	case kindArray, kindObject:
		return skipSpace(v, 1) == len(v)-1
	}
	return true
}

package message

const overrideRefused = "overriding destination channel is disabled for this integration"

func overridePath(c content) string {
	if c.channel.truthy() {
		return "channel"
	}
	return "roomId"
}

// destinations lists where the message goes, each once, in the order given:
// channel, or roomId, or the integration's channels, never several of them
// together (reference §6.1). A text is one destination, commas and all. With a
// refusal it lists the destinations before the one at fault.
func destinations(c content, defaults Defaults) ([]string, *Error) {
	named, path := c.channel, "channel"
	if !named.truthy() {
		named, path = c.roomID, "roomId"
	}
	all := defaults.Channel
	var refusal *Error
	if named.truthy() {
		all, refusal = channelNames(named, path)
	}
	if len(all) == 0 && refusal == nil {
		refusal = &Error{Message: "unknown-error", Path: path}
	}
	return unique(all), refusal
}

// channelNames reads one channel or a list of them. What is not text makes
// Rocket.Chat throw; the texts are what V8 says then. A list inside the list is
// refused as a channel that does not exist.
func channelNames(v value, path string) ([]string, *Error) {
	if v.kind() != kindArray {
		name, refusal := channelName(v, place{key: path})
		if refusal != nil {
			return nil, refusal
		}
		return []string{name}, nil
	}
	var names []string
	for e := range v.elements() {
		name, refusal := channelName(e, place{list: path, item: len(names)})
		if refusal != nil {
			return names, refusal
		}
		names = append(names, name)
	}
	return names, nil
}

func channelName(v value, at place) (string, *Error) {
	switch v.kind() {
	case kindString:
		return v.str(), nil
	case kindNull:
		return "", &Error{Message: readOfNull("0"), Path: at.String()}
	case kindArray:
		return "", &Error{Message: "invalid-channel", Path: at.String()}
	}
	return "", &Error{Message: "channel.slice is not a function", Path: at.String()}
}

// unique removes what came before.
func unique(names []string) []string {
	if len(names) < 2 {
		return names
	}
	kept := make([]string, 0, len(names))
	seen := make(map[string]bool, len(names))
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			kept = append(kept, name)
		}
	}
	return kept
}

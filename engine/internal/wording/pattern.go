package wording

import "rocketscript/engine/internal/regex"

// invalidPattern is V8's message for a regular expression that goja refused
// with the reason given.
func invalidPattern(pattern, flags, reason string) string {
	if err := regex.Check(pattern, flags); err != nil {
		return err.Error()
	}
	return "Invalid regular expression: /" + pattern + "/" + flags + ": " + reason
}

package message

import "strings"

// hexColor gives the three colours Slack has names for, which Rocket.Chat does
// not know: as CSS colours they are invalid and the bar stays grey.
func hexColor(name string) (string, bool) {
	switch strings.ToLower(jsTrim(name)) {
	case "good":
		return "#2eb886", true
	case "warning":
		return "#daa038", true
	case "danger":
		return "#a30200", true
	}
	return "", false
}

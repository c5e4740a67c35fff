package fetch

import (
	"regexp"
	"strings"

	"rocketscript/engine/internal/buffer"
	"rocketscript/engine/internal/weburl"
)

var base64Mark = regexp.MustCompile(`(?i); *base64$`)

// dataURL takes a data URL apart, after the Fetch Standard; ok is false for one
// without a comma or with wrong base64.
func dataURL(href string) (mediaType string, body []byte, ok bool) {
	mediaType, data, ok := strings.Cut(strings.TrimPrefix(href, "data:"), ",")
	if !ok {
		return "", nil, false
	}
	mediaType = strings.Trim(mediaType, "\t\n\f\r ")
	body = []byte(weburl.PercentDecode(data))
	if at := base64Mark.FindStringIndex(mediaType); at != nil {
		mediaType = mediaType[:at[0]]
		if body, ok = buffer.DecodeForgiving(string(body)); !ok {
			return "", nil, false
		}
	}
	if strings.HasPrefix(mediaType, ";") {
		mediaType = "text/plain" + mediaType
	}
	return mediaType, body, true
}

// Package scripts holds the integration scripts that ship with rocketscript.
// Each is a file NAME.js in the shape Rocket.Chat takes, with its recorded
// cases in the folder NAME: request bodies, and the golden message of each.
// The folder adapters has scripts that run before others.
package scripts

import (
	"embed"
	"io/fs"
	"strings"
)

// Files are the scripts, and of their cases the one named example.json.
//
//go:embed *.js adapters/*.js */example.json
var Files embed.FS

// Example returns a request body that makes a shipped script post something,
// on one line; false when the script, named as in a configuration, is none of
// the shipped ones.
func Example(script string) (string, bool) {
	text, err := fs.ReadFile(Files, strings.TrimSuffix(script, ".js")+"/example.json")
	return strings.TrimSpace(string(text)), err == nil
}

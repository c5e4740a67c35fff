package engine

import (
	"fmt"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
)

// Stringify returns JSON text as JSON.stringify(JSON.parse(text)) prints it in
// a script: without spaces, integer-like keys first, numbers and escapes in
// JavaScript's form. Request bodies that people write in cases are sent so.
// The error says where text is not JSON.
func Stringify(text []byte) ([]byte, error) {
	realm := jsvalue.NewRealm(goja.New())
	value, err := realm.Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	document, err := realm.Write(value, "JSON", jsvalue.Limits{Bytes: 4*len(text) + 1024, Depth: jsvalue.MaxParseDepth})
	if err != nil {
		return nil, err
	}
	return document.JSON, nil
}

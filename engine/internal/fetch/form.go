package fetch

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"

	"rocketscript/engine/internal/jsvalue"
	"rocketscript/engine/internal/weburl"
)

// An entry is one field of a form; the value of a file is its bytes.
type entry struct {
	name, value           string
	file                  bool
	filename, contentType string
}

func urlencoded(body []byte) []entry {
	list := weburl.ParseForm(strings.TrimPrefix(string(body), "\uFEFF"))
	entries := make([]entry, 0, len(list)/2)
	for i := 0; i+1 < len(list); i += 2 {
		entries = append(entries, entry{name: list[i], value: list[i+1]})
	}
	return entries
}

// multiparted reads the parts of a multipart/form-data body. The error says
// that it is none.
func multiparted(body []byte, boundary string) ([]entry, error) {
	if !bytes.Contains(body, []byte("--"+boundary+"--")) {
		return nil, errors.New("the form does not end")
	}
	var entries []entry
	reader := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := reader.NextRawPart()
		if errors.Is(err, io.EOF) {
			return entries, nil
		}
		if err != nil {
			return nil, err
		}
		e, err := readPart(part)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
}

func readPart(part *multipart.Part) (entry, error) {
	disposition, parameters, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil || disposition != "form-data" {
		return entry{}, errors.New("a part of the form has no name")
	}
	content, err := io.ReadAll(part)
	if err != nil {
		return entry{}, err
	}
	e := entry{name: jsvalue.ValidUTF8(unescapeName.Replace(parameters["name"])), value: string(content)}
	if filename, ok := parameters["filename"]; ok {
		e.file, e.filename = true, jsvalue.ValidUTF8(unescapeName.Replace(filename))
		if e.contentType = part.Header.Get("Content-Type"); e.contentType == "" {
			e.contentType = "text/plain"
		}
		return e, nil
	}
	e.value = jsvalue.ValidUTF8(strings.TrimPrefix(e.value, "\uFEFF"))
	return e, nil
}

// unescapeName undoes what browsers escape in the names of parts.
var unescapeName = strings.NewReplacer("%0A", "\n", "%0D", "\r", "%22", `"`, "%0a", "\n", "%0d", "\r")

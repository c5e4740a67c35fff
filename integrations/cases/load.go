package cases

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Load reads a case from a file; what kind of file it is shows in its name.
// The files of its globals are beside it.
func Load(path string) (*Case, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the request: %w", err)
	}
	c, err := Parse(filepath.Base(path), text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for i, g := range c.Integration.Globals {
		if !strings.Contains(g.Value, "\n") && !filepath.IsAbs(g.Value) {
			c.Integration.Globals[i].Value = filepath.Join(filepath.Dir(path), filepath.FromSlash(g.Value))
		}
	}
	return c, nil
}

// Parse reads a case from the text of a file of that name: .case.yaml,
// .case.yml and .case.json are case files, .http is a whole request, anything
// else a body, sent byte for byte.
func Parse(name string, text []byte) (*Case, error) {
	switch lower := strings.ToLower(name); {
	case strings.HasSuffix(lower, ".case.yaml"), strings.HasSuffix(lower, ".case.yml"):
		return parseYAML(text)
	case strings.HasSuffix(lower, ".case.json"):
		return parseJSON(text)
	case strings.HasSuffix(lower, ".http"):
		return parseHTTP(text)
	}
	c := New()
	c.Body = text
	return c, nil
}

// parseHTTP reads a request as it goes over the wire: request line, headers, an
// empty line, the body. Lines may end in \n alone, the target may be a whole
// URL, and comments (# or //) may stand before the request line.
func parseHTTP(text []byte) (*Case, error) {
	c := New()
	c.Body = nil
	line, rest := nextLine(text)
	for line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "//") {
		if len(rest) == 0 {
			return nil, errors.New("there is no request line such as \"POST /hooks/ID/TOKEN HTTP/1.1\"")
		}
		line, rest = nextLine(rest)
	}
	words := strings.Fields(line)
	if len(words) < 2 || strings.ToUpper(words[0]) != words[0] {
		return nil, fmt.Errorf("%q is no request line such as \"POST /hooks/ID/TOKEN HTTP/1.1\"", line)
	}
	c.Method = words[0]
	_, c.Query, _ = strings.Cut(words[1], "?")
	for len(rest) > 0 {
		if line, rest = nextLine(rest); line == "" {
			break
		}
		if err := c.appendHeader(line); err != nil {
			return nil, err
		}
	}
	c.Body = rest
	return c, nil
}

func nextLine(text []byte) (line string, rest []byte) {
	first, rest, _ := bytes.Cut(text, []byte("\n"))
	return strings.TrimSuffix(string(first), "\r"), rest
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A fileConfig is a configuration file as YAML has it. The scalar sections are
// here to check their keys; their values come through viper (config.go).
type fileConfig struct {
	Include            []string          `yaml:"include"`
	Server             fileServer        `yaml:"server"`
	Admin              fileAdmin         `yaml:"admin"`
	Storage            string            `yaml:"storage"`
	Retention          fileRetention     `yaml:"retention"`
	Delivery           fileDelivery      `yaml:"delivery"`
	Scripts            string            `yaml:"scripts"`
	Globals            []fileGlobal      `yaml:"globals"`
	Engine             fileEngine        `yaml:"engine"`
	HTTP               fileHTTP          `yaml:"http"`
	Message            fileMessage       `yaml:"message"`
	DefaultDestination string            `yaml:"default_destination"`
	Destinations       []fileDestination `yaml:"destinations"`
	Integrations       []fileIntegration `yaml:"integrations"`
}

type fileServer struct {
	Address      string `yaml:"address"`
	PublicURL    string `yaml:"public_url"`
	MaxBody      string `yaml:"max_body"`
	AnswerWithin string `yaml:"answer_within"`
}

type fileAdmin struct {
	Token string `yaml:"token"`
}

type fileDelivery struct {
	GiveUpAfter string `yaml:"give_up_after"`
}

type fileRetention struct {
	Age  string `yaml:"age"`
	Size string `yaml:"size"`
}

type fileEngine struct {
	Isolation string `yaml:"isolation"`
	Workers   int    `yaml:"workers"`
	Memory    string `yaml:"memory"`
	Timeout   string `yaml:"timeout"`
}

type fileHTTP struct {
	Allow []string `yaml:"allow"`
}

type fileGlobal struct {
	Name  string `yaml:"name"`
	Value string `yaml:"value"`
}

type fileMessage struct {
	Repair  bool `yaml:"repair"`
	MaxText int  `yaml:"max_text"`
}

type fileDestination struct {
	Name     string        `yaml:"name"`
	Type     string        `yaml:"type"`
	URL      string        `yaml:"url"`
	CAFile   string        `yaml:"ca_file"`
	Timeout  string        `yaml:"timeout"`
	Pace     string        `yaml:"pace"`
	Accounts []fileAccount `yaml:"accounts"`
	Channels []fileChannel `yaml:"channels"`
	Users    []fileUser    `yaml:"users"`
}

type fileAccount struct {
	Username string `yaml:"username"`
	UserID   string `yaml:"user_id"`
	Token    string `yaml:"token"`
}

type fileChannel struct {
	Name     string   `yaml:"name"`
	Private  bool     `yaml:"private"`
	ReadOnly bool     `yaml:"read_only"`
	Topic    string   `yaml:"topic"`
	Members  []string `yaml:"members"`
}

type fileUser struct {
	Username string `yaml:"username"`
	Name     string `yaml:"name"`
	Avatar   string `yaml:"avatar"`
}

type fileIntegration struct {
	ID            string       `yaml:"id"`
	Token         string       `yaml:"token"`
	Name          string       `yaml:"name"`
	Enabled       *bool        `yaml:"enabled"`
	Channel       channelList  `yaml:"channel"`
	Username      *string      `yaml:"username"`
	Alias         string       `yaml:"alias"`
	Avatar        string       `yaml:"avatar"`
	Emoji         string       `yaml:"emoji"`
	ScriptEnabled *bool        `yaml:"script_enabled"`
	Script        string       `yaml:"script"`
	Adapter       string       `yaml:"adapter"`
	Compat        string       `yaml:"compat"`
	Globals       []fileGlobal `yaml:"globals"`
	Timeout       string       `yaml:"timeout"`
	OnScriptError string       `yaml:"on_script_error"`
	Deduplicate   string       `yaml:"deduplicate"`
	History       string       `yaml:"history"`
	Override      bool         `yaml:"override_destination_channel_enabled"`
	Destination   string       `yaml:"destination"`
}

// A channelList is a list of channels, or one text with commas as
// Rocket.Chat's form takes it.
type channelList []string

// UnmarshalYAML reads either form.
func (l *channelList) UnmarshalYAML(node *yaml.Node) error {
	var list []string
	if node.Kind == yaml.ScalarNode {
		if node.Tag != "!!null" {
			list = strings.Split(node.Value, ",")
		}
	} else if err := node.Decode(&list); err != nil {
		return err
	}
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	*l = list
	return nil
}

// A configDocument is one file of the configuration with its positions.
type configDocument struct {
	file    string
	root    *yaml.Node
	content fileConfig
}

// parseConfigFile reads a file strictly: an unknown key, a key given twice or a
// value of the wrong kind is an error that names its line.
func parseConfigFile(file string, text []byte) (*configDocument, error) {
	d := &configDocument{file: file, root: &yaml.Node{}}
	if err := yaml.Unmarshal(text, d.root); err != nil {
		return nil, yamlFault(file, err)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&d.content); err != nil && !errors.Is(err, io.EOF) {
		return nil, yamlFault(file, err)
	}
	return d, nil
}

var (
	yamlLine    = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)`)
	yamlUnknown = regexp.MustCompile(`^field (\S+) not found in type (\S+)`)
	yamlKind    = regexp.MustCompile("^cannot unmarshal !!(\\S+) (?:`(.*)` )?into (\\S+)")
)

// yamlFault turns the parser's errors into "file:line: what to do".
func yamlFault(file string, err error) error {
	lines := []string{err.Error()}
	if many, ok := errors.AsType[*yaml.TypeError](err); ok {
		lines = many.Errors
	}
	var faults []error
	for _, line := range lines {
		match := yamlLine.FindStringSubmatch(line)
		if match == nil {
			faults = append(faults, fmt.Errorf("%s: %s", file, line))
			continue
		}
		faults = append(faults, fmt.Errorf("%s:%s: %s", file, match[1], explainYAML(match[2])))
	}
	return errors.Join(faults...)
}

func explainYAML(problem string) string {
	if match := yamlUnknown.FindStringSubmatch(problem); match != nil {
		return unknownKey(match[1], match[2])
	}
	if match := yamlKind.FindStringSubmatch(problem); match != nil {
		return fmt.Sprintf("here has to be %s, not %s", kindInWords(match[3]), strings.TrimSpace(kindInWords(match[1])+" "+match[2]))
	}
	if strings.Contains(problem, "did not find expected") || strings.Contains(problem, "could not find expected") {
		return problem + ` (is a text with # or : missing its quotes, such as "#alerts"?)`
	}
	return problem
}

// kindInWords says what a YAML tag or Go type stands for.
func kindInWords(kind string) string {
	switch {
	case kind == "bool":
		return "true or false"
	case kind == "int" || kind == "float":
		return "a number"
	case kind == "str" || kind == "string":
		return "a text"
	case kind == "seq" || strings.HasPrefix(kind, "[]"):
		return "a list"
	default:
		return "a map of keys"
	}
}

// unknownKey names the keys that would be known in that place.
func unknownKey(key, goType string) string {
	known := knownKeys(goType)
	if near := nearest(key, known); near != "" {
		return fmt.Sprintf("unknown key %q; did you mean %q?", key, near)
	}
	return fmt.Sprintf("unknown key %q; known here: %s", key, strings.Join(known, ", "))
}

// include reads the files that the document includes, in order of name.
func (d *configDocument) include(dir string) ([]*configDocument, error) {
	var documents []*configDocument
	for i, pattern := range d.content.Include {
		where := d.position("include", i)
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, fmt.Errorf("%s: include: %q is not a pattern such as integrations.d/*.yaml: %w", where, pattern, err)
		}
		if len(files) == 0 && !strings.ContainsAny(pattern, "*?[") {
			return nil, fmt.Errorf("%s: include: there is no file %s", where, filepath.Join(dir, pattern))
		}
		slices.Sort(files)
		for _, file := range files {
			document, err := readIncluded(file)
			if err != nil {
				return nil, err
			}
			documents = append(documents, document)
		}
	}
	return documents, nil
}

// readIncluded reads a file that may define destinations and integrations only.
func readIncluded(file string) (*configDocument, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read an included file: %w", err)
	}
	document, err := parseConfigFile(file, text)
	if err != nil {
		return nil, err
	}
	for _, key := range document.topKeys() {
		if key.Value != "integrations" && key.Value != "destinations" {
			return nil, fmt.Errorf("%s:%d: an included file may have integrations and destinations, but not %q", file, key.Line, key.Value)
		}
	}
	return document, nil
}

// includeDirs are the folders in which an included file may appear.
func (d *configDocument) includeDirs(dir string) []string {
	var dirs []string
	for _, pattern := range d.content.Include {
		dirs = append(dirs, filepath.Join(dir, pattern))
	}
	return dirs
}

func (d *configDocument) topKeys() []*yaml.Node {
	if len(d.root.Content) == 0 || d.root.Content[0].Kind != yaml.MappingNode {
		return nil
	}
	var keys []*yaml.Node
	for i := 0; i < len(d.root.Content[0].Content); i += 2 {
		keys = append(keys, d.root.Content[0].Content[i])
	}
	return keys
}

// position returns "file:line" of the deepest node on the path that exists.
// Parts are keys (string) and places in lists (int).
func (d *configDocument) position(path ...any) string {
	if len(d.root.Content) == 0 {
		return d.file
	}
	node, line := d.root.Content[0], 0
	for _, part := range path {
		next, at := childNode(node, part)
		if next == nil {
			break
		}
		node, line = next, at
	}
	if line == 0 {
		return d.file
	}
	return d.file + ":" + strconv.Itoa(line)
}

func childNode(node *yaml.Node, part any) (*yaml.Node, int) {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	switch part := part.(type) {
	case int:
		if node.Kind == yaml.SequenceNode && part >= 0 && part < len(node.Content) {
			return node.Content[part], node.Content[part].Line
		}
	case string:
		if node.Kind != yaml.MappingNode {
			return nil, 0
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == part {
				return node.Content[i+1], node.Content[i].Line
			}
		}
	}
	return nil, 0
}

func anyPath(keys []string) []any {
	path := make([]any, len(keys))
	for i, key := range keys {
		path[i] = key
	}
	return path
}

package integrations

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rocketscript/engine"
)

// A FieldError is one fault of a definition, at one field.
type FieldError struct {
	// Field is the key of the configuration, such as "channel"; Index is the
	// entry of a list field, -1 when the field itself is meant.
	Field string
	Index int
	// Code is Rocket.Chat's identifier of the fault where it has one
	// (reference §7.2), such as "error-invalid-channel"; else empty.
	Code string
	// Problem says for people what is wrong and what to do.
	Problem string
}

// Error returns "field: problem [code]".
func (e *FieldError) Error() string {
	if e.Code == "" {
		return e.Field + ": " + e.Problem
	}
	return fmt.Sprintf("%s: %s [%s]", e.Field, e.Problem, e.Code)
}

// validID keeps ids readable in a URL and in a log.
var validID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.~-]{0,99}$`)

// reservedIDs are the words that follow /hooks/ with another meaning.
var reservedIDs = []string{"sample", "info", "add", "remove"}

// Validate checks a definition on its own by Rocket.Chat's rules (reference
// §7.2) and returns every fault it finds, in the order of the fields.
func (i *Integration) Validate() []*FieldError {
	var faults []*FieldError
	add := func(field string, index int, code, problem string, args ...any) {
		faults = append(faults, &FieldError{field, index, code, fmt.Sprintf(problem, args...)})
	}
	switch {
	case i.ID == "":
		add("id", -1, "", "an integration needs an id, the first part of its webhook URL")
	case !validID.MatchString(i.ID):
		add("id", -1, "", "%q cannot stand in a URL; use letters, digits, - _ . ~ (at most 100)", i.ID)
	default:
		for _, word := range reservedIDs {
			if i.ID == word {
				add("id", -1, "", "%q has a meaning of its own after /hooks/; choose another id", i.ID)
			}
		}
	}
	if i.Token != "" && strings.TrimSpace(i.Token) == "" {
		add("token", -1, "", "a token of spaces only cannot be kept apart from none; leave it empty to have one made")
	}
	i.validateChannels(add)
	switch i.Compat {
	case "", engine.CompatSloppy, engine.CompatStrict:
	default:
		add("compat", -1, "", "%q is neither %s (Rocket.Chat up to 8) nor %s (Rocket.Chat 9)", i.Compat, engine.CompatSloppy, engine.CompatStrict)
	}
	switch i.OnScriptError {
	case "", OnScriptErrorReject, OnScriptErrorFallback:
	default:
		add("on_script_error", -1, "", "%q is neither %s (the sender gets 400) nor %s (a card made of the payload is posted)",
			i.OnScriptError, OnScriptErrorReject, OnScriptErrorFallback)
	}
	if _, err := idPlaces(i.Deduplicate); err != nil {
		add("deduplicate", -1, "", "%v", err)
	}
	switch i.History {
	case "", HistoryFull, HistoryFailures, HistoryNone:
	default:
		add("history", -1, "", "%q is neither %s, nor %s, nor %s", i.History, HistoryFull, HistoryFailures, HistoryNone)
	}
	faults = append(faults, ValidateGlobals(i.Globals)...)
	if i.Adapter != "" && !i.ScriptEnabled {
		add("adapter", -1, "", "an adapter prepares the content for a script, and this integration runs none")
	}
	if strings.TrimSpace(i.Username) == "" {
		add("username", -1, "error-invalid-username", "Invalid username: name the user who posts, such as rocket.cat")
	}
	if i.ScriptEnabled && strings.TrimSpace(i.Script) == "" {
		add("script", -1, "", "script_enabled is true but there is no script; name a file or write the script here")
	}
	return faults
}

// validGlobal is a name that a script can write.
var validGlobal = regexp.MustCompile(`^[\p{L}_$][\p{L}\p{N}_$]*$`)

// takenGlobals are names that a script cannot find as a global.
var takenGlobals = []string{"Script", "this", "true", "false", "null", "undefined", "globalThis", "class", "function", "new", "typeof", "var", "let", "const"}

// ValidateGlobals checks a list of globals and returns every fault it finds.
func ValidateGlobals(list []Global) []*FieldError {
	var faults []*FieldError
	seen := map[string]bool{}
	add := func(index int, problem string, args ...any) {
		faults = append(faults, &FieldError{"globals", index, "", fmt.Sprintf(problem, args...)})
	}
	for i, g := range list {
		switch {
		case !validGlobal.MatchString(g.Name) || slices.Contains(takenGlobals, g.Name):
			add(i, "%q is no name that a script can find a library by, such as moment", g.Name)
		case seen[g.Name]:
			add(i, "%s is listed twice", g.Name)
		case strings.TrimSpace(g.Value) == "":
			add(i, "%s needs a value: a file such as ./moment.js", g.Name)
		}
		seen[g.Name] = true
	}
	return faults
}

func (i *Integration) validateChannels(add func(field string, index int, code, problem string, args ...any)) {
	if len(i.Channel) == 0 {
		add("channel", -1, "error-invalid-channel", `Invalid channel: name at least one, such as "#alerts" or "@john"`)
	}
	seen := map[string]bool{}
	for n, channel := range i.Channel {
		switch name := strings.TrimSpace(channel); {
		case name == "":
			add("channel", n, "error-invalid-channel", "Invalid channel: it is empty")
		case name[0] != '#' && name[0] != '@':
			add("channel", n, "error-invalid-channel-start-with-chars", `Invalid channel. Start with @ or #: %q; in YAML write it in quotes, "#%s"`, name, name)
		case len(name) == 1:
			add("channel", n, "error-invalid-channel", "Invalid channel: %q names nothing", name)
		case seen[name]:
			add("channel", n, "error-invalid-channel", "Invalid channel: %q is listed twice", name)
		default:
			seen[name] = true
		}
	}
}

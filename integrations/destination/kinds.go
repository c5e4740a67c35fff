package destination

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"rocketscript/integrations"
)

// A Config is one entry of `destinations:` in the configuration. Which keys
// mean something depends on Type; a key that Type does not take is an error.
type Config struct {
	// Name is what integrations call it, in `destination:`.
	Name string `yaml:"name"`
	// Type is one of [Types].
	Type string `yaml:"type"`
	// URL is the address of the server, which may have a path, or of the
	// webhook.
	URL Address `yaml:"url"`
	// Accounts are who can post, one for each post-as user.
	Accounts []Account `yaml:"accounts"`
	// CAFile is a file of PEM certificates trusted besides the system's.
	CAFile string `yaml:"ca_file"`
	// Timeout bounds one attempt to post; zero means [DefaultTimeout].
	Timeout time.Duration `yaml:"timeout"`
	// Pace is how many messages it may get in a time; the dispatcher keeps it.
	Pace integrations.Pace `yaml:"pace"`
}

// An Address is a URL in a configuration. That of a webhook is a secret, so
// printed, logged or encoded it shows no more than scheme and host.
type Address string

// String is scheme and host.
func (a Address) String() string {
	u, err := url.Parse(string(a))
	if a == "" || err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// Format prints what String returns, with every verb.
func (a Address) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, a.String()) }

// MarshalText is what String returns.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// Deps are what destinations need from the program.
type Deps struct {
	// Users are the users of the embedded workspace. Needed by type workspace.
	Users Users
	// Out is where type stdout prints. Needed by it.
	Out io.Writer
	// Version is told to servers in User-Agent; empty leaves it out.
	Version string
}

// A FieldError says what is wrong with one key of a [Config].
type FieldError struct {
	// Field is the path below the entry, such as "accounts[1].token".
	Field string
	// Problem says what is wrong and what to do.
	Problem string
}

// Error returns the field and the problem.
func (e *FieldError) Error() string { return e.Field + ": " + e.Problem }

// FieldErrors returns the field errors in err, in the order they were found,
// so that a loader can tell the line of each. It returns nil when err has none.
func FieldErrors(err error) []*FieldError {
	switch e := err.(type) { //nolint:errorlint // the tree is walked by hand
	case *FieldError:
		return []*FieldError{e}
	case interface{ Unwrap() []error }:
		var all []*FieldError
		for _, sub := range e.Unwrap() {
			all = append(all, FieldErrors(sub)...)
		}
		return all
	case interface{ Unwrap() error }:
		return FieldErrors(e.Unwrap())
	}
	return nil
}

// A kind is one type of destination.
type kind struct {
	name string
	// keys are the configuration keys it takes besides name and type.
	keys []string
	make func(Config, Deps) (integrations.Destination, error)
}

// kinds is the record of all types; everything else derives from it.
func kinds() []kind {
	return []kind{
		{"workspace", nil, func(_ Config, d Deps) (integrations.Destination, error) {
			return NewWorkspace(d.Users), nil
		}},
		{"rocketchat", []string{"url", "accounts", "ca_file", "timeout", "pace"}, func(c Config, d Deps) (integrations.Destination, error) {
			return asDestination(NewRocketChat(RocketChatOptions{
				Name: c.Name, URL: string(c.URL), Accounts: c.Accounts, CAFile: c.CAFile, Timeout: c.Timeout, Version: d.Version,
			}))
		}},
		{"slack", []string{"url", "ca_file", "timeout", "pace"}, func(c Config, d Deps) (integrations.Destination, error) {
			return asDestination(NewSlack(SlackOptions{
				Name: c.Name, URL: string(c.URL), CAFile: c.CAFile, Timeout: c.Timeout, Version: d.Version,
			}))
		}},
		{"stdout", []string{"pace"}, func(c Config, d Deps) (integrations.Destination, error) {
			return NewStdout(StdoutOptions{Name: c.Name, Out: d.Out, JSON: !isTerminal(d.Out)}), nil
		}},
	}
}

// asDestination keeps a nil of a type from becoming an interface that is not nil.
func asDestination[D integrations.Destination](d D, err error) (integrations.Destination, error) {
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Types returns the values that [Config.Type] can have.
func Types() []string {
	var names []string
	for _, k := range kinds() {
		names = append(names, k.name)
	}
	return names
}

// New makes the destination that a Config describes: an
// [integrations.Workspace] or an [integrations.Poster]. It speaks to nobody.
// Its error is made of [FieldError], one for each thing that is wrong.
func New(c Config, d Deps) (integrations.Destination, error) {
	var problems []error
	if strings.TrimSpace(c.Name) == "" {
		problems = append(problems, &FieldError{"name", "is missing; integrations name their destination by it"})
	}
	i := slices.IndexFunc(kinds(), func(k kind) bool { return k.name == c.Type })
	if i < 0 {
		problems = append(problems, typeProblem(c.Type))
		return nil, errors.Join(problems...)
	}
	k := kinds()[i]
	for _, key := range c.keysSet() {
		if !slices.Contains(k.keys, key) {
			problems = append(problems, &FieldError{key, fmt.Sprintf("a destination of type %s has no such key", k.name)})
		}
	}
	made, err := k.make(c, d)
	if err := errors.Join(append(problems, err)...); err != nil {
		return nil, err
	}
	return made, nil
}

func typeProblem(given string) *FieldError {
	known := strings.Join(Types(), ", ")
	if given == "" {
		return &FieldError{"type", "is missing; it is one of " + known}
	}
	return &FieldError{"type", fmt.Sprintf("%q is not one of %s", given, known)}
}

// keysSet returns the keys of c, besides name and type, that have a value.
func (c Config) keysSet() []string {
	var keys []string
	for _, k := range []struct {
		name string
		set  bool
	}{
		{"url", c.URL != ""},
		{"accounts", len(c.Accounts) > 0},
		{"ca_file", c.CAFile != ""},
		{"timeout", c.Timeout != 0},
		{"pace", c.Pace != integrations.Pace{}},
	} {
		if k.set {
			keys = append(keys, k.name)
		}
	}
	return keys
}

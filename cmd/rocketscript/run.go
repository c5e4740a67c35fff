package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/cases"
	"rocketscript/integrations/message"
	"rocketscript/integrations/outbound"
)

type runFlags struct {
	json    bool
	exact   bool
	live    bool
	now     string
	globals []string
	headers []string
	queries []string
}

func runCommand(std streams) *cobra.Command {
	var flags runFlags
	cmd := &cobra.Command{
		Use:   "run SCRIPT [REQUEST]",
		Short: "Run a script once, dry, and show the message",
		Long: `Run a script once with a request and show the message as the channel would.
Nothing is posted, and no configuration or server is needed.

REQUEST is a body (.json, or - for standard input), a whole request (.http) or
a case (.case.yaml, .case.json). Without it the body is empty.

Exit code 1: the script failed or returned nothing that could be posted.`,
		Example: `  rocketscript run my_script.js event.json
  rocketscript run my_script.js - --header 'X-Event: push' < event.json
  rocketscript run my_script.js failing.case.yaml --json`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runOnce(cmd.Context(), args, flags, std)
		},
	}
	cmd.Flags().BoolVar(&flags.json, "json", false, "print everything as one JSON object")
	cmd.Flags().BoolVar(&flags.exact, "exact", false, "do not repair the message: refuse what Rocket.Chat refuses")
	cmd.Flags().BoolVar(&flags.live, "live", false, "make the HTTP calls of the script that the case does not answer")
	cmd.Flags().StringVar(&flags.now, "now", "", "the `TIME` every clock reads, such as 2026-03-14T08:02:11Z")
	cmd.Flags().StringArrayVar(&flags.globals, "global", nil, "give the script a library or JSON file as a global, as `NAME=FILE` (repeatable)")
	cmd.Flags().StringArrayVar(&flags.headers, "header", nil, "set a request `HEADER`, such as 'X-Event: push' (repeatable)")
	cmd.Flags().StringArrayVar(&flags.queries, "query", nil, "add to the `QUERY` string, such as a=1 (repeatable)")
	return cmd
}

func runOnce(ctx context.Context, args []string, flags runFlags, std streams) error {
	script, err := readScript(args[0])
	if err != nil {
		return wrongUse(err)
	}
	c, err := readRequest(args[1:], std.in)
	if err == nil {
		err = flags.applyTo(c)
	}
	folder := scriptFolder{dir: "."}
	if err == nil && c.Integration.Adapter != "" {
		_, script.Adapter, err = folder.ReadAdapter(c.Integration.Adapter)
	}
	if err == nil {
		script.Globals, err = integrations.ReadGlobals(folder, c.Integration.Globals)
	}
	if err != nil {
		return wrongUse(err)
	}
	if err := setZone(c.Zone); err != nil {
		return wrongUse(err)
	}
	doer, closeDoer, err := flags.doer()
	if err != nil {
		return wrongUse(err)
	}
	defer closeDoer()
	host := engine.NewHost(engine.Options{HTTP: c.HTTP(doer)})
	defer host.Close()
	report, err := c.Run(ctx, host, script, message.Options{Exact: flags.exact})
	if err != nil {
		return outside(err)
	}
	if flags.json {
		_, err = std.out.Write(report.JSON())
	} else {
		err = preview(std, script, report)
	}
	if err != nil {
		return outside(err)
	}
	if report.Failed() {
		return &exitError{code: exitScript}
	}
	return nil
}

// doer makes the HTTP calls that a case does not answer; nil refuses them. The
// person at the terminal is whose network it is: nothing of it is closed.
func (f runFlags) doer() (doer engine.HTTPDoer, closeDoer func(), err error) {
	if !f.live {
		return nil, func() {}, nil
	}
	live, err := outbound.New(outbound.Options{Allow: []string{"0.0.0.0/0", "::/0"}})
	if err != nil {
		return nil, nil, err
	}
	return live, live.Close, nil
}

// readScript reads a script by its path.
func readScript(path string) (cases.Script, error) {
	folder := scriptFolder{dir: "."}
	_, source, err := folder.ReadScript(path)
	return cases.Script{Name: filepath.Base(path), Source: source}, err
}

// readRequest reads the request a command was given: a file, - for a body on
// standard input, or nothing for an empty body.
func readRequest(args []string, in io.Reader) (*cases.Case, error) {
	switch {
	case len(args) == 0:
		return cases.New(), nil
	case args[0] != "-":
		return cases.Load(args[0])
	}
	body, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("read standard input: %w", err)
	}
	c := cases.New()
	c.Body = body
	return c, nil
}

func (f runFlags) applyTo(c *cases.Case) error {
	for _, header := range f.headers {
		if err := c.SetHeader(header); err != nil {
			return fmt.Errorf("--header: %w", err)
		}
	}
	for _, query := range f.queries {
		c.AddQuery(query)
	}
	if err := f.addGlobals(c); err != nil {
		return fmt.Errorf("--global: %w", err)
	}
	if f.now != "" {
		now, err := cases.ParseNow(f.now)
		if err != nil {
			return fmt.Errorf("--now: %w", err)
		}
		c.Now = now
	}
	return nil
}

// addGlobals adds to the globals of the case, or replaces those of a name.
func (f runFlags) addGlobals(c *cases.Case) error {
	var own []integrations.Global
	for _, given := range f.globals {
		name, file, found := strings.Cut(given, "=")
		if !found {
			return fmt.Errorf("%q is not NAME=FILE, such as moment=./moment.js", given)
		}
		own = append(own, integrations.Global{Name: name, Value: file})
	}
	if faults := integrations.ValidateGlobals(own); len(faults) > 0 {
		return faults[0]
	}
	c.Integration.Globals = withGlobals(own, c.Integration.Globals)
	return nil
}

// setZone puts the time zone of a case in force. goja reads the process's local
// zone, so this is for commands that run one case and end.
func setZone(name string) error {
	if name == "" {
		name = "UTC"
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return fmt.Errorf("time zone %s: %w", name, err)
	}
	time.Local = zone
	return nil
}

// excerpt shows the line of a script where an exception came from.
func excerpt(source string, exception *engine.Exception) string {
	lines := strings.Split(source, "\n")
	if exception.Line < 1 || exception.Line > len(lines) {
		return ""
	}
	line := strings.TrimRight(strings.ReplaceAll(lines[exception.Line-1], "\t", " "), "\r")
	number := fmt.Sprintf("%d | ", exception.Line)
	text := number + line + "\n"
	if exception.Column > 0 && exception.Column <= len(line)+1 {
		text += strings.Repeat(" ", len(number)+exception.Column-1) + "^\n"
	}
	return text
}

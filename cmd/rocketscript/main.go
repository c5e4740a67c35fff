// Command rocketscript hosts Rocket.Chat incoming integrations outside
// Rocket.Chat: webhook URLs in, scripts in a sandbox, messages out.
//
// There is one file for each command. serve.go wires the parts together,
// config.go is the only file that knows viper, hosting.go keeps the hosted
// integrations up to date.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"rocketscript/engine/worker"
)

// Exit codes, for scripts that call rocketscript.
const (
	exitFine = iota
	// exitScript: the script or a case failed.
	exitScript
	// exitUsage: wrong use or a bad configuration.
	exitUsage
	// exitOutside: something outside failed, such as a port that is taken.
	exitOutside
)

func main() {
	worker.Main() // this process may be one
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the handler is gone: a second one exits at once.
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// streams are the standard streams of the process.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// An exitError ends the process with its code. A nil err prints nothing.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// wrongUse marks an error as the caller's, outside as that of something else.
func wrongUse(err error) error { return &exitError{exitUsage, err} }
func outside(err error) error  { return &exitError{exitOutside, err} }

// run runs one command line and returns the exit code.
func run(ctx context.Context, args []string, std streams) int {
	root := rootCommand(std)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitFine
	}
	code := exitUsage
	if exit, ok := errors.AsType[*exitError](err); ok {
		code = exit.code
	}
	if text := err.Error(); text != "" {
		fmt.Fprintf(std.err, "rocketscript: %s\n", text)
	}
	return code
}

func rootCommand(std streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "rocketscript",
		Short: "Host Rocket.Chat incoming integrations outside Rocket.Chat",
		Long: `rocketscript runs the scripts of Rocket.Chat incoming integrations, unchanged:
it serves their webhook URLs and posts what they return to a channel, on its
own chat page or on a Rocket.Chat server.`,
		Example: `  rocketscript serve
  rocketscript run scripts/rocketchat_pagerduty_incoming.js event.json
  rocketscript send pagerduty event.json`,
		SilenceUsage:  true,
		SilenceErrors: true,
		// Completion for shells comes with cobra; it is not one of the commands
		// people look for.
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
	}
	root.SetIn(std.in)
	root.SetOut(std.out)
	root.SetErr(std.err)
	root.PersistentFlags().String("config", "", "configuration `FILE` (default config.yaml, else the built-in one)")
	root.AddCommand(serveCommand(std), runCommand(std), sendCommand(std), listCommand(std), historyCommand(std), replayCommand(std),
		backupCommand(std), migrateCommand(std), versionCommand(std))
	return root
}

func configFlag(cmd *cobra.Command) string {
	path, _ := cmd.Flags().GetString("config")
	return path
}

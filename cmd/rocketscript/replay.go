package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

func replayCommand(std streams) *cobra.Command {
	var filter historyFilter
	var script string
	var post, quiet bool
	var count int
	cmd := &cobra.Command{
		Use:   "replay [EXECUTION…]",
		Short: "Run requests of the history again, and show how the messages differ",
		Long: `Run requests of the history again: those named, or those that a filter finds,
the oldest first. Each runs in an instance of its own, at the time it came and
with the answers its script's HTTP calls had, and what changes in the messages
is shown. Nothing is posted, unless --post says so.

Exit code 1: a message differs, or a script failed.`,
		Example: `  rocketscript replay 0199f5a2-…
  rocketscript replay --integration pagerduty --since 24h --script edited.js
  rocketscript replay --integration pagerduty --failed --post`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 && !filter.isSet() {
				return wrongUse(errors.New("name the executions to replay, or give a filter such as --integration pagerduty --since 1h"))
			}
			if len(args) > 0 && filter.isSet() {
				return wrongUse(errors.New("name the executions to replay or give a filter, not both"))
			}
			c, err := newClient(cmd)
			if err != nil {
				return err
			}
			again := &replayer{client: c, std: std, post: post, quiet: quiet}
			if again.script, again.scriptName, err = readReplayScript(script); err != nil {
				return wrongUse(err)
			}
			ids := args
			if len(args) == 0 {
				if ids, err = c.oldestFirst(cmd.Context(), filter, count); err != nil {
					return err
				}
			}
			return again.all(cmd.Context(), ids)
		},
	}
	addClientFlags(cmd)
	filter.addFlags(cmd.Flags())
	cmd.Flags().IntVarP(&count, "count", "n", 0, "replay at most so many, the newest that the filter finds; 0 is all")
	cmd.Flags().StringVar(&script, "script", "", "run this `FILE` instead of the integration's script")
	cmd.Flags().BoolVar(&post, "post", false, "post the messages, and keep what comes of it in the history")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "show no differences, only what failed and the count at the end")
	return cmd
}

func readReplayScript(path string) (source, name string, err error) {
	if path == "" {
		return "", "", nil
	}
	script, err := readScript(path)
	if err == nil && script.Source == "" {
		err = fmt.Errorf("%s is empty", path)
	}
	return script.Source, filepath.Base(path), err
}

// oldestFirst are the ids of the executions that a filter finds.
func (c *client) oldestFirst(ctx context.Context, filter historyFilter, count int) ([]string, error) {
	var ids []string
	err := c.executions(ctx, filter, count, func(x listedExecution) error {
		ids = append([]string{x.ID}, ids...)
		return nil
	})
	return ids, err
}

// A replayer replays executions one after another.
type replayer struct {
	client             *client
	std                streams
	script, scriptName string
	post, quiet        bool

	same, different, failed int
}

// A replayAnswer is what the server says of a replay.
type replayAnswer struct {
	Execution  shownExecution `json:"execution"`
	Difference string         `json:"difference"`
}

func (r *replayer) all(ctx context.Context, ids []string) error {
	bar := &progress{out: r.std.err, all: len(ids)}
	for i, id := range ids {
		answer, err := r.replay(ctx, id)
		if err != nil {
			bar.clear()
			return fmt.Errorf("%s: %w", id, err)
		}
		text := r.told(id, answer)
		if text != "" {
			bar.clear()
		}
		if _, err := io.WriteString(r.std.out, text); err != nil {
			return err
		}
		bar.show(i + 1)
	}
	bar.clear()
	what := "would post the same"
	if r.post {
		what = "posted the same"
	}
	fmt.Fprintf(r.std.out, "%d replayed: %d %s, %d differ, %d failed\n", len(ids), r.same, what, r.different, r.failed)
	if r.different+r.failed > 0 {
		return &exitError{code: exitScript}
	}
	return nil
}

func (r *replayer) replay(ctx context.Context, id string) (answer replayAnswer, err error) {
	err = r.client.post(ctx, "/api/v1/rocketscript.executions.replay", map[string]any{
		"executionId": id, "script": r.script, "scriptName": r.scriptName, "post": r.post,
	}, &answer)
	return answer, err
}

// told counts a replay, and says what there is to say of it.
func (r *replayer) told(id string, a replayAnswer) string {
	switch x := a.Execution; {
	case x.Exception != nil:
		r.failed++
		return fmt.Sprintf("%s failed: %s\n", id, visible(x.Exception.Error()))
	case x.Failed():
		r.failed++
		return fmt.Sprintf("%s failed: %s\n", id, x.Outcome)
	case a.Difference == "":
		r.same++
		return ""
	}
	r.different++
	if r.quiet {
		return ""
	}
	return id + " differs\n" + r.colored(a.Difference) + "\n"
}

// colored paints a difference on a terminal.
func (r *replayer) colored(difference string) string {
	p := &painter{color: useColor(r.std.out)}
	for line := range strings.Lines(difference) {
		line = visible(strings.TrimSuffix(line, "\n"))
		switch {
		case strings.HasPrefix(line, "+"):
			line = p.paint(green, line)
		case strings.HasPrefix(line, "-"):
			line = p.paint(red, line)
		}
		p.line("%s", line)
	}
	return p.text.String()
}

// post sends JSON to the API and reads its answer.
func (c *client) post(ctx context.Context, path string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := c.request(ctx, http.MethodPost, path, text)
	if err != nil {
		return err
	}
	return c.read(request, into)
}

package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/cases"
)

func sendCommand(std streams) *cobra.Command {
	var flags runFlags
	var once bool
	cmd := &cobra.Command{
		Use:   "send INTEGRATION REQUEST",
		Short: "Send a request to an integration of a running server",
		Long: `Send a request to the webhook of an integration of a running server, as its
sender would, and print the answer.

REQUEST is as for "rocketscript run": a body, - for standard input, a whole
request (.http) or a case, of which the request is sent.

The server takes the request although it may have had this delivery of the
sender before; with --once it does not post that again.

Exit code 1: the answer is not 2xx.`,
		Example: `  rocketscript send pagerduty scripts/rocketchat_pagerduty_incoming/v3-incident.triggered.json`,
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			request, err := readRequest(args[1:], std.in)
			if err == nil && !once {
				request.Headers = append(request.Headers, engine.Header{Name: integrations.ForceHeader, Value: "true"})
			}
			if err == nil {
				err = flags.applyTo(request)
			}
			if err != nil {
				return wrongUse(err)
			}
			c, err := newClient(cmd)
			if err != nil {
				return err
			}
			return send(cmd.Context(), c, args[0], request, std)
		},
	}
	addClientFlags(cmd)
	cmd.Flags().BoolVar(&once, "once", false, "do not post a delivery again that the server has had before (see deduplicate)")
	cmd.Flags().StringArrayVar(&flags.headers, "header", nil, "set a request `HEADER`, such as 'X-Event: push' (repeatable)")
	cmd.Flags().StringArrayVar(&flags.queries, "query", nil, "add to the `QUERY` string, such as a=1 (repeatable)")
	return cmd
}

func send(ctx context.Context, c *client, id string, sent *cases.Case, std streams) error {
	hook, err := c.hook(ctx, id)
	if err != nil {
		return err
	}
	if sent.Query != "" {
		hook += "?" + sent.Query
	}
	request, err := http.NewRequestWithContext(ctx, sent.Method, hook, bytes.NewReader(sent.Body))
	if err != nil {
		return wrongUse(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for i, h := range sent.Headers {
		if i == 0 || !strings.EqualFold(h.Name, sent.Headers[i-1].Name) {
			request.Header.Del(h.Name)
		}
		request.Header.Add(h.Name, h.Value)
	}
	status, body, err := c.do(request)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%d %s\n", status, bytes.TrimSpace(body))
	if status/100 != 2 {
		return &exitError{code: exitScript}
	}
	return nil
}

// hook returns the URL of an integration's webhook on this server.
func (c *client) hook(ctx context.Context, id string) (string, error) {
	list, err := c.integrations(ctx)
	if err != nil {
		return "", err
	}
	var ids []string
	for _, i := range list {
		if i.ID == id {
			return c.base + i.hookPath(), nil
		}
		ids = append(ids, i.ID)
	}
	return "", wrongUse(fmt.Errorf("the server hosts no integration %q; it hosts %s", id, strings.Join(ids, ", ")))
}

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A historyFilter is what the flags of a list of executions say.
type historyFilter struct {
	integration, outcome, delivery, text, since, until string
	failed                                             bool
}

func (f *historyFilter) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&f.integration, "integration", "", "only those of this integration `ID`")
	flags.StringVar(&f.outcome, "outcome", "", "only those with this `OUTCOME`, such as script-error")
	flags.BoolVar(&f.failed, "failed", false, "only those that went wrong in any way, or are not posted yet")
	flags.StringVar(&f.delivery, "delivery", "", "only those with this `ID` of the sender's, such as the value of X-GitHub-Delivery")
	flags.StringVar(&f.text, "text", "", "only those with this `TEXT` in request, result, console, error or message")
	flags.StringVar(&f.since, "since", "", "only those since this `TIME`, or so long ago (90m)")
	flags.StringVar(&f.until, "until", "", "only those before this `TIME`, or so long ago")
}

// query is the filter as the API takes it.
func (f historyFilter) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		"integration": f.integration, "outcome": f.outcome, "delivery": f.delivery, "text": f.text, "since": f.since, "until": f.until,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.failed {
		q.Set("failed", "true")
	}
	return q
}

// isSet tells whether the filter leaves anything out.
func (f historyFilter) isSet() bool { return f != historyFilter{} }

func historyCommand(std streams) *cobra.Command {
	var filter historyFilter
	var count int
	var follow, asJSON bool
	cmd := &cobra.Command{
		Use:   "history",
		Short: "Show the requests that came in, and what became of them",
		Long: `Show the requests that came to a running server, newest first, and what became
of them. "history show" tells everything about one, "history export" makes a
case for "run" of it, "replay" runs it again.`,
		Example: `  rocketscript history --integration pagerduty --failed
  rocketscript history --follow
  rocketscript history --text "disk full" --since 48h`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := newClient(cmd)
			if err != nil {
				return err
			}
			out := &historyPrinter{out: std.out, asJSON: asJSON}
			if follow {
				return c.follow(cmd.Context(), filter, out.line)
			}
			if err := c.executions(cmd.Context(), filter, count, out.line); err != nil {
				return err
			}
			return out.end()
		},
	}
	addClientFlags(cmd)
	filter.addFlags(cmd.Flags())
	cmd.Flags().IntVarP(&count, "count", "n", 20, "show at most so many; 0 shows all")
	cmd.Flags().BoolVarP(&follow, "follow", "f", false, "show what comes in from now on, until Ctrl-C")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON object a line")
	cmd.AddCommand(historyShowCommand(std), historyExportCommand(std), historyWaitingCommand(std),
		historyDeadCommand(std), historyRedriveCommand(std), historyDropCommand(std))
	return cmd
}

// A listedExecution is one line of the history.
type listedExecution struct {
	ID          string    `json:"_id"`
	Integration string    `json:"integration"`
	ReceivedAt  time.Time `json:"received_at"`
	Outcome     string    `json:"outcome"`
	DurationMS  float64   `json:"duration_ms"`
	Status      int       `json:"status"`
	DeliveryID  string    `json:"delivery_id"`
	ReplayOf    string    `json:"replay_of"`
	Exception   string    `json:"exception"`
	Posted      int       `json:"posted"`
	Waiting     int       `json:"waiting"`
	Dead        int       `json:"dead"`
	// raw is what the server said, for --json.
	raw json.RawMessage
}

func readListed(raw json.RawMessage) (x listedExecution, err error) {
	x.raw = raw
	return x, json.Unmarshal(raw, &x)
}

// executions calls each with up to count executions, newest first; 0 is all.
func (c *client) executions(ctx context.Context, filter historyFilter, count int, each func(listedExecution) error) error {
	query := filter.query()
	for left := count; ; {
		page := 500
		if count > 0 {
			page = min(page, left)
		}
		query.Set("count", strconv.Itoa(page))
		var answer struct {
			Executions []json.RawMessage `json:"executions"`
			Next       int64             `json:"next"`
		}
		if err := c.get(ctx, "/api/v1/rocketscript.executions.list?"+query.Encode(), &answer); err != nil {
			return err
		}
		for _, raw := range answer.Executions {
			x, err := readListed(raw)
			if err == nil {
				err = each(x)
			}
			if err != nil {
				return err
			}
		}
		left -= len(answer.Executions)
		if answer.Next == 0 || (count > 0 && left <= 0) {
			return nil
		}
		query.Set("before", strconv.FormatInt(answer.Next, 10))
	}
}

// follow calls each with executions as they come, until ctx ends.
func (c *client) follow(ctx context.Context, filter historyFilter, each func(listedExecution) error) error {
	request, err := c.request(ctx, http.MethodGet, "/api/v1/rocketscript.executions.follow?"+filter.query().Encode(), nil)
	if err != nil {
		return err
	}
	patient := *c.http
	patient.Timeout = 0 // the stream ends when it does
	response, err := patient.Do(request)
	if err != nil {
		return c.noAnswer(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(io.LimitReader(response.Body, 4096)) // what there is of it
		return c.refused(request, response.StatusCode, body)
	}
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		x, err := readListed(append(json.RawMessage(nil), lines.Bytes()...))
		if err == nil {
			err = each(x)
		}
		if err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil && ctx.Err() == nil {
		return outside(fmt.Errorf("the stream from %s broke: %w", c.base, err))
	}
	return nil
}

// A historyPrinter prints executions, each on a line.
type historyPrinter struct {
	out    io.Writer
	asJSON bool
	lines  int
}

func (p *historyPrinter) line(x listedExecution) (err error) {
	switch {
	case p.asJSON:
		_, err = fmt.Fprintf(p.out, "%s\n", x.raw)
	case p.lines == 0:
		_, err = fmt.Fprintf(p.out, "%-19s  %-36s  %-16s  %-16s  %s\n%s\n", "RECEIVED", "ID", "INTEGRATION", "OUTCOME", "WHAT BECAME OF IT", x.line())
	default:
		_, err = fmt.Fprintln(p.out, x.line())
	}
	p.lines++
	return err
}

func (p *historyPrinter) end() error {
	if p.lines > 0 || p.asJSON {
		return nil
	}
	_, err := fmt.Fprintln(p.out, "There is nothing of that in the history.")
	return err
}

func (x listedExecution) line() string {
	return fmt.Sprintf("%-19s  %-36s  %-16s  %-16s  %s", clock(x.ReceivedAt), x.ID, x.Integration, x.Outcome, visible(x.fate()))
}

// fate says in a few words what became of an execution.
func (x listedExecution) fate() string {
	var parts []string
	for _, count := range []struct {
		n    int
		what string
	}{{x.Posted, "posted"}, {x.Waiting, "waiting"}, {x.Dead, "not posted"}} {
		if count.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count.n, count.what))
		}
	}
	switch {
	case x.Status == 0:
		parts = append(parts, "not answered yet")
	case x.Status != http.StatusOK:
		parts = append(parts, fmt.Sprintf("answered %d", x.Status))
	}
	if x.Exception != "" {
		first, _, _ := strings.Cut(x.Exception, "\n")
		parts = append(parts, first)
	}
	if x.ReplayOf != "" {
		parts = append(parts, "replay of "+x.ReplayOf)
	}
	return strings.Join(parts, ", ")
}

func historyShowCommand(std streams) *cobra.Command {
	var asJSON, secrets, script bool
	cmd := &cobra.Command{
		Use:   "show EXECUTION",
		Short: "Show all that is kept of a request",
		Long: `Show all that is kept of a request: how it came, what the script printed,
threw and returned, its HTTP calls, the messages and what became of each, and
what the sender was answered. Headers that may hold secrets are masked. With
--script it prints the text of the script that ran, as it was then.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := newClient(cmd)
			if err != nil {
				return err
			}
			if script {
				return c.print(cmd.Context(), "/api/v1/rocketscript.executions.script?"+executionQuery(args[0], false), std.out)
			}
			x, raw, err := c.execution(cmd.Context(), args[0], secrets)
			if err != nil {
				return err
			}
			if asJSON {
				_, err = fmt.Fprintf(std.out, "%s\n", raw)
				return err
			}
			return showExecution(std, x)
		},
	}
	addClientFlags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print as JSON")
	cmd.Flags().BoolVar(&secrets, "secrets", false, "do not mask headers")
	cmd.Flags().BoolVar(&script, "script", false, "print the script that ran instead")
	return cmd
}

func historyExportCommand(std streams) *cobra.Command {
	var secrets bool
	cmd := &cobra.Command{
		Use:   "export EXECUTION",
		Short: "Print a request as a case for run and test",
		Long: `Print a request as a case file: request, integration, clock, and the answers
that the script's HTTP calls had. Headers that may hold secrets are masked.`,
		Example: `  rocketscript history export 0199f5a2-… > scripts/mine/disk-full.case.yaml`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := newClient(cmd)
			if err != nil {
				return err
			}
			return c.print(cmd.Context(), "/api/v1/rocketscript.executions.export?"+executionQuery(args[0], secrets), std.out)
		},
	}
	addClientFlags(cmd)
	cmd.Flags().BoolVar(&secrets, "secrets", false, "do not mask headers")
	return cmd
}

func executionQuery(id string, secrets bool) string {
	q := url.Values{"executionId": {id}}
	if secrets {
		q.Set("secrets", "true")
	}
	return q.Encode()
}

// execution reads one execution.
func (c *client) execution(ctx context.Context, id string, secrets bool) (x shownExecution, raw json.RawMessage, err error) {
	var answer struct {
		Execution json.RawMessage `json:"execution"`
	}
	if err = c.get(ctx, "/api/v1/rocketscript.executions.info?"+executionQuery(id, secrets), &answer); err != nil {
		return x, nil, err
	}
	return x, answer.Execution, json.Unmarshal(answer.Execution, &x)
}

// deliveryTable lists what became of each message.
func deliveryTable(out io.Writer, deliveries []shownDelivery) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, d := range deliveries {
		fmt.Fprintf(table, "  %d\t%s\t%s\t%s\t%s\n", d.ID, d.Destination, d.Channel, d.State, visible(d.story()))
		for _, a := range d.Failed {
			fmt.Fprintf(table, "  \t\t\tattempt %d\t%s  %s\n", a.Number, clock(a.EndedAt), visible(a.Error))
		}
	}
	return table.Flush()
}

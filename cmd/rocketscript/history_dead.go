package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A deadFilter is what the flags say of dead letters.
type deadFilter struct {
	destination, lane, integration, state string
}

func (f *deadFilter) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&f.destination, "destination", "", "only those for this `DESTINATION`")
	flags.StringVar(&f.lane, "lane", "", "only those of this `LANE`, such as chat/#alerts")
	flags.StringVar(&f.integration, "integration", "", "only those of this integration `ID`")
	flags.StringVar(&f.state, "state", "", "only those in this `STATE`: refused, or given-up")
}

// values are the fields that are set.
func (f deadFilter) values() map[string]string {
	all := map[string]string{"destination": f.destination, "lane": f.lane, "integration": f.integration, "state": f.state}
	for name, value := range all {
		if value == "" {
			delete(all, name)
		}
	}
	return all
}

// A deadLetter is a message that could not be posted.
type deadLetter struct {
	shownDelivery
	Execution   string `json:"execution"`
	Integration string `json:"integration"`
	Lane        string `json:"lane"`
}

func historyDeadCommand(std streams) *cobra.Command {
	var filter deadFilter
	var count int
	cmd := &cobra.Command{
		Use:   "dead",
		Short: "List the messages that could not be posted",
		Long: `List the dead letters, newest first: messages that their destination refused,
or that were given up after failing again and again. They are kept until they
are sent again ("history redrive") or dropped ("history drop").`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := newClient(cmd)
			if err != nil {
				return err
			}
			return printDead(cmd.Context(), c, filter, count, std.out)
		},
	}
	addClientFlags(cmd)
	filter.addFlags(cmd.Flags())
	cmd.Flags().IntVarP(&count, "count", "n", 50, "show at most so many")
	return cmd
}

func printDead(ctx context.Context, c *client, filter deadFilter, count int, out io.Writer) error {
	query := url.Values{"count": {strconv.Itoa(count)}}
	for name, value := range filter.values() {
		query.Set(name, value)
	}
	var answer struct {
		Deliveries []deadLetter `json:"deliveries"`
		Total      int          `json:"total"`
	}
	if err := c.get(ctx, "/api/v1/rocketscript.deliveries.list?"+query.Encode(), &answer); err != nil {
		return err
	}
	if answer.Total == 0 {
		_, err := fmt.Fprintln(out, "There are no dead letters.")
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tINTEGRATION\tLANE\tSTATE\tEXECUTION\tWHY")
	for _, d := range answer.Deliveries {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\n", d.ID, d.Integration, visible(d.Lane), d.State, d.Execution, visible(d.story()))
	}
	if err := table.Flush(); err != nil || len(answer.Deliveries) == answer.Total {
		return err
	}
	_, err := fmt.Fprintf(out, "%d of %d; -n shows more\n", len(answer.Deliveries), answer.Total)
	return err
}

// A deadCommand changes dead letters: those named, or all that a filter picks.
type deadCommand struct {
	use, short, long string
	// path is the endpoint, done what was done, in the past.
	path, done string
}

func historyRedriveCommand(std streams) *cobra.Command {
	return deadCommand{
		use: "redrive", short: "Send dead letters again", path: "rocketscript.deliveries.redrive", done: "sent again",
		long: `Send dead letters again: those named, or with --all those that the filter
picks. Each goes to the end of its lane, behind what waits there already.`,
	}.command(std)
}

func historyDropCommand(std streams) *cobra.Command {
	return deadCommand{
		use: "drop", short: "Drop dead letters", path: "rocketscript.deliveries.drop", done: "dropped",
		long: `Drop dead letters: those named, or with --all those that the filter picks. They
are not posted any more, and go with their execution when the history does.`,
	}.command(std)
}

func (d deadCommand) command(std streams) *cobra.Command {
	var filter deadFilter
	var all bool
	cmd := &cobra.Command{
		Use: d.use + " [ID…]", Short: d.short, Long: d.long,
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := deliveryIDs(args)
			switch {
			case err != nil:
				return wrongUse(err)
			case len(ids) == 0 && !all:
				return wrongUse(errors.New("name the dead letters by their ID (history dead lists them), or give --all, with a filter if not every one is meant"))
			case len(ids) > 0 && (all || len(filter.values()) > 0):
				return wrongUse(errors.New("name the dead letters or give --all and a filter, not both"))
			}
			c, err := newClient(cmd)
			if err != nil {
				return err
			}
			return d.run(cmd.Context(), c, ids, filter, std)
		},
	}
	addClientFlags(cmd)
	filter.addFlags(cmd.Flags())
	cmd.Flags().BoolVar(&all, "all", false, "all that the filter picks")
	return cmd
}

func deliveryIDs(args []string) ([]int64, error) {
	var ids []int64
	for _, arg := range args {
		id, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || id < 1 {
			return nil, fmt.Errorf("%q is not the ID of a dead letter; history dead lists them", arg)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// run changes them, as many at a time as the server does in one transaction.
func (d deadCommand) run(ctx context.Context, c *client, ids []int64, filter deadFilter, std streams) error {
	body := map[string]any{"ids": ids}
	if len(ids) == 0 {
		body = map[string]any{"filter": filter.values()}
	}
	changed, refused := 0, 0
	for {
		var answer struct {
			Deliveries []deadLetter `json:"deliveries"`
			Dropped    []int64      `json:"dropped"`
			Remaining  int          `json:"remaining"`
		}
		if err := c.post(ctx, "/api/v1/"+d.path, body, &answer); err != nil {
			return err
		}
		for _, again := range answer.Deliveries {
			if again.State == "refused" {
				refused++
				fmt.Fprintf(std.out, "%d, now %d, was refused again: %s\n", again.RedriveOf, again.ID, visible(again.story()))
			}
		}
		n := len(answer.Deliveries) + len(answer.Dropped)
		changed += n
		// What is refused again is a dead letter again: it must not go round.
		if answer.Remaining <= refused || n == 0 {
			break
		}
	}
	fmt.Fprintf(std.out, "%d %s\n", changed, d.done)
	if refused > 0 {
		return &exitError{code: exitScript}
	}
	return nil
}

func historyWaitingCommand(std streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "waiting",
		Short: "Show which messages wait to be posted, and why",
		Long: `Show how the destinations do, and which lanes wait and why. A lane is a channel
of a destination: its messages go out one at a time, in order.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := newClient(cmd)
			if err != nil {
				return err
			}
			return printWaiting(cmd.Context(), c, std.out)
		},
	}
	addClientFlags(cmd)
	return cmd
}

func printWaiting(ctx context.Context, c *client, out io.Writer) error {
	var answer struct {
		Destinations []struct {
			Name    string    `json:"name"`
			State   string    `json:"state"`
			Since   time.Time `json:"since"`
			Error   string    `json:"error"`
			Next    time.Time `json:"next"`
			Waiting int       `json:"waiting"`
			Dead    int       `json:"dead"`
		} `json:"destinations"`
		Lanes []struct {
			Lane    string    `json:"lane"`
			Waiting int       `json:"waiting"`
			Oldest  time.Time `json:"oldest"`
			Next    time.Time `json:"next"`
			Why     string    `json:"why"`
			Error   string    `json:"error"`
		} `json:"lanes"`
		LanesTotal int `json:"lanes_total"`
		Unknown    int `json:"unknown_requests"`
	}
	if err := c.get(ctx, "/api/v1/rocketscript.status", &answer); err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "DESTINATION\tSTATE\tSINCE\tWAITING\tDEAD\tNEXT TRY\tWHY")
	for _, d := range answer.Destinations {
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%d\t%s\t%s\n", visible(d.Name), d.State, clock(d.Since), d.Waiting, d.Dead, clock(d.Next), visible(d.Error))
	}
	if len(answer.Lanes) > 0 {
		fmt.Fprintln(table, "\nLANE\tWHY\tOLDEST\tWAITING\t\tNEXT TRY\tLAST ERROR")
	}
	for _, l := range answer.Lanes {
		fmt.Fprintf(table, "%s\t%s\t%s\t%d\t\t%s\t%s\n", visible(l.Lane), visible(l.Why), clock(l.Oldest), l.Waiting, clock(l.Next), visible(l.Error))
	}
	if more := answer.LanesTotal - len(answer.Lanes); more > 0 {
		fmt.Fprintf(table, "and %d lanes more\n", more)
	}
	if answer.Unknown > 0 {
		fmt.Fprintf(table, "\nrequests since the start that named no webhook, or a wrong token: %d\n", answer.Unknown)
	}
	return table.Flush()
}

// clock is a moment for people; a dash for none.
func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Local().Format(time.DateTime)
}

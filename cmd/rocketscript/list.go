package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func listCommand(std streams) *cobra.Command {
	var urls, asJSON, adapters, destinations bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the integrations of a running server",
		Long: `List the integrations of a running server.

With --urls it prints their webhook URLs with the tokens in them, and a link
that signs a browser in. Whoever has these can post, or see everything.

With --destinations it lists where messages go instead: how each destination
does, why it fails, and how many messages wait for it or could not be delivered.

With --adapters it lists what an integration's adapter can be: scripts that run
before the integration's own. That needs no server.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if adapters {
				return printAdapters(std, configFlag(cmd))
			}
			c, err := newClient(cmd)
			if err != nil {
				return err
			}
			if destinations {
				return printDestinations(cmd.Context(), std, c)
			}
			list, err := c.integrations(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return printListJSON(std, list, urls)
			}
			if !urls {
				return printList(std, list)
			}
			signIn, err := c.signInURL(cmd.Context())
			if err != nil {
				return err
			}
			return printURLs(std, list, signIn)
		},
	}
	addClientFlags(cmd)
	cmd.Flags().BoolVar(&urls, "urls", false, "print the webhook URLs with their tokens, and a sign-in link")
	cmd.Flags().BoolVar(&destinations, "destinations", false, "list the destinations and how they do instead")
	cmd.Flags().BoolVar(&adapters, "adapters", false, "list the adapters instead")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print as JSON (tokens only with --urls)")
	return cmd
}

// printAdapters lists the adapters in the folder of scripts and those that ship.
func printAdapters(std streams, configPath string) error {
	c, err := loadConfig(configPath, nil)
	if err != nil {
		return wrongUse(err)
	}
	all, err := scriptFolder{c.scripts}.adapters()
	if err != nil {
		return outside(err)
	}
	table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ADAPTER\tFROM")
	for _, a := range all {
		fmt.Fprintf(table, "%s\t%s\n", a.name, a.from)
	}
	return table.Flush()
}

// printDestinations lists how the destinations of a server do.
func printDestinations(ctx context.Context, std streams, c *client) error {
	var status struct {
		Destinations []struct {
			Name, State, Error string
			Waiting, Dead      int
		}
	}
	if err := c.get(ctx, "/api/v1/rocketscript.status", &status); err != nil {
		return err
	}
	table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "DESTINATION\tSTATE\tWAITING\tDEAD\tWHY")
	for _, d := range status.Destinations {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%s\n", d.Name, d.State, d.Waiting, d.Dead, d.Error)
	}
	return table.Flush()
}

func printListJSON(std streams, list []listedIntegration, urls bool) error {
	for i := range list {
		if !urls {
			list[i].Token, list[i].Hosting.WebhookURL = "", ""
		}
	}
	encoder := json.NewEncoder(std.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(list)
}

func printURLs(std streams, list []listedIntegration, signIn string) error {
	table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	for _, i := range list {
		fmt.Fprintf(table, "%s\t%s\n", i.ID, i.Hosting.WebhookURL)
	}
	fmt.Fprintf(table, "(sign in)\t%s\n", signIn)
	return table.Flush()
}

func printList(std streams, list []listedIntegration) error {
	table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tNAME\tCHANNEL\tDESTINATION\tADAPTER\tSCRIPT\tON ERROR\tSTATE")
	for _, i := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", i.ID, i.Name, strings.Join(i.Channel, " "), i.Hosting.Destination,
			i.Hosting.Adapter, i.Hosting.Script, i.Hosting.OnScriptError, listState(i))
	}
	return table.Flush()
}

func listState(i listedIntegration) string {
	switch {
	case !i.Enabled:
		return "disabled"
	case i.Hosting.Unready != "":
		return "not ready: " + i.Hosting.Unready
	case i.Hosting.Fault != "":
		return "broken: " + i.Hosting.Fault
	case i.ScriptError != nil:
		return "enabled; its last edit is broken: " + i.ScriptError.Message
	case i.Hosting.Paused != "":
		return "paused: " + i.Hosting.Paused
	}
	return "enabled"
}

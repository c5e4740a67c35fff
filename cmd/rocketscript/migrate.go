package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"rocketscript/integrations/store"
)

func migrateCommand(std streams) *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use:   "migrate --from STORAGE --to STORAGE",
		Short: "Copy everything from one storage into another, such as PostgreSQL",
		Long: `Copy everything that one storage keeps into another one: history, what waits to
be delivered, messages, tokens. No server may be running on either. The target
has to be empty; it gets all or, when something fails, nothing, and is compared
with the source at the end. The source stays as it is.

A STORAGE is written as in the configuration: sqlite:data/rocketscript.db, or
postgres://user:${DB_PASSWORD}@host/database, or file:PATH of a file that has it.
Afterwards name the new one there.`,
		Example: `  rocketscript migrate --from sqlite:data/rocketscript.db --to 'postgres://rocketscript:${DB_PASSWORD}@db.example/rocketscript'`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			source, errFrom := namedStorage("--from", from)
			target, errTo := namedStorage("--to", to)
			if err := errors.Join(errFrom, errTo); err != nil {
				return wrongUse(err)
			}
			rows, err := store.Migrate(cmd.Context(), source, target, tableProgress(std.err))
			if err != nil {
				return outside(err)
			}
			fmt.Fprintf(std.out, "%d rows were copied and compared.\n", rows)
			return nil
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "copy what this `STORAGE` keeps")
	cmd.Flags().StringVar(&to, "to", "", "into this `STORAGE`, which is empty")
	return cmd
}

// namedStorage reads the storage that a flag names.
func namedStorage(flag, text string) (string, error) {
	expanded, err := expandSecret(text, ".")
	if err != nil {
		return "", fmt.Errorf("%s: %w", flag, err)
	}
	storage, _, err := parseStorage(expanded)
	if err != nil {
		return "", fmt.Errorf("%s: %w", flag, err)
	}
	return storage, nil
}

// tableProgress tells how far a copy has come: on a terminal on a line a table,
// elsewhere when a table is done.
func tableProgress(out io.Writer) func(store.Progress) {
	terminal := isTerminal(out)
	return func(p store.Progress) {
		switch {
		case terminal && p.Rows < p.Of:
			fmt.Fprintf(out, "\r%s: %d of %d", p.Table, p.Rows, p.Of)
		case terminal:
			fmt.Fprintf(out, "\r%s: %d of %d\n", p.Table, p.Rows, p.Of)
		case p.Rows == p.Of:
			fmt.Fprintf(out, "%s: %d\n", p.Table, p.Rows)
		}
	}
}

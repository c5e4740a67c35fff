package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"rocketscript/integrations/store"
)

func backupCommand(std streams) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write everything that is kept into a new file, while the server runs",
		Long: `Write everything that the configured storage keeps, as it is at one moment, into
a new SQLite file. Servers may go on. The file has its name only when it is whole
and was checked.

To restore it, stop the server and put the file in the place of the database, or
name it as storage, or copy it into an empty PostgreSQL database with migrate.
It holds what senders sent, and secrets among that.`,
		Example: `  rocketscript backup backups/$(date +%F).db`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := loadConfig(configFlag(cmd), nil)
			if err != nil {
				return wrongUse(err)
			}
			if err := store.Backup(cmd.Context(), c.storage, args[0], tableProgress(std.err)); err != nil {
				return outside(err)
			}
			fmt.Fprintf(std.out, "%s is whole.\n", args[0])
			return nil
		},
	}
}

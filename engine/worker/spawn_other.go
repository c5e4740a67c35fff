//go:build !linux

package worker

import (
	"os"
	"os/exec"
)

// command returns the command that starts a worker: this program.
func command(bool) *exec.Cmd {
	path, err := os.Executable()
	if err != nil {
		path = os.Args[0] //nolint:forbidigo // this is the process
	}
	cmd := exec.Command(path, hiddenCommand) //nolint:noctx // ended by its pipe and its watcher
	cmd.Env = []string{}
	return cmd
}

// letOthersGoFirst does nothing: priority is the whole program's here.
func letOthersGoFirst() {}

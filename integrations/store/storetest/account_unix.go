//go:build unix

package storetest

import (
	"os/exec"
	"syscall"
)

// runAs makes a command run as another user; nil is this one.
func runAs(cmd *exec.Cmd, who *account) {
	// A group of its own: what ends the tests at a terminal is the minder's to
	// notice, by its pipe.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if who != nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: who.uid, Gid: who.gid}
	}
}

//go:build !unix

package storetest

import "os/exec"

// runAs runs a command as whoever runs the tests.
func runAs(*exec.Cmd, *account) {}

//go:build unix

package worker

import (
	"os"
	"syscall"
)

// polled returns a pipe that goroutines wait for without holding a thread each:
// what has arrived is then worked on by the thread that saw it come.
func polled(pipe *os.File) *os.File {
	if err := syscall.SetNonblock(int(pipe.Fd()), true); err != nil {
		return pipe
	}
	return os.NewFile(pipe.Fd(), pipe.Name())
}

package worker

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// modesty is how nice modest workers are: they get a tenth of what others get
// when there is not enough for all.
const modesty = 10

// letOthersGoFirst makes this thread, and the processes that it starts, give way
// to others. Other systems have no such thing of a thread alone.
func letOthersGoFirst() {
	_ = unix.Setpriority(unix.PRIO_PROCESS, 0, modesty) // it is only better
}

// command returns the command that starts a worker: this very program, also
// when its file was replaced meanwhile.
func command(namespaces bool) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", hiddenCommand) //nolint:noctx // ended by its pipe and its watcher
	cmd.Env = []string{}
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if namespaces {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	return cmd
}

package worker

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"unsafe"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"github.com/landlock-lsm/go-landlock/landlock"
	"golang.org/x/sys/unix"
	"kernel.org/pub/linux/libs/security/libcap/psx"

	"rocketscript/engine/worker/internal/wire"
)

// confine takes from this process what a script must never have: files,
// network, other processes. Each measure alone would do; none is everywhere.
// What is not possible here is told, and no reason not to run.
func confine() []wire.Step {
	var steps []wire.Step
	// In this order: each needs what the later ones take.
	for _, measure := range []struct {
		name string
		take func() error
	}{
		{"no inherited descriptors", closeInherited},
		{"own network", inOwnNamespaces},
		{"empty folder", standInEmptyFolder},
		{"landlock", restrictAccess},
		{"no capabilities", dropCapabilities},
		{"empty file system", rootHere},
		{"system call filter", filterSystemCalls},
	} {
		step := wire.Step{Name: measure.name}
		if err := measure.take(); err != nil {
			step.Fault = err.Error()
		}
		steps = append(steps, step)
	}
	return steps
}

// closeInherited closes the descriptors that this process did not open itself.
// They show by having survived exec: what Go opens is closed on exec.
func closeInherited() error {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		fd, err := strconv.Atoi(entry.Name())
		if err != nil || fd <= 2 {
			continue
		}
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			if err := unix.Close(fd); err != nil {
				return err
			}
		}
	}
	return nil
}

// inOwnNamespaces tells whether the parent started this process in namespaces
// of its own: its first user namespace maps one user, and no more.
func inOwnNamespaces() error {
	mapping, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		return err
	}
	var inside, outside, count int64
	if _, err := fmt.Sscan(string(mapping), &inside, &outside, &count); err != nil {
		return fmt.Errorf("read uid_map: %w", err)
	}
	if inside != 0 || count != 1 {
		return errors.New("user namespaces are not allowed here")
	}
	return nil
}

// standInEmptyFolder mounts an empty, read-only file system and goes there; it
// becomes the root when all is done that needs the files of the machine.
func standInEmptyFolder() error {
	if err := inOwnNamespaces(); err != nil {
		return err // a mount would be everybody's
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make mounts private: %w", err)
	}
	var faults []error
	for _, dir := range []string{"/tmp", "/dev", "/proc"} {
		err := unix.Mount("none", dir, "tmpfs", unix.MS_RDONLY|unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "size=4k,mode=555")
		if err == nil {
			return os.Chdir(dir)
		}
		faults = append(faults, fmt.Errorf("%s: %w", dir, err))
	}
	return errors.Join(faults...)
}

// rootHere makes the empty folder the root.
func rootHere() error {
	if err := inEmptyFolder(); err != nil {
		return err
	}
	if err := unix.Chroot("."); err != nil {
		return err
	}
	return os.Chdir("/")
}

func inEmptyFolder() error {
	var here unix.Statfs_t
	if err := unix.Statfs(".", &here); err != nil {
		return err
	}
	if here.Type != unix.TMPFS_MAGIC || here.Flags&unix.ST_RDONLY == 0 {
		return errors.New("there is no empty folder to stand in")
	}
	return nil
}

// dropCapabilities gives up all capabilities, in every thread, but the one that
// rootHere still needs; the filter of system calls takes the use out of that.
func dropCapabilities() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var kept [2]unix.CapUserData
	kept[0].Effective = 1 << unix.CAP_SYS_CHROOT
	kept[0].Permitted = kept[0].Effective
	_, _, errno := psx.Syscall3(unix.SYS_CAPSET, uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&kept)), 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// restrictAccess forbids files and TCP by Landlock, as far as the kernel knows it.
func restrictAccess() error {
	var err error
	for _, version := range []landlock.Config{landlock.V6, landlock.V5, landlock.V4, landlock.V3, landlock.V2, landlock.V1} {
		if err = version.Restrict(); err == nil {
			return nil
		}
	}
	return err
}

// runtimeCalls are the system calls that Go's runtime and reading and writing a
// pipe need. All others fail.
var runtimeCalls = []string{
	"read", "write", "close", "fcntl", "fstat", "lseek",
	"mmap", "munmap", "mprotect", "madvise", "mincore", "mremap", "brk", "membarrier",
	"futex", "sched_yield", "sched_getaffinity", "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "tgkill", "tkill", "restart_syscall",
	"getpid", "gettid", "getppid", "getrandom", "getrusage", "getrlimit", "prlimit64", "setrlimit", "sysinfo", "uname",
	"epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait", "eventfd2", "pipe2", "poll", "ppoll",
	"timer_create", "timer_settime", "timer_delete", "setitimer",
	"set_robust_list", "set_tid_address", "rseq", "arch_prctl", "exit", "exit_group",
}

// filterSystemCalls allows runtimeCalls, and clone for threads.
func filterSystemCalls() error {
	machine, err := arch.GetInfo("")
	if err != nil {
		return err
	}
	known := slices.DeleteFunc(slices.Clone(runtimeCalls), func(name string) bool {
		_, exists := machine.SyscallNames[name]
		return !exists
	})
	return seccomp.LoadFilter(seccomp.Filter{
		NoNewPrivs: true,
		Flag:       seccomp.FilterFlagTSync,
		Policy: seccomp.Policy{
			DefaultAction: seccomp.ActionErrno,
			Syscalls: []seccomp.SyscallGroup{{
				Action: seccomp.ActionAllow,
				Names:  known,
				NamesWithCondtions: []seccomp.NameWithConditions{{
					Name:       "clone",
					Conditions: seccomp.ArgumentConditions{{Argument: 0, Operation: seccomp.BitsSet, Value: unix.CLONE_THREAD}},
				}},
			}, {
				// The flags of clone3 are out of sight; the C library takes clone instead.
				Action: seccomp.ActionErrno | seccomp.Action(unix.ENOSYS),
				Names:  []string{"clone3"},
			}},
		},
	})
}

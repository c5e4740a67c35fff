package worker

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"rocketscript/engine"
	"rocketscript/engine/worker/internal/wire"
)

func launched(t *testing.T) *process {
	t.Helper()
	spawn := newSpawner(false)
	p, err := launch(Options{}.withDefaults(), 1, spawn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.kill("test is over"); <-p.died; spawn.close() })
	return p
}

// TestLockedIn looks at a worker from outside.
func TestLockedIn(t *testing.T) {
	p := launched(t)
	proc := fmt.Sprintf("/proc/%d/", p.cmd.Process.Pid)
	if environment, err := os.ReadFile(proc + "environ"); err != nil || len(environment) != 0 {
		t.Errorf("environment %q, %v", environment, err)
	}
	links, err := filepath.Glob(proc + "fd/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range links {
		target, err := os.Readlink(link)
		if err != nil {
			t.Fatal(err)
		}
		// Go's runtime keeps the quota of its control group open.
		if !strings.HasPrefix(target, "pipe:") && !strings.HasPrefix(target, "anon_inode:") && !strings.HasPrefix(target, "/sys/fs/cgroup/") {
			t.Errorf("descriptor %s is %s", filepath.Base(link), target)
		}
	}
	status, err := os.ReadFile(proc + "status")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(status), "Seccomp:\t2") {
		t.Errorf("no filter of system calls:\n%s", status)
	}
	for _, step := range p.steps {
		t.Logf("%s: %s", step.Name, step.Fault)
	}
	if session(t, p.cmd.Process.Pid) != session(t, os.Getpid()) {
		t.Error("the worker left its parent's session")
	}
}

func session(t *testing.T, pid int) string {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+2:]))[3]
}

func TestSignalsAreIgnored(t *testing.T) {
	p := launched(t)
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		if err := p.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
	}
	pool := &Pool{opts: Options{}.withDefaults()}
	_, landed := pool.run(p, engine.Script{ID: "a", Source: good}, engine.Call{Timeout: time.Minute})
	if landed.died {
		t.Errorf("it died of a signal: %s", landed.cause)
	}
}

// TestNoOrphans: workers end with their parent, however it ends.
func TestNoOrphans(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), orphanage+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var workers []int
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "ready" {
		pid, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatal(lines.Text())
		}
		workers = append(workers, pid)
	}
	if len(workers) != 3 {
		t.Fatalf("workers %v", workers)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	deadline := time.Now().Add(30 * time.Second)
	for slices.ContainsFunc(workers, lives) {
		if time.Now().After(deadline) {
			t.Fatal("workers outlive their parent")
		}
	}
}

// lives tells whether a process runs; one that waits to be reaped does not.
func lives(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

// launchedShell starts a shell in place of a worker. It says that it is ready,
// as workers do, and then does something else.
func launchedShell(t *testing.T, does string) *process {
	t.Helper()
	spawn := newSpawner(false)
	ready := `printf '\012\000\000\000\145\000\000\000\000\000\000\000\000\000'; `
	shell := exec.Command("/bin/sh", "-c", ready+does)
	shell.Env = []string{"PATH=/usr/bin:/bin"}
	p, err := start(Options{}.withDefaults(), 1, spawn, shell, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.kill("test is over"); <-p.died; spawn.close() })
	return p
}

// TestModestWorkers: a worker of a script that runs wild lets others go first.
func TestModestWorkers(t *testing.T) {
	// The system call answers 20 less the niceness.
	priority := func(modest bool) int {
		spawn := newSpawner(modest)
		defer spawn.close()
		p, err := launch(Options{}.withDefaults(), 1, spawn)
		if err != nil {
			t.Fatal(err)
		}
		defer p.close()
		got, err := unix.Getpriority(unix.PRIO_PROCESS, p.cmd.Process.Pid)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if ordinary, modest := priority(false), priority(true); ordinary-modest != modesty {
		t.Errorf("priority %d, and %d of a modest worker", ordinary, modest)
	}
}

func nothing(uint64) wire.Message { return nil }

// TestHostileWorker: whatever comes out of the pipe of a worker that a script
// has taken over, its calls are answered and it is killed.
func TestHostileWorker(t *testing.T) {
	for _, c := range []struct{ name, does string }{
		{"garbage", `while :; do printf 'garbage'; done`},
		{"a huge frame", `printf '\377\377\377\377\146\000\000\000\000\000\000\000\000'; exec sleep 60`},
		{"nothing more", "exec 1>&-; exec sleep 60"},
		{"log lines that do not read", `while :; do printf '\012\000\000\000\153\000\000\000\000\000\000\000\000\000'; done`},
		{"an exchange that was not offered", `printf '\021\000\000\000\151\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000'; exec sleep 60`},
		{"the end", "head -c 20 >/dev/null; exit 3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := launchedShell(t, c.does)
			f, landed := p.fly(engine.Script{ID: "a"}, wire.KindForget, nothing, time.Minute, "killed: too late")
			// It may have been found out before the call went aboard.
			if !landed.died && !landed.late || f.expired {
				t.Errorf("landed %+v", landed)
			}
			<-p.died
			if p.alive() {
				t.Error("it is alive")
			}
			t.Log(landed.cause)
		})
	}
	t.Run("silence", func(t *testing.T) {
		p := launchedShell(t, "exec sleep 60")
		f, landed := p.fly(engine.Script{ID: "a"}, wire.KindForget, nothing, 50*time.Millisecond, "killed: too late")
		if !landed.died || !f.expired || landed.cause != "killed: too late" {
			t.Errorf("landed %+v, expired %v", landed, f.expired)
		}
	})
}

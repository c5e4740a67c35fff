package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// A LockedError says that another process has the store open.
type LockedError struct {
	// Path is the database file.
	Path string
	// PID is the process that holds it; 0 when it could not be found out.
	PID int
}

// Error names the file and the process, and says what to do.
func (e *LockedError) Error() string {
	holder := "another rocketscript process"
	if e.PID != 0 {
		holder = fmt.Sprintf("the rocketscript process %d", e.PID)
	}
	return fmt.Sprintf("%s is in use by %s: stop it, or use another storage", e.Path, holder)
}

// errHeld is what the system's lock function returns for a lock someone has.
var errHeld = errors.New("lock is held")

// maxPID is how much of a lock file is read: more than any process id.
const maxPID = 32

// lockPause is how often a lock that somebody has is tried again.
const lockPause = 50 * time.Millisecond

// lockWithin takes the lock of a database file. It waits a while for a process
// that has it: one that was killed is not gone at once, and its supervisor may
// have started this one already.
func lockWithin(path string, options Options) (*os.File, error) {
	deadline := time.Now().Add(options.Patience)
	for told := false; ; told = true {
		f, err := lock(path)
		held, busy := errors.AsType[*LockedError](err)
		if !busy || !time.Now().Before(deadline) {
			return f, err
		}
		if !told && options.Logger != nil {
			options.Logger.Info("waiting for another process to end", "pid", held.PID, "storage", path, "at_most", options.Patience)
		}
		time.Sleep(lockPause)
	}
}

// lock takes the lock of a database file. The lock file stays when the lock is
// released: removing it would let two processes hold two files of one name.
// The system drops the lock when the process ends, however it ends.
func lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the lock file: %w", err)
	}
	if err := lockFile(f); err != nil {
		pid := readPID(f)
		_ = f.Close()
		if errors.Is(err, errHeld) {
			return nil, &LockedError{Path: path, PID: pid}
		}
		return nil, fmt.Errorf("locking %s: %w", f.Name(), err)
	}
	// The process id is for people; without it the lock holds all the same.
	if f.Truncate(0) == nil {
		_, _ = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	return f, nil
}

// unlock releases a lock.
func unlock(f *os.File) error {
	_ = f.Truncate(0)
	return f.Close()
}

func readPID(f *os.File) int {
	text, err := io.ReadAll(io.NewSectionReader(f, 0, maxPID))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return 0
	}
	return pid
}

//go:build !race

package worker

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// limitAddressSpace makes one huge allocation fail at once, before the parent
// can see the memory grow. Go reserves more than a gigabyte of addresses at its
// start, and threads and garbage take more: the limit is well above what is
// there, and what a call may use is the parent's to watch.
func limitAddressSpace(memory int64) {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return
	}
	pages, err := strconv.ParseInt(strings.Fields(string(statm))[0], 10, 64)
	if err != nil {
		return
	}
	limit := uint64(pages*int64(os.Getpagesize()) + 4*memory + 512<<20)
	_ = syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: limit, Max: limit}) // a second line of defence
}

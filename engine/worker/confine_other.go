//go:build !linux

package worker

import "rocketscript/engine/worker/internal/wire"

// confine does nothing where nothing is known to work; the limits of time and
// memory are the parent's.
func confine() []wire.Step {
	return []wire.Step{{Name: "no files and network", Fault: "only on Linux"}}
}

//go:build !linux || race

package worker

// limitAddressSpace does nothing: a race build does not start under such a
// limit, and other systems do not keep it.
func limitAddressSpace(int64) {}

// Package dates makes Dates as V8 does: what texts stand for ([Parse]), what
// the numbers given to new Date, Date.UTC and the setters stand for, also
// where clocks change, and the texts that dates are printed as.
//
// goja has Dates of its own, which stay what the objects are; [Install] puts
// V8's ways in the place of goja's for scripts that name Date at all.
package dates

// Package cases runs a script once, dry: a [Case] is a request with everything
// that makes its outcome certain, a [Report] is what it came to. The commands
// run and test, and the goldens beside the scripts that ship, are made of them.
//
// A case is read from a body (NAME.json), a whole request (NAME.http) or a case
// file (NAME.case.yaml, NAME.case.json); DESIGN §8 describes the forms.
package cases

// Package message turns what a script returned, or a raw payload, into the
// messages of Rocket.Chat: who wins when several fields say the same thing, and
// what is repaired instead of refused. It is pure: no clock, no store, no HTTP.
//
// [Build] is the whole package; reference §6 is the table it is built against.
// In the order in which a content passes them:
//
//	content.go        reads the members Rocket.Chat knows
//	destinations.go   may the content name a channel, and which are meant
//	repair*.go        what would be refused or unreadable is made good, each
//	                  time with a [Warning] (warning.go lists the codes);
//	                  skipped with Options.Exact
//	build.go          compose: the table of reference §6.1
//	attachments.go    each attachment on its way through repair and checks
//	validate.go       the checks of reference §6.3, with Rocket.Chat's texts
//
// Repairs come first and change the content, not the message, so that
// everything behind them is Rocket.Chat's own behaviour in both modes, and a
// repaired message is one that Rocket.Chat takes.
//
// JSON stays in its author's bytes (jsvalue.go): what needs no repair keeps its
// order of keys, its unknown keys and the spelling of its numbers.
//
// [ParseAttachment] is for those who show a message: a typed view of one
// attachment that never fails.
package message

// Package message turns what a script returned, or a raw payload, into the
// messages of Rocket.Chat: who wins when several fields say the same thing, and
// what is repaired instead of refused. It is pure: no clock, no store, no HTTP.
//
// [Build] is the whole package; reference §6 is the table it is built against.
package message

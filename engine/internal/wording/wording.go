// Package wording gives errors of the interpreter the words V8 (Node 20) has
// for them, since scripts catch errors and post their text: "Cannot read
// properties of undefined (reading 'x')", "at.join is not a function".
//
// # How
//
// goja makes an error where it happens, in its own words, and tells nobody. So
// three things work together.
//
// [Instrument] changes the parsed script: every catch clause first shows what
// it caught to the runtime, which may then still change the message. It also
// lets the runtime hear whether it was null or undefined that had no
// properties, which goja does not tell.
//
// An [Index] finds the expression an error is about, by the position goja gives
// it. It is made from the source as it was written, when the first error asks.
//
// [Index.Reword] finds V8's message. Messages differ by what raised the error:
// an instruction of the script (see rules), where the expression counts, or a
// built-in function (see nativeRules), where its name does.
//
// # Babel
//
// Up to version 8 Rocket.Chat ran what Babel made of a script, and V8's
// messages speak of that: of _this, and in the words of Babel's helpers. An
// Index can be made to do so too.
//
// # Faults of syntax
//
// [Syntax] words what goja's parser and compiler refuse. They tell the place;
// the rest is found in the tokens around it.
//
// # Whose errors
//
// Only what goja made is reworded. A message that a script chose, even one that
// reads like goja's, stays: its error was made at a call or new expression of
// an error's class. Errors of classes that the script declares are the
// caller's to leave out.
package wording

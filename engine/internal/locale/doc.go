// Package locale is the room of Intl: dates, times, numbers, lists, plurals
// and orders as people of a place write them, and with it the toLocale methods
// of Date, Number, BigInt, String and Array.
//
// # What it knows
//
// The languages en, de, es, fr and pt with every region of theirs, in the
// Gregorian calendar and with Western digits. Any other language is answered
// in en-US, the default locale of Rocket.Chat's containers, as V8 answers for
// languages that were not built in. The facts (names, patterns, symbols) are
// the Unicode CLDR's, release 48, which node 20.20 carries; data/generate.mjs
// makes the files of data from it. They are read when a locale is first asked
// for, once in a process.
//
// # How a date is written
//
// Options such as {month: "short", year: "numeric"} make a skeleton, here
// "yMMM": letters that say what to show, in no order. patterns.best finds the
// nearest pattern of the locale and completes it ("MMM y"; in Portuguese
// "MMM 'de' y"); formatter then fills in the fields. dateStyle and timeStyle
// name patterns directly. Names of time zones follow UTS 35: of the zone, else
// of the group of zones it belongs to at that moment, else its offset.
//
// # How a number is written
//
// A value becomes a row of decimal digits, exactly, is rounded there, and goes
// into the pattern of its style: signs, groups, symbols around it.
//
// # In a runtime
//
// [New] makes the Intl object. [Replace] puts methods in the place of those
// that goja has only in name; they make a room of their runtime when first
// called.
package locale

// Package sloppy gives class bodies the meaning they had up to Rocket.Chat 8.
//
// Rocket.Chat compiled scripts with Babel, which made functions of classes, and
// ran the output in sloppy mode: a method that assigned an undeclared variable
// made a global, a plain function's this was the global object, an assignment
// to a frozen property was silently lost. Scripts were written for that. The
// language says that class bodies are strict, and goja compiles them so.
//
// [Lower] rewrites the parsed tree, never the text. A class becomes what Babel
// made of it, in the form of
//
//	let A = ((%parent, %key0) => {
//		function A(…) {                          // the constructor
//			if (!(this instanceof %self)) %class.refuse();
//			let %this;
//			%this = %class.construct(this, %self, …);  // super(…)
//			%class.init(%this, %fields);
//			…
//			return %this;
//		}
//		let %self = A;
//		%class.define(%self, {constructor: %self, m() {…}, [%key0]() {…}}, {static members}, %parent);
//		let %fields = %class.initializer(%self, {… instance fields …});
//		%class.run(%self, {… static fields and blocks …});
//		return %self;
//	})(B, %class.key(computed()))
//
// Methods stay methods, of object literals, which are as sloppy as the code
// around them and know super. Their nodes are those of the source: positions
// in errors and stacks stay true, and a call costs what it cost before. Names
// that begin with % cannot be written in JavaScript and so collide with none.
// Where an instance is made differs: this of a derived constructor is what
// super returned, as in Babel's output, so that even classes that extend Error
// or Array are lowered.
//
// Private names become symbols, one for each class that is made. What looks for
// symbols finds them, and an object without one answers undefined where the
// language throws; Babel's output, with a WeakMap for each name, was stricter.
package sloppy

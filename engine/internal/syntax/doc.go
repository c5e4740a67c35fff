// Package syntax parses scripts: with goja's parser, and where that refuses
// JavaScript which V8 and Babel take, with help.
//
// [Parse] hands the text to goja's parser first, and ordinary scripts see no
// more than that. Only when it refuses is the text split into tokens ([scan]),
// and what goja is known not to read is rewritten into what it does ([edits]):
//
//	class A { static get = 1 }          class A { static ge_ = 1 }
//	const {a: [b = 1] = []} = c         const {a: [{0:b = 1}] = []} = c
//	({ async *m() {} })                 ({ m: async function*() {} })
//	for await (const a of b);           for       (const a of b);
//
// The rewritten text is parsed, and the tree becomes that of the script: every
// position is mapped back, functions get their own text as source, and each
// edit that changed a meaning left a mark, a position at which the tree has to
// be put right ([restorer]). A mark that is not found where it should be means
// that the tokens were misread. Then, as when the rewritten text does not parse
// either, nothing is accepted: the script gets an error of goja's, that of its
// own text unless the rewritten one parses further.
//
// One thing goja takes and misreads: a < b < c, which it groups from the right.
// The tree is put right ([associate]).
//
// Tokens, edits and tree are gone through once each, so a hostile text costs a
// few times what parsing it costs.
package syntax

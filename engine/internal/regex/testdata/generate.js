// Run by a test of this room: makes expressions, half of them of patterns put
// together at random, and answers with each and what it gives in node.
let seed = input.seed;
const below = (n) => {
	seed = (seed * 1103515245 + 12345) & 0x7fffffff;
	return (seed >> 8) % n;
};
const pick = (list) => list[below(list.length)];
const written = (s) => JSON.stringify(s).replace(/[^ -~]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));

const texts = [
	'', 'a', 'b', 'ab', 'aab', 'abab', 'abcabc', 'aaabbc', 'foo bar', 'x1 x1', 'aaa bbb', 'éaé', 'a😀b', '😀😀', '\ud83d', '\ude00\ud83d', 'AbK s', 'a\nb\r\nc', 'ΣσςßẞİıſK', 'a-b.c', 'aXaXa',
	'   a1 ', 'aaaaaaaa', 'cabbac', 'barfoo', 'a,b,c', 'Ελλάδα abc', 'привет Мир', '2024-05-06', '$10.50 and 20', 'say "a\\"b" ok', '{}[]()', '\0\x01', '\u2028\u00a0\ufeff\t\v', 'k<n>', 'c\\c',
];
const fixed = [
	'(?:(a)|b)*', '(a*)*', '(a|ab)(c|bcd)(d*)', '(z)((a+)?(b+)?(c))*', '(?=(a+))a*b\\1', '(.*?)a(?!(a+)b\\2c)\\2(.*)', '(?<y>\\d{4})-(?<m>\\d\\d)', '(?<=\\$)\\d+(\\.\\d*)?', '(?<=(\\d+)(\\d+))$', '(?<=\\1(a))a',
	'[^]', '[]', '[^\\]]+', '[\\w-]+', '[a-]', '[\\d-x]', '\\cA', '\\c', '[\\c]', '[\\c_]', '\\u{41}', '\\u{61}', 'a{,2}', 'a{2', 'x{0}', '{', '}', ']', '{1}', '\\-', '\\_', '(?:)', '()', '(?:a|)', 'a|', '|a', '(|a)+', '(?:|a)+',
	'$', '^', '\\b', '\\B', '[\\S]', '[^\\W]', '[\\b]', '\\1(a)', '(?<n>a)\\k<n>', '\\k<n>', '(a?)b??', '(a{0,2})+', '((a)|(b))+', '(?:(?=(a))a)+', '(?:\\1(a))+', '(?!(a))b\\1', 'ſ', '\\u212a', '\\8', '\\18', '\\07', '[\\07]', '\\377', '\\400',
	'\\x4', '\\u00', '\\a', '[\\B]', 'a**', 'a++', '(', '[', ')', '(?', '(?<', '(?<1>a)', '(?<a>a)(?<a>b)', '*', '+', '?', 'a{2,1}', '[b-a]', '\\', 'x(?=a)*', '(?=a){2}', '(?<=a)*', '(?i:a)', '\\A', '\\Z', '\\z', '\\G', '(?>a)', '[[:alpha:]]', '[a&&b]',
	'^a|b$', '^*', '\\b+', '(^a)', 'a^', '(?:a*?)*b', '(x?)*y', '(?:x?)+?y', '<([a-z]+)[^>]*>(.*?)<\\/\\1>', '"(?:[^"\\\\]|\\\\.)*"', '\\p{L}', '[\\p{L}]', '\\p{Nonsense}', '\\p{L', '[\\p{Nonsense}]', '(?<ä>x)', '(?<\\u0061>x)', '(?<a', '(?<>a)', '\\u', '\\u{', '\\u{110000}', '/', 'a/b', '[/]', '\n', '[\n]',
];

let named = false;
const atom = (depth, unicode) => {
	const inside = () => alternatives(depth - 1, unicode);
	switch (below(depth > 0 ? 20 : 13)) {
	case 0: case 1: case 2: return pick(['a', 'b', 'c', 'x', '1', ' ', 'é', '-', 'aa', 'foo', 'K', 's', 'A']);
	case 3: return '.';
	case 4: return pick(['\\d', '\\w', '\\s', '\\D', '\\W', '\\S', '\\b', '\\B', '^', '$']);
	case 5: return pick(['[abc]', '[^a]', '[a-c]', '[\\w-]', '[\\s\\d]', '[^\\W]', '[]', '[^]', '[é-ü]', '[\\d.]', '[a\\-z]']);
	case 6: return pick(['\\1', '\\2', '\\k<n>', '\\3']);
	case 7: return pick(['😀', '\\ud83d', '[😀é]', '\\u00e9', '\\x61', '\\n', '\\t', '\\0', '\\cJ', '\\.', '\\/', '\\*']);
	case 8: return unicode ? pick(['\\p{L}', '\\P{L}', '\\p{Lu}', '\\P{Lu}', '\\u{61}', '\\u{1F600}', '[\\p{L}\\d]', '[^\\p{L}]', '\\p{Script=Greek}', '\\p{scx=Greek}', '\\p{Emoji}']) : pick(['\\a', '\\-', '\\8', '\\07', '{', '}', ']', '\\c', '\\x4', '\\u12', 'a{,3}']);
	case 9: return pick(['σ', 'ß', 'İ', 'ſ']);
	case 10: case 11: case 12: return pick(['a', 'b', 'ab']);
	case 13: case 14: return '(' + inside() + ')';
	case 15: return '(?:' + inside() + ')';
	case 16:
		if (named) return '(' + inside() + ')';
		named = true;
		return '(?<n>' + inside() + ')';
	case 17: return pick(['(?=', '(?!']) + inside() + ')';
	case 18: return pick(['(?<=', '(?<!']) + inside() + ')';
	default: return '(' + inside() + '|' + inside() + ')';
	}
};
const term = (depth, unicode) => atom(depth, unicode) + (below(3) ? '' : pick(['*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}', '{0,2}?', '{2,}', '{0}']));
const sequence = (depth, unicode) => Array.from({ length: 1 + below(3) }, () => term(depth, unicode)).join('');
const alternatives = (depth, unicode) => {
	let pattern = sequence(depth, unicode);
	while (!below(5)) pattern += '|' + (below(6) ? sequence(depth, unicode) : '');
	return pattern;
};

const uses = [
	(r, s) => `[${s}].map((x) => { const r = ${r}, o = []; for (let k = 0; k < 3; k++) { const m = r.exec(x); o.push(m && [m, m.index, m.groups || 0, r.lastIndex, m.indices || 0, m.indices && m.indices.groups || 0]); } return JSON.stringify(o); })`,
	(r, s) => `[${s}].map((x) => x.replace(${r}, (...a) => JSON.stringify(a)))`,
	(r, s) => `[${s}].map((x) => x.replace(${r}, "[$&|$1|$2|$<n>|$\`|$'|$10|$0|$$]"))`,
	(r, s) => `[${s}].map((x) => JSON.stringify(x.split(${r})))`,
	(r, s) => `[${s}].map((x) => JSON.stringify([x.match(${r}), x.search(${r}), ${r}.test(x)]))`,
	(r, s) => `[${s}].map((x) => { const r = ${r}; r.lastIndex = 1; return JSON.stringify([r.exec(x), r.lastIndex, r.test(x), r.lastIndex, x.split(r, 2)]); })`,
	(r) => `((r) => [r.source, r.flags, r, r.global, r.hasIndices, r.unicode, r.unicodeSets, r.sticky, r.dotAll, r.multiline, r.ignoreCase, r instanceof RegExp, r.constructor === RegExp].join())(${r})`,
	(r, s, flags) => flags.includes('g') ? `[${s}].map((x) => JSON.stringify([...x.matchAll(${r})].map((m) => [m, m.index])))` : `[${s}].map((x) => x.replace(${r}, '<$&>'))`,
	(r, s, flags) => flags.includes('g') ? `[${s}].map((x) => x.replaceAll(${r}, '<$&>'))` : `[${s}].map((x) => String(${r}.exec(x)))`,
];
const expression = (pattern, flags) => {
	const s = Array.from({ length: 5 }, () => written(pick(texts)));
	return pick(uses)(`new RegExp(${written(pattern)}, '${flags}')`, s, flags);
};

const expressions = [];
for (const pattern of fixed) {
	for (const flags of ['', 'g', 'i', 'u', 'm', 's', 'y', 'gi', 'gu', 'iu', 'gy', 'gm', 'd', 'dgimsuy']) expressions.push(expression(pattern, flags));
}
for (let i = 0; i < input.count; i++) {
	named = false;
	const unicode = !below(3);
	const flags = pick(['', '', '', 'd']) + pick(['', 'g', 'g']) + pick(['', '', 'i']) + pick(['', '', 'm']) + pick(['', '', 's']) + (unicode ? 'u' : '') + pick(['', '', '', 'y']);
	expressions.push(expression(alternatives(3, unicode), flags));
}
const evaluate = (0, eval)(input.evaluate);
done(expressions.concat(input.others).map((e) => [e, evaluate(e)]));

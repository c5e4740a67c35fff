//# async generator
async function* g() { yield 1; yield await Promise.resolve(2); }
(async () => { const a = []; for await (const x of g()) a.push(x); print(a); })();
//# for await of promises
(async () => { const a = []; for await (const x of [1, Promise.resolve(2)]) a.push(x); print(a); })();
//# async generator method
class A { async *m() { yield 1; } static async *s() { yield 2; } }
new A().m().next().then(r => print(r)); A.s().next().then(r => print(r));
//# HTML open comment
var a = 1; <!-- comment
print(a);
//# HTML close comment
var a = 1;
--> comment
print(a);
//# numeric separator out of place
attempt(function () { eval('1__0'); });
//# numeric separators
print(1_000 + 0xf_f + 1_0.0_1 + 10n ** 2n == 5);
//# logical assignment
var a = null, b = 1, c = 0; a ??= 5; b &&= 6; c ||= 7; print([a, b, c]);
//# optional catch binding
try { throw 1; } catch { print('c'); }
//# static block sets a field
class A { static x; static { A.x = 5; } } print(A.x);
//# private in
class A { #x; static has(o) { return #x in o; } } print(A.has(new A())); print(A.has({}));
//# let as a name
var let1 = 1; var of = 2, get = 3, set = 4, static1 = 5, async = 6; print(of + get + set + async);
//# of get set async as names
var o = { get: 1, set: 2, of: 3, async: 4, static: 5, await: 6, yield: 7, let: 8, new: 9, class: 10, get get() { return 11; }, set set(v) {}, async async() {}, get: 12 }; print(Object.keys(o));
//# methods called get set
class A { get() { return 'g'; } set() { return 's'; } static() { return 't'; } async() { return 'a'; } of() { return 'o'; } static static() { return 'ss'; } static get get() { return 'gg'; } }
var x = new A(); print([x.get(), x.set(), x.static(), x.async(), x.of(), A.static(), A.get]);
//# Unicode escapes in names
var \u0061bc = 1; print(abc); var o = {\u0062: 2}; print(o.b); print(o.\u0062);
//# trailing commas
function f(a, b,) { return a + b; } print(f(1, 2,)); print([1, 2, , ].length); var {p, } = {p: 3}; print(p); print(((a,) => a)(4,));
//# labels
outer: for (var i = 0; i < 3; i++) { for (;;) { if (i == 1) break outer; continue outer; } } print(i);
//# label on a block
a: { print(1); break a; print(2); }
//# comma in for
for (var i = 0, j = 5; i < j; i++, j--); print([i, j]);
//# ASI return
function f() { return
5; } print(f());
//# ASI increment
var a = 1, b = 2
a
++b
print([a, b])
//# ASI with bracket
var a = [3]
;[1, 2].forEach(function (x) { print(x); })
//# ASI do while
do {} while (false) print('x');
//# regular expression after a parenthesis
if (true) /a/.test('a') && print('yes');
//# regular expression with a slash in a class
print('a/b'.split(/[/]/));
//# division after a brace
var a = {} / 2; print(String(a));
//# octal escape
print('\101');
//# legacy octal
print(010);
//# with
with ({x: 5}) { print(x); }
//# duplicate parameters
function f(a, a) { return a; } print(f(1, 2));
//# yield as a name
var yield1 = 1; function f() { var yield_ = 1; return yield_; } print(f());
//# arguments aliasing
function f(a) { arguments[0] = 5; return a; } print(f(1));
//# function in a block used before
function f() { return g(); function g() { return 1; } } print(f());
//# getter and static names
class A { static get static() { return 1; } get get() { return 2; } } print([A.static, new A().get]);
//# template in template
print(`a${`b${1 + 1}`}c`);
//# tagged template raw
function t(s, ...v) { return s.raw.join('|') + v.join(); } print(t`a\n${1}b`);
//# exponent and assignment
var a = 2; a **= 3; print(a); print((-2) ** 2);
//# new.target in a function
function F() { return new.target === F; } print(new F() instanceof F); print(F());
//# optional call and index
var o = {a: [1], f() { return 2; }}; print([o?.a?.[0], o.f?.(), o.g?.(), o?.x?.y.z.w]);
//# nullish with zero
print([0 ?? 1, null ?? 2, undefined ?? 3, '' || 4]);
//# spread of text and sets
print([...'añ😀', ...new Set([1, 1, 2])]);
//# object spread and rest
var {a, ...r} = {a: 1, b: 2, c: 3}; print(r); print({...r, ...'hi', ...null});
//# computed getters
var k = 'x'; var o = {get [k + 1]() { return 1; }, [k + 2]: 2, async [k + 3]() {}}; print(Object.keys(o));
//# generator delegation
function* a() { var r = yield* b(); yield r; } function* b() { yield 1; return 2; } print([...a()]);
//# default parameter scope
var x = 1; function f(a = x, b = () => a) { var x = 2; a = 3; return [a, b()]; } print(f());
//# this in a plain function
function f() { return this === undefined || this === globalThis; } print(f());
//# switch with blocks
switch (3) { case 1: { print(1); } default: print('d'); case 2: print(2); }
//# comments everywhere
/* a */ var /* b */ x /* c */ = /* d */ 1 // e
/**/ print(x) /* f
*/ print('g')
//# line continuation
print('a\
b');
//# line separators in text
print('a b'.length);
//# empty statements
;;; if (1); else; for (;false;); print('ok');;
//# hash bang is only at the start
print(1);
//# async arrow in a parameter
print(typeof (async x => x)); print(typeof (async (x) => { await x; })); var async1 = async () => {}; print(async1.name);
//# await in odd places
(async () => { print([await 1, ...await [2], await (async () => 3)()]); print(`${await 4}`); print((await {a: 5}).a); })();
//# top level return in a function body only
print((() => { return 1; })());
//# big numbers and literals
print([0b11, 0o17, 0xff, .5, 5., 1e3, 1E-3, 0.1 + 0.2]); print(String(123n * 2n));
//# class expression names
var A = class B { static n() { return B.name; } }; print(A.n()); print(A.name);
//# accessor pairs
class A { #v = 1; get v() { return this.#v; } set v(x) { this.#v = x * 2; } } var a = new A(); a.v = 5; print(a.v);
//# private methods
class A { #m(x) { return x + 1; } static #s() { return 's'; } m() { return this.#m(1); } static s() { return A.#s(); } } print(new A().m()); print(A.s());
//# fields called get and async
class A { static async = 3; get = 4; } print([A.async, new A().get]);

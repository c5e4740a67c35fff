//# fields called get set async static
class A { get = 1; set = 2; async = 3; static = 4; static async = 5; static get; static set = 6
  static static = 7 }
var x = new A(); print([x.get, x.set, x.async, x.static, A.async, A.set, A.static]); print(Object.keys(x)); print('get' in A);
//# fields called get before methods
class A { get
  *g() { yield 1; } async
  m() { return 2; } set = () => 3; get g2() { return 4; } }
var x = new A(); print([...x.g()]); print(x.m()); print(x.set()); print(x.g2); print(Object.keys(x));
//# default value in an array in a pattern with a default
const {labels: [first = 'none', second = 'x'] = []} = {}; print([first, second]);
const {labels: [third = 'none'] = ['z']} = {labels: ['y']}; print(third);
//# deeper defaults
var {a: {b: [c = 1, {d = 2, e: [f = 3] = []} = {}] = []} = {}} = {}; print([c, d, f]);
let [[[g = 4] = []] = []] = []; print(g);
const [{h = 5} = {}, , ...[i = 6]] = []; print([h, i]);
//# defaults of parameters
function f({labels: [a = 1, b = a] = []} = {}, [[c = 3] = []] = []) { return [a, b, c]; } print(f()); print(f.length);
print((({labels: [a = 1] = []}) => a)({})); print((({a: [b = 1] = []}, [[c = 2]] = [[]]) => [b, c])({}));
print([['k', []]].map(([k, [v = 7] = []]) => k + v));
(async ({labels: [a = 1] = []}) => print(a))({});
class A { m({a: [b = 8] = []}) { return b; } } print(new A().m({}));
//# defaults in loops and catch clauses
for (const {a: [b = 1] = []} of [{}, {a: [2]}]) print(b);
for (let {a: [b = 1] = []} = {}; b < 3; b++) print(b);
try { throw {}; } catch ({a: [b = 9] = []}) { print(b); }
//# names in defaults
const {a: [f = () => 1, g = class {}] = []} = {}; print([f.name, g.name]);
//# assignments in arrays stay
var a, b; print([a = 1, b = a + 1]); [[a = 5] = []] = []; print(a); print([a = 2][0]); ({x: [a = 3] = []} = {}); print(a);
//# text of functions
class A { get = 1; m({a: [b = 1] = []}) { return 1 } async *g() { yield 1 } }
print(typeof A.toString()); print(({ async *m(a) { yield 1 } }).m.name); print(function ({a: [b = 1] = []}) {}.length);
//# async as an arrow's parameter
print((async => async + 1)(1)); var f = async => { return async; }; print(f(2));
//# the last code point
var s = '\u{10FFFF}', t = "a\u{10ffff}b\u{00010FFFF}"; print(s.length + t.length); print(s.codePointAt(0));
//# labelled loops
a: b: for (var i = 0; i < 3; i++) { for (;;) { continue a; } } print(i);
x: y: z: for (var k of [1, 2]) { if (k == 1) continue y; print(k); break x; }
a: b: while (true) { (function () { a: for (var i = 0; i < 2; i++) { for (;;) continue a; } })(); break a; } print('out');
//# async generator, step by step
async function* g() { try { const a = yield 1; print('a ' + a); const b = yield Promise.resolve(2); print('b ' + b); return 3; } finally { print('finally'); } }
(async () => { const it = g(); print(await it.next('x')); print(await it.next('y')); print(await it.next('z')); print(await it.next()); })();
//# async generator, return
async function* g() { try { yield 1; yield 2; } catch (e) { print('never'); } finally { print('finally'); } }
(async () => { const it = g(); print(await it.next()); print(await it.return(Promise.resolve('r'))); print(await it.next()); })();
//# async generator, return before it began
async function* g() { print('never'); yield 1; }
(async () => { const it = g(); print(await it.return(5)); print(await it.next()); })();
//# async generator, throw before it began
async function* g() { print('never'); yield 1; }
(async () => { const it = g(); try { await it.throw(new Error('x')); } catch (e) { print(e.message); } print(await it.next()); })();
//# async generator, throw
async function* g() { for (;;) { try { yield 1; } catch (e) { print('caught ' + e); yield 'c'; } } }
(async () => { const it = g(); await it.next(); print(await it.throw('t')); print(await it.next()); })();
//# async generator, throw with a pattern
async function* g() { try { yield 1; } catch ({message}) { yield message; } try { yield 2; } catch { yield 'bare'; } }
(async () => { const it = g(); await it.next(); print(await it.throw(new Error('m'))); print(await it.next()); print(await it.throw(1)); print(await it.next()); })();
//# async generator, return within catch clauses
async function* g() { try { try { yield 1; } catch { print('no'); } finally { print('in'); } } catch ({x}) { print('no'); } finally { yield 'last'; print('out'); } }
(async () => { const it = g(); await it.next(); print(await it.return('r')); print(await it.next()); print(await it.next()); })();
//# async generator, finally that returns
async function* g() { try { yield 1; } finally { return 'mine'; } }
(async () => { const it = g(); await it.next(); print(await it.return('r')); })();
//# async generator, finally that goes on
async function* g() { for (;;) { try { yield 1; } finally { break; } } yield 2; }
(async () => { const it = g(); await it.next(); print(await it.return('r')); print(await it.next()); })();
//# async generator, queue
async function* g() { const a = yield 1; const b = yield a; yield b; }
(async () => { const it = g(); print(await Promise.all([it.next(), it.next('a'), it.next('b'), it.return('r'), it.next()])); })();
//# async generator that throws
async function* g() { yield 1; throw new TypeError('t'); }
(async () => { const it = g(); await it.next(); try { await it.next(); } catch (e) { print(e.name + e.message); } print(await it.next()); })();
//# async generator, rejected values
async function* g() { try { yield Promise.reject(new Error('y')); } catch (e) { print(e.message); } try { return Promise.reject(new Error('r')); } catch (e) { print(e.message); } }
(async () => { print(await g().next()); })();
//# async generator, return of a rejected promise
async function* g() { try { yield 1; } catch (e) { print('in ' + e); return 'back'; } }
(async () => { const it = g(); await it.next(); print(await it.return(Promise.reject('no'))); try { await g().return(Promise.reject('early')); } catch (e) { print(e); } })();
//# async generator, a promise as what next is given
async function* g() { const p = yield; print(typeof p.then); print(await p); }
(async () => { const it = g(); await it.next(); await it.next(Promise.resolve(7)); })();
//# async generator delegates
async function* inner() { try { const a = yield 1; print('got ' + a); } finally { print('closed'); } return 'r'; }
async function* g() { const r = yield* inner(); print(r); yield* [2, Promise.resolve(3)]; }
(async () => { const it = g(); print(await it.next()); print(await it.next('x')); print(await it.next()); print(await it.next()); const other = g(); await other.next(); print(await other.return('q')); })();
//# async generator delegates throw
async function* inner() { try { yield 1; } catch (e) { yield 'c' + e; } }
async function* g() { yield* inner(); try { yield* [1, 2]; } catch (e) { print(e.name); } }
(async () => { const it = g(); await it.next(); print(await it.throw('e')); print(await it.next()); print(await it.throw('e')); })();
//# async generator delegates to what is no list
async function* g() { yield* 5; }
(async () => { try { await g().next(); } catch (e) { print(e.name); } })();
//# this, arguments, super and new.target in an async generator
class B { name() { return 'b'; } static s() { return 's'; } }
class A extends B { async *m(x) { yield this.v; yield arguments.length; yield super.name(); const f = () => super.name() + this.v; yield f(); } v = 5; static async *s() { yield super.s(); } async *#p() { yield 'p'; } p() { return this.#p(); } }
var o = { __proto__: new B(), async *m() { yield super.name(); }, async *['c' + 1](a, b = a) { yield b; }, async *'text'() { yield 't'; } };
(async () => { for await (const x of new A().m(1, 2)) print(x); for await (const x of A.s()) print(x); for await (const x of new A().p()) print(x); for await (const x of o.m()) print(x); })();
(async () => { for await (const x of o.c1(6)) print(x); for await (const x of o.text()) print(x); print(Object.keys(o)); })();
//# variables and parameters of async generators
async function* g(a, {b = 2} = {}) { var a, b, c = 3; var d; yield [a, b, c, d]; a = 9; yield arguments.length; { let a = 5; yield a; } yield a; function h() { return 'h'; } yield h(); }
(async () => { for await (const x of g(1)) print(x); })(); print(g.length); print(g.name);
//# a parameter that throws
async function* g(a = (() => { throw new Error('p'); })()) {}
attempt(function () { g(); });
//# async generator objects
async function* g() {}
var it = g(); print(Object.prototype.toString.call(it)); print(it[Symbol.asyncIterator]() === it); print(typeof it.next); print(typeof it[Symbol.iterator]); print(it.next() instanceof Promise);
//# next of something else
async function* g() {}
g().next.call({}).catch(e => print(e.name));
//# async generators in expressions
var f = async function* () { yield 1; }, h = async function* named() { yield typeof named; };
(async () => { for await (const x of f()) print(x); for await (const x of h()) print(x); print(f.name); })();
//# yield in places
async function* g() { const a = [yield 1, yield 2], o = {k: yield 3, [yield 4]: 5}; print(a); print(o); print(`${yield 6}`); f(yield 7, ...(yield 8)); return yield yield 9; }
function f(...x) { print(x); }
(async () => { const it = g(); let r, n = 0; while (!(r = await it.next(n++ === 8 ? [1] : n)).done) print(r.value); print(r); })();
//# sync generators beside
function* s() { const x = yield 1; print(x); } async function* g() { const inner = function* () { yield 1; yield 2; }; yield* inner(); }
var it = s(); it.next(); it.next('s'); (async () => { for await (const x of g()) print(x); })();
//# for await of an object
var o = { [Symbol.asyncIterator]() { let n = 0; return { next() { return Promise.resolve({ done: n > 1, value: n++ }); }, return() { print('return'); return {}; } }; } };
(async () => { for await (const x of o) print(x); for await (const x of o) { print(x); break; } })();
//# for await, left in every way
async function* g() { try { yield 1; yield 2; yield 3; } finally { print('closed'); } }
async function early() { for await (const x of g()) { if (x == 2) return 'r' + x; } }
(async () => {
  for await (const x of g()) { if (x == 1) continue; print(x); break; }
  print(await early());
  try { for await (const x of g()) throw new Error('e' + x); } catch (e) { print(e.message); }
  outer: for (const i of [1, 2]) { for await (const x of g()) { if (x == 1) continue outer; } }
  label: for await (const x of g()) { for (;;) { if (x < 3) continue label; print('l' + x); break label; } }
})();
//# for await, targets
(async () => {
  let a, o = {};
  for await (a of [1]); print(a);
  for await (o.x of [2]); print(o);
  for await ([a, o.y = 5] of [[3]]); print([a, o.y]);
  for await ({a, b: [o.z = 6] = []} of [{a: 4}]); print([a, o.z]);
  for await (var v of [5, 6]); print(v);
  for await (let {p, q = 1} of [{p: 7}]) print(p + q);
  const fs = []; for await (const c of [1, 2]) fs.push(() => c); print(fs.map(f => f()));
  for await (let c of [1]) { c++; print(c); } for await (const c of [8]) { let c = 9; print(c); }
  try { for await (const c of [1]) c = 2; } catch (e) { print(e.name); }
})();
//# for await of what throws
var bad = { [Symbol.asyncIterator]() { return { next() { throw new Error('next'); }, return() { print('never'); } }; } };
var worse = { [Symbol.asyncIterator]() { return { next() { return {value: 1}; }, return() { throw new Error('return'); } }; } };
(async () => {
  try { for await (const x of bad); } catch (e) { print(e.message); }
  try { for await (const x of worse) break; } catch (e) { print(e.message); }
  try { for await (const x of worse) throw new Error('body'); } catch (e) { print(e.message); }
  try { for await (const x of 5); } catch (e) { print(e.name); }
  try { for await (const x of null); } catch (e) { print(e.name); }
  try { for await (const x of [Promise.reject(new Error('item'))]); } catch (e) { print(e.message); }
})();
//# for await in an async generator
async function* map(list, f) { try { for await (const x of list) yield f(x); } finally { print('map closed'); } }
async function* numbers() { try { for (let n = 0; ; n++) yield n; } finally { print('numbers closed'); } }
(async () => { for await (const x of map(numbers(), x => x * 2)) { print(x); if (x > 2) break; } })();
//# for await nested
(async () => { for await (const a of [1, 2]) for await (const b of [a * 10, Promise.resolve(a * 20)]) print(b); })();
//# for await in arrow functions and methods
class A { async m(list) { const out = []; for await (const x of list) out.push(x + this.n); return out; } n = 1; }
var f = async (list) => { let n = 0; for await (const x of list) n += x; return n; };
(async () => { print(await new A().m([1, 2])); print(await f([1, Promise.resolve(2)])); })();
//# division and expressions of old
var a = 8, g = 2, i = 1; print(a / 2 / g); if (true) /x/.test('x') && print('re'); var o = {} / 1; print(isNaN(o));
class B { get = 4 / 2 / g; async = /[/]}/.test('}') ? 1 : { a: 1 }; }
print(new B().get); print(`a${`b${{c: 1}.c}`}` + /`/.source); print(i++ / 2);
function f() { return /}/.source } print(f()); var c = class { x = 1 }; print([1 / 2, /=/.source]);
//# comments in odd places
class A { /* a */ get /* b */ = /* c */ 1; async // d
  = 2; static /* e */ async /* f */ * /* g */ g /* h */ ( ) { for /* i */ await /* j */ (const x of [1]) yield x; } }
var x = new A(); print([x.get, x.async]); A.g().next().then(print);
//# names beyond ASCII before
var ünï = 'ä😀', 变量 = 1; const {数: [值 = 'ö'] = []} = {}; print(ünï + 变量 + 值);
//# labelled functions
foo: function f() { return 1; } print(f()); { bar: baz: function g() { return 2; } print(g()); }
function outer() { print(inner()); in1: function inner() { return 3; } } outer();

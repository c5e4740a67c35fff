//# implicit global in a method
class A { m() { made = 5; return typeof made; } }
print(new A().m()); print(made); print(globalThis.made);
//# implicit global in a constructor
class A { constructor() { made = 1; } }
new A(); print(made);
//# implicit global in an accessor
class A { get x() { seen = 'get'; return 1; } set x(v) { seen = 'set' + v; } }
var a = new A(); a.x; print(seen); a.x = 3; print(seen);
//# implicit global in a static method
class A { static m() { made = 2; } }
A.m(); print(made);
//# implicit global in an async method
class A { async m() { made = 1; await null; made += 1; } }
new A().m().then(function () { print(made); });
//# implicit global in a generator method
class A { *m() { for (i = 0; i < 3; i++) yield i; } }
print([...new A().m()]); print(i);
//# implicit global in a for loop
class A { m(list) { for (item of list) { last = item; } return last + item; } }
print(new A().m([1, 2, 3])); print(item);
//# implicit global in for in
class A { m(o) { for (k in o) { print(k); } return k; } }
print(new A().m({a: 1, b: 2}));
//# implicit global by destructuring
class A { m() { [p, q] = [1, 2]; ({r} = {r: 3}); return p + q + r; } }
print(new A().m()); print(p + q + r);
//# implicit global in an arrow in a method
class A { m() { [1, 2].forEach(x => { total = (typeof total === 'undefined' ? 0 : total) + x; }); return total; } }
print(new A().m());
//# this of a nested function
class A { m() { return (function () { return this === globalThis; })(); } }
print(new A().m());
//# this of a method taken off
class A { m() { return this === globalThis; } }
var f = new A().m; print(f()); var g = A.prototype.m; print(g.call(5)); print(typeof g.call(null));
//# this boxed
class A { m() { return typeof this; } static s() { return typeof this; } }
print(A.prototype.m.call(5)); print(A.prototype.m.call('x')); print(A.s.call(undefined)); print(A.s.call(true));
//# this in callbacks
class A { constructor() { this.n = 1; } m() { return [1].map(function () { return this === globalThis; })[0] && [1].map(function () { return this.n; }, this)[0]; } }
print(new A().m());
//# write to frozen
class A { m() { const o = Object.freeze({a: 1}); o.a = 2; o.b = 3; delete o.a; return JSON.stringify(o); } }
print(new A().m());
//# write to a getter
class A { get x() { return 1; } m() { this.x = 2; return this.x; } }
print(new A().m());
//# write to a primitive
class A { m() { var s = 'abc'; s.x = 1; s.length = 9; s[0] = 'z'; return s + s.x; } }
print(new A().m());
//# write to undefined NaN Infinity
class A { m() { undefined = 1; NaN = 2; Infinity = 3; return [undefined, NaN, Infinity].join(); } }
print(new A().m());
//# delete of what cannot be deleted
class A { m() { return delete [].length; } n() { return delete Object.prototype; } }
print(new A().m()); print(new A().n());
//# arguments alias parameters
class A { m(a, b) { arguments[0] = 9; b = 8; return [a, arguments[1], arguments.length].join(); } }
print(new A().m(1, 2)); print(new A().m(1));
//# arguments callee
class A { m() { return typeof arguments.callee; } }
print(new A().m());
//# arguments alias in a constructor
class A { constructor(a) { arguments[0] = 'x'; this.a = a; } }
print(new A('y').a);
//# arguments with a rest
class A { m(a, ...rest) { return [arguments.length, rest.length, rest.join()].join('|'); } }
print(new A().m(1, 2, 3)); print(new A().m());
//# default parameters
class A { m(a, b = a + 1, {c = 3, d} = {}) { return [a, b, c, d].join(); } }
print(new A().m(1)); print(new A().m(1, 5, {d: 4})); print(A.prototype.m.length);
//# destructured request
class Script2 { process({request, ...other}) { return request.content.text + Object.keys(other).length; } }
print(new Script2().process({request: {content: {text: 't'}}, x: 1, y: 2}));
//# inheritance
class A { constructor(n) { this.n = n; } m() { return 'A' + this.n; } }
class B extends A { m() { return 'B' + super.m(); } }
var b = new B(3); print(b.m()); print(b instanceof A && b instanceof B); print(Object.keys(b));
//# three levels
class A { constructor() { this.trace = ['A']; } who() { return 'A'; } }
class B extends A { constructor() { super(); this.trace.push('B'); } who() { return super.who() + 'B'; } }
class C extends B { constructor() { super(); this.trace.push('C'); } who() { return super.who() + 'C'; } }
var c = new C(); print(c.trace); print(c.who());
//# inherited constructor with arguments
class A { constructor(...all) { this.all = all; } }
class B extends A {}
class C extends B {}
print(new C(1, 2, 3).all); print(B.length); print(A.length);
//# super with spread
class A { constructor(a, b, c) { this.sum = a + b + c; } }
class B extends A { constructor(...args) { super(...args, 3); } }
print(new B(1, 2).sum);
//# super property in a constructor
class A { get x() { return 'x' + this.y; } m(a) { return 'm' + this.y + a; } }
class B extends A { constructor() { super(); this.y = 1; this.z = super.x + super.m(2) + super['m'](3); } }
print(new B().z);
//# super method that is missing
class A {}
class B extends A { m() { return super.nope; } n() { super.nope(); } }
print(new B().m()); attempt(function () { new B().n(); });
//# super set in a method
class A { set x(v) { this.got = v; } }
class B extends A { m() { super.x = 5; super.y = 6; return this.got + '|' + this.y; } }
print(new B().m());
//# super set in a constructor
class A { set x(v) { this.got = v; } }
class B extends A { constructor() { super(); super.x = 5; super.y = 6; super.y += 1; } }
var b = new B(); print(b.got + '|' + b.y);
//# super in static
class A { static make() { return 'made ' + this.name; } static get v() { return 'v' + this.name; } }
class B extends A { static make() { return super.make() + super.v; } }
print(B.make()); print(B.v);
//# super in accessors
class A { get x() { return this._x || 'none'; } set x(v) { this._x = v; } }
class B extends A { get x() { return 'B:' + super.x; } set x(v) { super.x = v + '!'; } }
var b = new B(); print(b.x); b.x = 1; print(b.x); print(b._x);
//# super in an arrow
class A { m() { return 1; } }
class B extends A { m() { const f = () => super.m() + 1; return f(); } constructor() { super(); this.g = () => super.m() + 2; } }
print(new B().m()); print(new B().g());
//# super in an async method
class A { async m() { return 1; } }
class B extends A { async m() { return (await super.m()) + 1; } }
new B().m().then(print);
//# super in a generator
class A { *m() { yield 1; } }
class B extends A { *m() { yield 0; yield* super.m(); } }
print([...new B().m()]);
//# super of an object literal in a method
class A { m() { const o = {__proto__: {x() { return 'proto'; }}, x() { return super.x() + '!'; }}; return o.x(); } }
print(new A().m());
//# super without a parent
class A { m() { return super.toString === Object.prototype.toString; } constructor() { this.has = super.hasOwnProperty('x'); } }
print(new A().m()); print(new A().has);
//# super in a static method without a parent
class A { static m() { return typeof super.call; } }
print(A.m());
//# this before super
class A {}
class B extends A { constructor() { attempt(() => { this.x = 1; }); super(); this.x = 2; } }
print(new B().x);
//# this before super throws
class A {}
class B extends A { constructor() { this.x = 1; super(); } }
attempt(function () { new B(); });
//# super never called
class A {}
class B extends A { constructor() { } }
attemptText(function () { new B(); });
//# super in a condition
class A { constructor(x) { this.x = x; } }
class B extends A { constructor(y) { if (y) { super('yes'); } else { super('no'); } this.y = y; } }
print(new B(1).x + new B(0).x + new B(2).y);
//# super in an arrow of a constructor
class A { constructor(x) { this.x = x; } }
class B extends A { f = 7; constructor() { const go = v => super(v); go(4); this.z = this.x + this.f; } }
print(new B().z);
//# super in try
class A { constructor() { throw new Error('no'); } }
class B extends A { constructor() { try { super(); } catch (e) { print(e.message); return {caught: true}; } } }
print(new B().caught);
//# constructor returns an object
class A { constructor() { this.a = 1; return {b: 2}; } }
class B extends A { constructor() { super(); this.c = 3; } }
print(Object.keys(new A())); print(Object.keys(new B())); print(new B() instanceof B);
//# constructor returns a primitive
class A { constructor() { this.a = 1; return 5; } }
print(new A().a);
//# derived constructor returns a primitive
class A {}
class B extends A { constructor() { super(); return 5; } }
attemptText(function () { new B(); });
//# derived constructor returns early
class A { constructor() { this.a = 1; } }
class B extends A { constructor(x) { super(); if (x) return; this.b = 2; } }
print(Object.keys(new B(1))); print(Object.keys(new B(0)));
//# derived constructor returns an object without super
class A {}
class B extends A { constructor() { return {x: 1}; } }
print(new B().x);
//# returns inside functions of a constructor
class A {}
class B extends A { constructor() { super(); this.v = [1, 2].map(x => { return x * 2; }); this.w = (function () { return 3; })(); } }
print(new B().v); print(new B().w);
//# call without new
class A { constructor() { this.x = 1; } }
attemptText(function () { A(); }); attemptText(function () { A.call({}); });
//# call without new of a derived class
class A {}
class B extends A {}
attemptText(function () { B(); });
//# borrowed constructor
class A { constructor() { this.x = 1; } }
var o = Object.create(A.prototype); A.call(o); print(o.x);
//# types
class A {}
print(typeof A); print(A.name); print(A.length); print(new A().constructor === A); print(A.prototype.constructor === A); print(Object.prototype.toString.call(A));
//# not enumerable
class A { m() {} get g() { return 1; } static s() {} static get t() { return 1; } f = 1; static u = 2; }
print(Object.keys(A.prototype)); print(Object.keys(A)); var seen = []; for (var k in new A()) seen.push(k); print(seen);
//# descriptors
class A { m() {} static s() {} get g() { return 1; } }
print(JSON.stringify(Object.getOwnPropertyDescriptor(A.prototype, 'constructor'), function (k, v) { return typeof v === 'function' ? 'f' : v; }));
print(JSON.stringify(Object.getOwnPropertyDescriptor(A.prototype, 'm'), function (k, v) { return typeof v === 'function' ? 'f' : v; }));
print(JSON.stringify(Object.getOwnPropertyDescriptor(A, 's'), function (k, v) { return typeof v === 'function' ? 'f' : v; }));
var d = Object.getOwnPropertyDescriptor(A.prototype, 'g'); print([typeof d.get, typeof d.set, d.enumerable, d.configurable].join());
//# prototype is fixed
class A { m() { return 1; } }
A.prototype = {}; print(typeof A.prototype.m); print(JSON.stringify(Object.getOwnPropertyDescriptor(A, 'prototype').writable));
//# own names
class A { b() {} a() {} get c() { return 1; } 1() {} static x() {} }
print(Object.getOwnPropertyNames(A.prototype)); print(Object.getOwnPropertyNames(A).filter(function (n) { return n === 'x' || n === 'prototype'; }));
//# getter and setter pair
class A { get x() { return this.v; } set x(v) { this.v = v * 2; } static get y() { return A.w; } static set y(v) { A.w = v + 1; } }
var a = new A(); a.x = 2; print(a.x); A.y = 1; print(A.y);
//# getter alone
class A { get x() { return 1; } }
class B extends A { set x(v) { this.got = v; } }
var b = new B(); b.x = 1; print(b.x); print(b.got);
//# method twice
class A { m() { return 1; } m() { return 2; } }
print(new A().m());
//# method then accessor
class A { m() { return 1; } get m() { return 2; } }
print(new A().m);
//# accessor then method
class A { get m() { return 2; } m() { return 1; } }
print(typeof new A().m);
//# fields
class A { x = 1; y = this.x + 1; z; ['w' + 1] = 4; 5 = 'five'; 'quoted key' = 6; }
print(JSON.stringify(new A())); print('z' in new A());
//# fields before the constructor
class A { x = 1; constructor() { this.y = this.x + 1; this.x = 10; } }
print(JSON.stringify(new A()));
//# fields after super
class A { constructor() { this.seen = this.x; this.init(); } init() { this.y = 'A'; } }
class B extends A { x = 1; y = 'field'; init() { this.y = 'B'; } }
print(JSON.stringify(new B()));
//# field arrows
class A { n = 5; f = () => this.n; g = function () { return this.n; }; }
var a = new A(); var f = a.f; print(f()); print(a.g());
//# process_incoming_request as a field
class S { process = ({request}) => { out = request.x; return {content: {text: out}}; }; }
print(new S().process({request: {x: 'hey'}}).content.text); print(out);
//# implicit globals in fields
class A { x = (madeByField = 3); static y = (madeByStatic = 4); }
new A(); print(madeByField); print(madeByStatic);
//# field over a setter
class A { set x(v) { this.got = v; } }
class B extends A { x = 1; }
var b = new B(); print(b.got); print(b.x);
//# field with super
class A { m() { return 'm'; } }
class B extends A { x = super.m() + '!'; f = () => super.m() + '?'; }
print(new B().x); print(new B().f());
//# field that is a class
class A { Inner = class { who() { return 'inner'; } }; }
print(new new A().Inner().who());
//# static fields
class A { static x = 1; static y = A.x + this.x; static f = () => this.y; static z; }
print(A.y); print(A.f()); print('z' in A); print(Object.keys(A));
//# static fields inherited
class A { static list = []; static add(x) { this.list.push(x); return this.list.length; } }
class B extends A {}
B.add(1); print(A.list); print(B.hasOwnProperty('list'));
//# static block
class A { static x = 1; static { var t = this.x; this.y = t + 1; made = 7; } static z = this.y + 1; }
print(A.z); print(made);
//# static name
class A { static name = 'other'; }
print(A.name);
//# static name method
class A { static name() { return 'n'; } }
print(A.name());
//# computed keys
var log = []; function k(x) { log.push(x); return x; }
class A { [k('a')]() { return 1; } static [k('b')]() { return 2; } get [k('c')]() { return 3; } [k('d')] = 4; static [k('e')] = 5; }
print(new A().a() + A.b() + new A().c + new A().d + A.e); new A(); print(log);
//# computed symbol
class A { *[Symbol.iterator]() { yield 1; yield 2; } get [Symbol.toStringTag]() { return 'Tag'; } static [Symbol.hasInstance](x) { return x === 1; } }
print([...new A()]); print(String(new A())); print(1 instanceof A);
//# computed key with this
function make() { return class { [this.k]() { return 'k'; } }; }
print(new (make.call({k: 'kk'}))().kk());
//# computed key with toString
var times = 0;
class A { [{toString() { times++; return 'key'; }}]() { return 1; } [{toString() { times++; return 'field'; }}] = 2; }
print(new A().key() + new A().field); print(times);
//# computed key in a generator
function* g() { return class { [yield 1]() { return 'm'; } static [yield 2]() { return 's'; } }; }
var i = g(); i.next(); i.next('a'); var C = i.next('b').value; print(new C().a() + C.b());
//# numeric and odd keys
class A { 1() { return 'one'; } 'two words'() { return 'two'; } 0x10() { return 'hex'; } async() { return 'async'; } get() { return 'get'; } static() { return 'static'; } set() { return 'set'; } }
var a = new A(); print([a[1](), a['two words'](), a[16](), a.async(), a.get(), a.static(), a.set()]);
//# keyword keys
class A { delete() { return 'd'; } if() { return 'i'; } class() { return 'c'; } static new() { return 'n'; } }
print(new A().delete() + new A().if() + new A().class() + A.new());
//# method named as the class
class A { A() { return typeof A; } }
print(new A().A());
//# methods call each other
class A { m() { return this.n() + A.s(); } n() { return 'n'; } static s() { return 's'; } }
print(new A().m());
//# chaining
class A { constructor() { this.v = 0; } add(n) { this.v += n; return this; } }
print(new A().add(1).add(2).v);
//# class expression
const A = class { m() { return 'm'; } };
print(new A().m()); print(A.name);
//# named class expression
const A = class B { m() { return typeof B + B.name; } };
print(new A().m()); print(A.name); print(typeof B);
//# class expression as an argument
function name(c) { return c.name; }
print(name(class Foo {})); print(typeof name(class {}));
//# class expression in a property
var o = {Foo: class { m() { return 1; } }, 'odd key': class {}};
print(new o.Foo().m()); print(o.Foo.name);
//# class expression assigned
var A; A = class { }; print(A.name); let B = A || class {}; print(B === A);
//# class in a function
function make(x) { class A { m() { return x; } } return new A(); }
print(make(1).m() + make(2).m());
//# class in a loop
var list = []; for (let i = 0; i < 3; i++) { class A { m() { return i; } } list.push(new A()); }
print(list.map(function (a) { return a.m(); }));
//# class in a block
{ class A { m() { return 'block'; } } print(new A().m()); }
print(typeof A);
//# class in a switch
switch (1) { case 1: class A { m() { return 'case'; } } print(new A().m()); }
//# class in a class
class A { m() { class B extends A { m() { return 'B'; } } return new B().m(); } }
print(new A().m());
//# nested classes and this
class A { constructor() { this.x = 1; const self = this; this.B = class { constructor() { this.y = self.x + 1; } }; } }
print(new (new A().B)().y);
//# class in a derived constructor
class A {}
class B extends A { constructor() { super(); this.k = 'kk'; this.C = class extends A { [this.k]() { return 'yes'; } }; } }
print(new (new B().C)().kk());
//# mixin
const Loud = Base => class extends Base { shout() { return this.say().toUpperCase(); } };
class A { say() { return 'hi'; } }
class B extends Loud(A) {}
print(new B().shout());
//# extends a function
function A(x) { this.x = x; } A.prototype.m = function () { return 'm' + this.x; }; A.s = 1;
class B extends A { constructor() { super(4); } m() { return super.m() + '!'; } }
print(new B().m()); print(B.s);
//# extends Error
class Oops extends Error { constructor(m, code) { super(m); this.name = 'Oops'; this.code = code; made = 1; } }
var e = new Oops('bad', 5); print(e instanceof Oops && e instanceof Error); print(String(e)); print(e.code); print(made); print(e.message); print(Object.keys(e));
//# throw an extended Error
class Oops extends Error {}
try { throw new Oops('x'); } catch (e) { print(e.name + e.message + (e instanceof Oops)); print(typeof e.stack); }
//# extends Array
class List extends Array { last() { found = this[this.length - 1]; return found; } }
var l = new List(); l.push(1, 2); print(l.last()); print(l.length); print(found); print(Array.isArray(l)); print(l.map(x => x * 2) instanceof List); print(l.map(x => x + 1).last());
//# extends Map
class M extends Map { get(k) { return super.get(k) || 'none'; } }
var m = new M([[1, 2]]); print(m.get(1)); print(m.get(5)); print(m.size);
//# extends Promise
class P extends Promise { tag() { return 'p'; } }
print(P.resolve(1).tag()); P.resolve(2).then(function (v) { print(v); });
//# extends null
class A extends null { static s() { return 's'; } }
print(A.s()); print(Object.getPrototypeOf(A.prototype)); attempt(function () { new A(); });
//# extends undefined
attemptText(function () { var x; class A extends x {} });
//# extends a number
attempt(function () { class A extends 5 {} });
//# extends an expression
var o = {Base: class { m() { return 'base'; } }};
class A extends (o.Base, o.Base) {}
print(new A().m());
//# extends itself later
attempt(function () { class A extends A {} });
//# new target
class A { constructor() { this.t = new.target === A; this.n = new.target.name; } }
class B extends A {}
print(new A().t); print(new B().t); print(new B().n);
//# abstract class
class Shape { constructor() { if (new.target === Shape) throw new TypeError('abstract'); } }
class Square extends Shape {}
attemptText(function () { new Shape(); }); print(typeof new Square());
//# new target in a method
class A { m() { return new.target; } }
print(typeof new A().m());
//# Reflect construct
class A { constructor(x) { this.x = x; } }
class B {}
var r = Reflect.construct(A, [3]); print(r.x); print(r instanceof A);
//# Symbol species and instanceof
class A { static [Symbol.hasInstance](x) { return x === 'yes'; } }
print('yes' instanceof A); print('no' instanceof A);
//# async methods
class A { async m(x) { const y = await x; return y + 1; } async fails() { throw new Error('f'); } static async s() { return 's'; } }
var a = new A(); a.m(1).then(print).then(() => a.fails()).catch(e => print(e.message)).then(() => A.s()).then(print);
//# async arrow in a method
class A { m() { return [1, 2].map(async x => (await x) + this.n); } constructor() { this.n = 10; } }
Promise.all(new A().m()).then(print);
//# generator methods
class A { *m(n) { for (let i = 0; i < n; i++) { const got = yield i; if (got) print('got ' + got); } return 'end'; } static *s() { yield* [7, 8]; } }
var g = new A().m(2); print(g.next().value); print(g.next('x').value); print(g.next().value); print([...A.s()]);
//# toJSON
class A { constructor() { this.a = 1; } toJSON() { return {wrapped: this.a}; } }
print(JSON.stringify([new A(), {a: new A()}]));
//# toString and valueOf
class A { toString() { return 'text'; } valueOf() { return 5; } }
print(`${new A()}`); print(new A() + 1); print(new A() > 4);
//# class stringified
class A { f = 1; m() {} }
print(JSON.stringify(new A())); print(typeof String(A));
//# inner name is its own
class A { m() { return A === B; } }
var B = A; print(new B().m());
//# class reassigned
let A = class { m() { return 1; } }; const old = A; A = class extends old { m() { return super.m() + 1; } };
print(new A().m());
//# declared class reassigned
class A { m() { return typeof A; } }
var a = new A(); A = 5; print(a.m()); print(A);
//# prototype extended later
class A {} A.prototype.late = function () { return 'late' + (this instanceof A); };
print(new A().late());
//# prototype method replaced
class A { m() { return 'old'; } } var old = A.prototype.m; A.prototype.m = function () { return 'new' + old.call(this); };
print(new A().m());
//# Object.assign to a prototype
class A {} Object.assign(A.prototype, {m() { return 'mixed'; }});
print(new A().m());
//# setPrototypeOf
class A { m() { return 'A'; } } class B { m() { return 'B'; } } class C extends A { m() { return super.m() + 'C'; } }
Object.setPrototypeOf(C.prototype, B.prototype); print(new C().m());
//# instance of a class from a factory
const make = (name) => ({[name]: class { static label = name; }})[name];
print(make('X').label + make('Y').label);
//# getter on this with a counter
class Counter { constructor() { this.c = 0; } get next() { return ++this.c; } static zero = 0; }
var c = new Counter(); c.next; c.next; print(c.next);
//# closures over instance
class A { constructor() { var hidden = 0; this.inc = function () { return ++hidden; }; } }
var a = new A(), b = new A(); a.inc(); print(a.inc() + b.inc());
//# bind in a constructor
class A { constructor() { this.x = 1; this.m = this.m.bind(this); } m() { return this.x; } }
var f = new A().m; print(f());
//# hasOwnProperty
class A { m() {} } var a = new A(); a.x = 1;
print(a.hasOwnProperty('x')); print(a.hasOwnProperty('m')); print('m' in a);
//# Object.entries of an instance
class A { constructor() { this.b = 1; this.a = 2; } get g() { return 3; } }
print(Object.entries(new A()).join(';')); print(Object.assign({}, new A()).g);
//# labels and loops
class A { m() { outer: for (i = 0; i < 3; i++) { for (var j = 0; j < 3; j++) { if (j === 1) continue outer; if (i === 2) break outer; } } return i + ',' + j; } }
print(new A().m());
//# try in a method
class A { m() { try { undefinedFunction(); } catch (e) { caught = e.name; } finally { done = true; } return caught + done; } }
print(new A().m());
//# switch in a method
class A { m(x) { switch (x) { case 1: r = 'one'; break; default: r = 'other'; } return r; } }
print(new A().m(1) + new A().m(2));
//# typeof undeclared
class A { m() { return typeof nothing + typeof this.nothing; } }
print(new A().m());
//# reading undeclared
class A { m() { return nothing; } }
attempt(function () { new A().m(); });
//# optional chaining and super
class A { m() { return 'm'; } }
class B extends A { m() { return super.m?.() + (super.x?.y); } }
print(new B().m());
//# super in template and delete
class A { tag(s) { return s[0] + this.x; } }
class B extends A { constructor() { super(); this.x = 1; } m() { return super.tag`text`; } }
print(new B().m());
//# super destructuring target
class A {} class B extends A { m() { [super.x, super.y] = [1, 2]; return this.x + this.y; } }
print(new B().m());
//# super compound in a constructor
class A { get n() { return 1; } } class B extends A { constructor() { super(); this.r = super.n + 1; super.q = 1; super.q++; } }
var b = new B(); print(b.r); print(b.q);
//# default value with this in a constructor
class A { constructor() { this.d = 4; } }
class B extends A { constructor(x = super(), y = this.d) { this.y = y; } }
print(new B().y);
//# default value with this in a base constructor
class A { constructor(x = typeof this) { this.x = x; } }
print(new A().x);
//# strict directive in a method
class A { m() { 'use strict'; try { undeclaredHere = 1; return 'no'; } catch (e) { return e.name; } } }
print(new A().m());
//# strict directive in a constructor
class A {} class B extends A { constructor() { 'use strict'; super(); this.r = (function () { return this === undefined; })(); } }
print(new B().r);
//# strict directive at the top
'use strict'; leaked = 1; print(leaked);
//# eval in a method
class A { m() { var x = 1; eval('var y = x + 1'); return y; } }
print(new A().m());
//# this at top level
print(typeof this); var f = () => typeof this; print(f());
//# this at top level in a function
function f() { return this === globalThis; } print(f());
//# top level this in an object
var o = {a: typeof this}; print(o.a);
//# function in a class is hoisted
class A { m() { return f(); function f() { return 'hoisted'; } } }
print(new A().m());
//# constants in a method
class A { m() { const x = 1; try { x = 2; } catch (e) { return e.name; } return 'silent'; } }
print(new A().m());
//# getter in an object in a method
class A { m() { return {get x() { leaked = 1; return this.y; }, y: 2}.x; } }
print(new A().m()); print(leaked);
//# class as a key
class A {} var m = new Map([[A, 'a']]); print(m.get(A)); print(m.get(new A().constructor));
//# comma and conditionals around classes
var A = true ? class { m() { return 't'; } } : class {}; print(new A().m()); print((0, class { static x = 3; }).x);
//# new of a class expression
print(new (class { constructor(x) { this.x = x; } })(5).x); print(new class { y = 6; }().y);
//# class in default parameter
function f(C = class { m() { return 'd'; } }) { return new C().m(); } print(f());
//# class in destructuring default
var {C = class { m() { return 'd'; } }} = {}; print(new C().m()); print(C.name);
//# class in a return
function f() { return class extends Array {}; } print(Array.isArray(new (f())()));
//# many instances
class P { x = 0; constructor(x) { this.x += x; } } var s = 0; for (var i = 0; i < 100; i++) s += new P(i).x; print(s);
//# spread of an instance
class A { x = 1; m() {} } print(JSON.stringify({...new A(), y: 2}));
//# subclass adds statics
class A { static x = 1; static get y() { return this.x + 1; } } class B extends A { static x = 5; } print(A.y + ',' + B.y);
//# static this
class A { static make() { return new this(); } } class B extends A {} print(B.make() instanceof B);
//# constructor property used
class A { clone() { return new this.constructor(); } } class B extends A {} print(new B().clone() instanceof B);
//# accessor defined on the class later
class A {} Object.defineProperty(A.prototype, 'x', {get() { return 'late'; }}); print(new A().x);
//# singleton
class S { constructor() { if (S.instance) return S.instance; S.instance = this; } } print(new S() === new S());
//# error in a constructor
class A { constructor() { throw new RangeError('r'); } } attemptText(function () { new A(); });
//# error in a field
class A { x = (() => { throw new RangeError('f'); })(); } attemptText(function () { new A(); });
//# error in a static field
attemptText(function () { class A { static x = nope.y; } });
//# private names
class A { #x = 1; get() { return this.#x; } set(v) { this.#x = v; return this; } static #s = 5; static s() { return A.#s; } #m() { return 'm'; } call() { return this.#m(); } has(o) { return #x in o; } }
print(new A().set(3).get()); print(A.s()); print(new A().call()); print(new A().has(new A())); print(new A().has({}));
//# private names and implicit globals
class A { #x = 1; m() { leaked = this.#x; return leaked; } }
print(new A().m()); print(leaked);
//# subclass of a class with private names
class A { #x = 1; get() { return this.#x; } } class B extends A { m() { leak = this.get(); return leak; } }
print(new B().m());
//# octal-like text
class A { m() { return parseInt('010') + Number('0o10'); } } print(new A().m());
//# caller of a lowered method
class A { m() { return [3, 1, 2].sort(function (a, b) { cmp = true; return a - b; }); } } print(new A().m()); print(cmp);
//# getter throws in super
class A { get x() { throw new Error('gx'); } } class B extends A { get x() { return super.x; } } attemptText(function () { new B().x; });
//# Date extended
class D extends Date { year() { return this.getUTCFullYear(); } } print(new D(0).year()); print(new D(0).toISOString());
//# RegExp extended
class R extends RegExp { test(s) { hits = (typeof hits === 'undefined' ? 0 : hits) + 1; return super.test(s); } } var r = new R('a', 'i'); print(r.test('A')); print(hits); print(r.flags);
//# Function prototype methods on classes
class A { m() { return this.x; } } print(A.prototype.m.call({x: 1})); print(A.prototype.m.apply({x: 2}, [])); print(A.prototype.m.bind({x: 3})());
//# class with a long chain of globals
class A { a() { g1 = 1; this.b(); return g1 + g2; } b() { g2 = g1 + 1; } } print(new A().a());
//# message built from an implicit global
class S { process_incoming_request2({request}) { msg = buildMessage(request); return {content: {text: msg}}; } } function buildMessage(r) { text = 'Hi ' + r.name; return text; }
print(JSON.stringify(new S().process_incoming_request2({request: {name: 'x'}})));
//# module exports
class S { m() { return 'm'; } } try { module.exports = S; print('ok'); } catch (e) { print(e.name); }
//# exports
try { exports.S = 1; exports.T = 2; print('ok'); } catch (e) { print(e.name); }
//# private members of every kind
class A { #n = 1; get #half() { return this.#n / 2; } set #half(v) { this.#n = v * 2; } #add(k) { return this.#n += k; } *#gen() { yield this.#n; } static #make() { return new A(); } static make() { return A.#make(); }
  run() { this.#half = 4; this.#n++; this.#n **= 1; [this.#n] = [this.#n + 1]; return [this.#add(1), this.#half, [...this.#gen()].join(), this?.#n].join('|'); } }
print(A.make().run()); print(JSON.stringify(A.make())); print(Object.keys(A.make())); print({...A.make()});
//# private names of nested classes
class A { #x = 'outer'; m() { const self = this; class B { #y = 'inner'; n() { return this.#y + self.#x; } } return new B().n(); } }
print(new A().m());
//# private name shadowed
class A { #x = 1; m() { return new (class { #x = 2; n() { return this.#x; } })().n() + this.#x; } } print(new A().m());
//# private names and inheritance
class A { #x = 'a'; a() { return this.#x; } } class B extends A { #x = 'b'; b() { return this.#x + this.a(); } } print(new B().b());
//# private name of another object
class A { #x = 1; read(o) { return o.#x; } } attempt(function () { print(new A().read({})); });
//# module exports at the end
class S { m() { return 'm'; } }
print(new S().m()); module.exports = S; module.exports.S = S; exports.T = 1; exports = module.exports = S; print(typeof module);
//# exports that the script declares
var module = {exports: {}}; class S {} module.exports = S; print(module.exports === S);
//# function in a block
if (1) { function q() { return 'q'; } } print(q());
//# function in a block of a function
function f(x) { if (x) { function q() { return q2() + 'q'; } function q2() { return 'q2'; } } return typeof q === 'function' ? q() : typeof q; } print(f(1)); print(f(0));
//# function in a block used within
function f() { var out = []; for (var i = 0; i < 2; i++) { function q() { return i; } out.push(q()); } return out.join(); } print(f());
//# function in a block with a namesake
function q() { return 'outer'; } { function q() { return 'inner'; } } print(typeof q());
//# function in a block of a method
class A { m(x) { if (x) { function q() { return 'in'; } } return typeof q; } } print(new A().m(1));
//# function in a switch
switch (1) { case 1: function q() { return 'case'; } } print(q());
//# function as the body of an if
if (1) function q() { return 'if'; } print(q());
//# function in a try
try { function q() { return 'try'; } } catch (e) {} print(q());
//# accessors of old
class A { constructor() { this.__defineGetter__('x', function () { seen = 1; return this.y; }); this.y = 2; } } print(new A().x); print(seen);
//# getYear
class A { m() { return new Date(2026, 1, 1).getYear() + new Date(0).toGMTString(); } } print(new A().m());
//# HTML strings
class A { m() { return 'x'.bold().link('u'); } } print(new A().m());
//# RegExp statics
class A { m(s) { if (/(\w+)@(\w+)/.test(s)) return RegExp.$1 + RegExp.$2; } } print(new A().m('me@here'));
//# captureStackTrace in a class
class E extends Error { constructor(m) { super(m); Error.captureStackTrace(this, this.constructor); this.name = 'E'; } } var e = new E('x'); print(String(e)); print(typeof e.stack);
//# constant used before it
class S { m(r) { try { print('got ' + event); const event = r.event; print(event); } catch (e) { print(e.name); } } } new S().m({event: 'push'});
//# let used before it
function f() { print(typeof late); late = 1; print(late); let late; print(late); { print(inner); let inner = 2; print(inner); } } f();
//# constants read by functions that are called too early
print(read()); const color = 'red', size = 5; print(read()); function read() { return color + size; }
//# pattern used before it
function f(o) { print(a); print(b); const {a, x: [b = 3, ...c]} = o, d = 4; print([a, b, c, d]); } f({a: 1, x: [undefined, 2]});
//# constant of one case used in another
function f(x) { switch (x) { case 1: const text = 'one'; return text; case 2: text2 = typeof text; return text2; default: return text; } } print(f(1)); print(f(2)); print(f(3));
//# let of one case that goes on in the next
function f(x) { switch (x) { case 1: let list = ['a']; case 2: list = (list || []).concat('b'); break; } return typeof list; } print(f(1)); print(f(2));
//# let in a loop used before it
var fs = []; for (let i = 0; i < 3; i++) { print(typeof k); fs.push(() => k + i); let k = i * 2; } print(fs.map(f => f()));
//# class used before it
function make() { return typeof Late; } print(make()); class Late { m() { return 'm'; } } print(make()); print(new Late().m());
//# names that are opened keep the names of functions
function f() { return g2.name + typeof h; } const g2 = () => 1, h = class {}; print(f()); print(h.name);
//# closures of each turn keep their own
var fs = []; for (const x of [1, 2]) { fs.push(() => y); const y = x; } print(fs.map(f => f()));
//# variables of a pattern read before
attemptText(() => { print(typeof a + typeof b + typeof c); const {a, b: [c = 3], ...b} = {a: 1, b: [], d: 4}; print([a, b, c]); });
//# variable read by a function called before
attemptText(() => { print(String(use())); const settings = {a: 1}; function use() { return again(); } function again() { return settings && settings.a; } print(use()); });
//# switch on a namesake
attemptText(() => { const kind = 2; switch (kind) { case 1: { let kind = 3; print(kind); } break; case 2: print(kind); } });
//# variable of an outer block with a namesake
attemptText(() => { const y = 1; { print(String(inner())); const y = 2; function inner() { return y; } } print(y); });
//# constant read before and set
attemptText(() => { try { fixed = 2; } catch (e) { print(e.name); } const fixed = 1; });
//# variable of a strict function read before
attemptText(() => { 'use strict'; print(typeof here); try { nowhere = 1; } catch (e) { print(e.name); } let here = 1; });
//# initializer that reads its own variable
attemptText(() => { let self = self || {a: 1}; print(self); const later = () => later; print(later() === later); });
//# switch of a loop with variables of other cases
var out = []; for (const k of [1, 2]) switch (k) { case 1: let text = 'a'; out.push(text); break; case 2: text = 'b'; out.push(text); } print(out);
//# parameters taken apart
function f({a, b: [c, {d = 4}] = [3, {}]}, e, {g, ...h} = {}) { return [a, c, d, e, g, h, arguments.length, f.length]; } print(f({a: 1}, 2)); print(f({a: 1, b: [5, {d: 6}]}, 7, {g: 8, i: 9}));
//# parameters taken apart and a variable of the same name
function f({a}) { var a; print(a); { let a = 2; print(a); } var a = 3; return a; } print(f({a: 1}));
//# parameters taken apart and a function of the same name
function f({a}, [b]) { function c() { return a + b; } return c(); } print(f({a: 1}, [2]));
//# parameters that depend on each other
function f({a}, b = a, [c] = [b]) { return [a, b, c]; } print(f({a: 1})); print(f({a: 1}, 2, [3]));
//# arrows that take apart
print([{a: 1}, {a: 2}].map(({a}) => a)); print([[1, {b: 2}]].map(([a, {b}]) => ({a, b}))); print(Object.entries({x: {y: 1}}).map(([k, {y}], i) => k + y + i)); print((({a}) => () => a)({a: 'kept'})());
//# arrows that take apart keep this and arguments
class A { m() { return [1].map((x) => (({a}) => this.v + a + arguments.length)({a: x})); } constructor() { this.v = 'v'; } } print(new A().m(1, 2));
//# loops that take apart keep their names
var fs = []; for (const [k, {v}] of Object.entries({a: {v: 1}, b: {v: 2}})) { fs.push(() => k + v); if (v === 1) continue; { const k = 'inner'; print(k); } } print(fs.map(f => f())); for (let {x} of [{x: 1}]) { x++; print(x); let y = x; print(y); } outer: for (const [q] of [[1], [2]]) { for (const [r] of [[3]]) { if (q === 1) continue outer; print(q + r); } }
//# clauses that take apart
try { throw {code: 5, list: [1, {deep: 2}]}; } catch ({code, list: [a, {deep}]}) { let x = code; print([x, a, deep]); } try { throw new Error('m'); } catch ({message: m, name}) { print(m + name); }
//# setters and constructors that take apart
class A { constructor({a}, [b]) { this.a = a; this.b = b; } set x({y}) { this.y = y; } static s([q]) { return q; } } class B extends A { constructor({c}) { super({a: c}, [c]); this.c = c; } } var b = new B({c: 1}); b.x = {y: 2}; print(b); print(A.s('q')); print(A.length + B.length);
//# async functions that take apart
async function f({a}) { return a; } f(null).then(() => print('no'), e => print('rejected ' + e.name)); (async ({a}) => a)({a: 1}).then(print); var o = {async m([x]) { return x; }}; o.m([2]).then(print);
//# generators that take apart
function* g({a}, [b]) { yield a; yield b; } print([...g({a: 1}, [2])]);
//# elements with defaults that take apart
const [{a} = {a: 1}, [b] = [2], {c: {d} = {d: 3}} = {}] = []; print([a, b, d]); let [e, [f, {h}]] = [1, [2, {h: 3}]]; print(e + f + h); var [i, {j}] = [1, {j: 2}]; print(i + j);
//# order of taking apart
var log = []; var it = {[Symbol.iterator]() { let n = 0; return {next() { log.push('next' + n); return {value: {get p() { log.push('p'); return n; }}, done: n++ > 3}; }}; }}; const [{p: p0}, {p: p1}] = it; print(log.length); print(typeof p0);

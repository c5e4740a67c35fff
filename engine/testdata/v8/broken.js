//# operand missing
class Script {
  m() {
    return 1 +;
  }
}
//# end of class missing
class Script {
  m() {
    return 1;
  }
//# end of function missing
function f() {
  if (a) {
    b();
}
//# one brace too many
function f() {
}
}
//# one parenthesis too many
f(a));
//# bracket closed by brace
var a = [1, 2};
//# argument list with two words
f(a b);
//# argument list that ends with the statement
f(a;
//# argument list that ends with the line
foo(a, b
bar();
//# argument list at the end
f(a, g(b)
//# arguments with text behind a name
console.log('a' + b 'c');
//# arguments of a method
x.y.z(1, 2
  3);
//# arguments of new
new Foo(a b);
//# arguments with a missing one
f(a,,b);
//# object in arguments, comma missing
f({ a: 1 b: 2 });
//# object, comma missing
var o = {
  a: 1
  b: 2
};
//# object with text key, comma missing
var o = { a: 1 'b': 2 };
//# object with semicolon
var o = { a: 1; b: 2 };
//# object with equals
var o = { a = 1 };
//# array, comma missing
var a = [1 2];
//# two words
var a = b c;
//# two words in a statement
foo bar;
//# number behind a name
a 5;
//# text behind a name
a 'b';
//# template behind a number
var a = 5 6;
//# text not ended
var a = 'x;
var b;
//# double quoted text not ended
var a = "x
//# text ended by an apostrophe
var s = 'it's';
//# template not ended
var a = `x ${b} y;
//# template substitution not ended
var a = `x ${b y`;
//# template substitution empty
var a = `x ${} y`;
//# comment not ended
var a; /* comment
//# regular expression not ended
var a = /x;
//# regular expression with an open group
var a = /(/;
//# regular expression with an open class
var a = /[a/;
//# regular expression with unknown flag
var a = /a/gx;
//# regular expression flags twice
var a = /a/gg;
//# regular expression that repeats nothing
var b = /+/;
//# regular expression with a group closed
var a = /a)/;
//# bad character
var a = #;
//# at sign
var a = @b;
//# typographic quotes
var a = “x”;
//# dollar brace
var a = ${b};
//# backslash
var a = \;
//# identifier begins with a digit
var 1a = 5;
//# digits and letters
var a = 3in [];
//# number separator twice
var a = 1__0;
//# number with two points
var a = 1.2.3;
//# hexadecimal without digits
var a = 0x;
//# octal with wrong digit
var a = 0o8;
//# bigint with fraction
var a = 1.5n;
//# let twice
let a;
  let a;
//# const and function
const f = 1;
function f() {}
//# var and let
var a; let a;
//# let and parameter
function f(a) { let a; }
//# class twice
class A {}
class A {}
//# const without value
const a;
//# const without value in a list
const a = 1, b;
//# pattern without value
let {a};
//# let is called let
let let = 1;
//# return at top level

return 5;
//# break outside
if (a) { break; }
//# continue outside
function f() { continue; }
//# break to an unknown label
while (1) { break foo; }
//# continue to an unknown label
while (1) { continue foo; }
//# label twice
a: a: while (1);
//# await in a plain function
function f() { await g(); }
//# await in a method
class Script { process_incoming_request() { const r = await fetch('x'); } }
//# await in a callback
async function f() { list.forEach(function (x) { await g(x); }); }
//# await in an arrow function
const f = () => { await g(); };
//# await at top level
await f();
//# await in an assignment at top level
const r = await f();
//# for await in a plain function
function f() { for await (const x of y) {} }
//# yield in strict code
function s() { 'use strict'; function f() { yield 1; } }
//# import
import x from 'y';
//# import of names
import { a } from 'y';
//# export
export default class Script {}
//# export of names
export const a = 1;
//# import.meta
var a = import.meta.url;
//# assignment to a call
f() = 1;
//# assignment to a literal
1 = a;
//# assignment to this
this = 1;
//# assignment in a condition
if (a + b = c) {}
//# increment of a literal
5++;
//# decrement in front of a call
--f();
//# assignment to an arrow function
() => {} = 1;
//# assignment with optional chain
a?.b = 1;
//# compound assignment to a pattern
[a] += 1;
//# destructuring of a literal
[1] = a;
//# destructuring of a call
({a: f()} = b);
//# for in a literal
for (1 of a) {}
//# for of two
for (let a, b of c) {}
//# for of with a value
for (let a = 1 of c) {}
//# for without semicolons
for (var i = 0, i < 5, i++) {}
//# for with one semicolon
for (var i = 0; i < 5) {}
//# if without parentheses
if a > b { c(); }
//# if with an open parenthesis
if (a { b(); }
//# if with two closing
if (a)) { b(); }
//# else without if
a(); } else { b(); }
//# else alone
else { b(); }
//# else behind two statements
if (a) b(); c(); else d();
//# elseif
if (a) {} elseif (b) {}
//# while without a condition
while () {}
//# do without while
do { a(); }
var b;
//# switch with a statement
switch (a) { b(); }
//# switch without a colon
switch (a) { case 1 b(); }
//# two defaults
switch (a) { default: b(); default: c(); }
//# try alone
try { a(); }
b();
//# catch without a block
try { a(); } catch (e) b();
//# catch with an empty parameter
try { a(); } catch () {}
//# finally first
finally { a(); }
//# throw without a value
throw;
//# throw and a new line
throw
new Error('x');
//# function without a name
function () {}
//# function without parameters
function f { }
//# function without a body
function f()
var a;
//# function with a number for a parameter
function f(1) {}
//# function with text for a parameter
function f('a') {}
//# arrow function without a body
var f = x =>;
//# arrow function on a new line
var f = x
=> x;
//# arrow function with bad parameters
(a, 1) => a;
//# rest in the middle
function f(...a, b) {}
//# rest with a default
function f(...a = []) {}
//# rest in an array pattern
var [...a, b] = c;
//# spread outside
var a = ...b;
//# duplicate parameters in an arrow function
(a, a) => 1;
//# duplicate parameters in strict code
function f(a, a) { 'use strict'; }
//# class method with function
class A { function m() {} }
//# class method with a colon
class A { m: function () {} }
//# class method with arrow
class A { m() => 1 }
//# class method with a comma
class A { a() {}, b() {} }
//# class with a statement
class A { var x = 1; }
//# class with const
class A { const x = 1; }
//# class with two constructors
class A { constructor() {} constructor() {} }
//# class without a name
class { }
//# class that extends nothing
class A extends { }
//# class with an async constructor
class A { async constructor() {} }
//# class with a getter for a constructor
class A { get constructor() {} }
//# private name that is not declared
class A { m() { this.#x; } }
//# private name twice
class A { #x; #x; }
//# private name outside
a.#x;
//# delete of a private name
class A { #x; m() { delete this.#x; } }
//# super outside
function f() { super.x(); }
//# super call in a method
class A extends B { m() { super(); } }
//# super call in a base class
class A { constructor() { super(); } }
//# new.target outside
new.target;
//# getter with a parameter
var o = { get a(b) {} };
//# setter without a parameter
var o = { set a() {} };
//# with in strict code
function s() { 'use strict'; with (a) {} }
//# octal in strict code
function s() { 'use strict'; var a = 010; }
//# octal escape in strict code
function s() { 'use strict'; var a = '\07'; }
//# octal escape in a template
var a = `\07`;
//# delete of a name in strict code
function s() { 'use strict'; delete a; }
//# eval assigned in strict code
function s() { 'use strict'; eval = 1; }
//# arguments as a parameter in strict code
function s() { 'use strict'; function f(arguments) {} }
//# reserved word in strict code
function s() { 'use strict'; var interface = 1; }
//# reserved word as a variable
var class = 1;
//# reserved word as a parameter
function f(default) {}
//# enum
var enum = 1;
//# bad escape
var a = '\xg0';
//# bad Unicode escape
var a = '\u12';
//# Unicode escape out of range
var a = '\u{110000}';
//# nullish and or without parentheses
a ?? b || c;
//# minus and power without parentheses
-a ** b;
//# optional chain with new
new a?.b();
//# optional chain with a template
a?.b`c`;
//# condition without alternate
var a = b ? c;
//# double point
a..b;
//# point at the end
a.;
//# property with brackets empty
a[];
//# comma at the end
var a = 1,;
//# semicolon in parentheses
(a;);
//# parentheses empty
();
//# equals alone
= 5;
//# arrow alone
=> 5;
//# python
def f(a):
//# Python condition
if x == 1:
  y = 2
//# PHP
<?php echo 1; ?>
//# HTML
<html></html>
//# JSON at top level
{ "a": 1, "b": 2 }
//# TypeScript type
function f(a: string) { return a; }
//# TypeScript variable
let a: number = 1;
//# TypeScript interface
interface A { b: string }
//# TypeScript cast
var a = b as string;
//# generator with arrow
var f = *() => 1;
//# async arrow on a new line
async
x => await x;
//# lexical declaration as a body
if (a) let b = 1;
//# const as a body
while (a) const b = 1;
//# class as a body
if (a) class B {}
//# beyond ASCII
var s = 'äöü😀'; var t = );
//# line ends of Windows
var a;
var b = ];
//# merge conflict
<<<<<<< HEAD
var a = 1;
=======
//# escape in an identifier
var \u0031a = 1;
//# keyword with an escape
v\u0061r a = 1;
//# parameters of a method that do not end
class Script {
  process_incoming_request( {
}
//# parameters of a method, comma missing
class A { m(a b) {} }
//# parameters of a static method, comma missing
class A { x() {} static m(a b) {} }
//# parameters of a method of an object, comma missing
var o = { m(a b) {} };
//# parameters of a function, comma missing
function f(a b) {}
//# parameters of a function expression, comma missing
var f = function (a b) {};
//# parameters of an arrow function, comma missing
var f = (a b) => a;
//# call in a block
{ f(a b); }
//# call in a method
class A { m() { f(a b); } }
//# nested calls
f(g(a), h(b c));
//# comma missing between texts of a long list
var t = [
  'one',
  'two'
  'three',
];
//# brace missing in front of else
if (a) { b(); else { c(); }
//# text with a line break
var t = 'one
two';
//# plus missing
var t = 'a' b;
//# plus missing behind a call
var t = f() 'a';
//# template in text
var t = "a" `b`;
//# assignment in an argument list
f(a = b c);
//# stray colon
foo: : bar;
//# case outside of switch
case 1: b();
//# object with a function and no comma
module.exports = { a: function () {} b: 1 };
//# template without substitution not ended
var t = `abc
//# equals three times with space
if (a == = b) {}
//# spread without a value
f(...);
//# method call on a new line
foo
.bar(
//# comment opened in the middle
var a = 1; /* b

// What scripts can return and V8 can copy and print, one value a line.
// Text and its escapes.
'', 'x'
'plain'
'é€😀 \u2028\u2029'
'"\\/\b\f\n\r\t\0\x1f\x7f\x80'
'\ud800', '\udc00'
'\ud800\ud800'
'\udc00\ud800'
'a\ud83dz'
'\ud83d\ude00\ud83d'
'\ufffd'
'\ufffd\ud800'
'\ufeff'
'x'.repeat(100000)
'é'.repeat(50000)
new String('boxed')
new String('\ud800')
Object.assign(new String('ab'), {x: 1})
[new String('a'), new String('')]
'</script><!-- & \u00a0'
{'\ud800': 1, '\ud801': 2}
{'\ufffd': 1, 'é': 2, '': 3, ' ': 4, '"': 5, '\n': 6}
// Numbers.
0
-0
[-0, 0, +0]
1.5
-1.5
1e21
1e20
123456789012345680000
-1e21
1e-6
1e-7
1.7976931348623157e308
5e-324
2 ** 53
2 ** 53 + 2
-(2 ** 53)
2 ** 31
2 ** 32
2 ** 63
2 ** 64
1e15
1e16
999999999999999
9999999999999998
0.1 + 0.2
1 / 3
100
1e2
123e-20
NaN
Infinity
-Infinity
[NaN, Infinity, -Infinity]
{a: NaN, b: Infinity, c: -Infinity}
new Number(5)
new Number(-0)
new Number(NaN)
Object.assign(new Number(3), {x: 1})
parseFloat('12345678901234567890')
Number.MAX_SAFE_INTEGER
Number.EPSILON
0x7fffffff
4.35, 0.000001
123456.789e3
// Booleans, null, undefined.
true
false
new Boolean(false)
new Boolean(true)
null
[null, undefined]
{a: undefined, b: null, c: 1}
{a: {b: undefined}}
[[undefined], {a: undefined}]
[undefined, undefined]
{a: [undefined, {b: [undefined, null]}]}
{a: void 0, b: 0, c: '', d: false}
// Arrays.
[]
[[]]
[[], {}, [[]]]
[1, , 3]
[, ]
new Array(3)
Array(5).fill()
Object.assign([1, 2], {extra: 3, '-1': 4})
Object.assign([], {5: 'x'})
(() => { const a = [1, 2, 3]; delete a[1]; return a })()
(() => { const a = [1, 2, 3]; a.length = 1; return a })()
(() => { const a = []; a.length = 3; return a })()
Array.from({length: 3}, (_, i) => i * i)
Array.from('a😀b')
new (class List extends Array {})(1, 2, 3)
Object.freeze([1, 2])
Object.defineProperty([1, 2], 1, {get() { return 'got' }})
[...Array(300).keys()]
[1, 'a', null, true, {}, []]
Object.setPrototypeOf([1, 2], null)
Object.setPrototypeOf([1, 2], {x: 1})
[[[[[[[[[[1]]]]]]]]]]
'a,b'.split(',')
/(?<y>\d)-(\d)/.exec('x1-2')
'a1b2'.match(/\d/g)
// Objects: which keys, and in what order.
{}
{a: 1, b: 2}
{b: 1, a: 2}
{b: 1, 2: 'x', a: 2, 1: 'y', 0: 'z'}
{'10': 1, '9': 2, '01': 3, '-1': 4, '1.5': 5, '4294967294': 6, '4294967295': 7, '4294967296': 8}
{toString: 1, constructor: 2, hasOwnProperty: 3, length: 4, valueOf: 5}
{['__proto__']: 1}
JSON.parse('{"__proto__": {"x": 1}, "a": 2}')
{__proto__: {inherited: 1}, own: 2}
Object.create({inherited: 1})
Object.create(null)
Object.assign(Object.create(null), {a: 1})
Object.create({a: 1}, {b: {value: 2, enumerable: true}, c: {value: 3}})
Object.defineProperty({a: 1}, 'b', {value: 2})
Object.defineProperty({a: 1}, 'b', {value: 2, enumerable: true})
{get a() { return 1 }, b: 2}
{get a() { return undefined }, b: 2}
{get a() { delete this.b; return 1 }, b: 2}
{get a() { this.c = 3; return 1 }, b: 2}
{[Symbol('s')]: 1, a: 2}
{[Symbol.toPrimitive]: 1, [Symbol.iterator]: 2}
{[Symbol.toStringTag]: 'Tagged', a: 1}
Object.freeze({a: 1})
Object.seal({a: Object.preventExtensions({b: 1})})
{length: 3, 0: 'a'}
{a: {b: {c: {d: {e: 1}}}}}
(() => { const o = {a: 1, b: 2}; delete o.a; o.a = 3; return o })()
(() => { const shared = {x: 1}; return {a: shared, b: shared, c: [shared, shared]} })()
Object.fromEntries([['z', 1], ['a', 2], ['5', 3]])
{...'ab', ...[1], ...null}
Object.groupBy ? {a: [1]} : {a: [1]}
{a: globalThis.nothing, b: 1}
{'a b': 1, 'a-b': 2, 'a.b': 3, '': 4}
{a: '1', b: 1, c: [1, '1']}
// Class instances.
new (class { constructor() { this.a = 1 } method() {} })()
new (class { a = 1; #b = 2; static c = 3 })()
new (class { get a() { return 1 } constructor() { this.b = 2 } })()
new (class A { constructor() { this.x = 1 } toJSON() { return 'never asked' } })()
new (class A { constructor() { this.x = 1 } toString() { return 'text' } valueOf() { return 5 } })()
new (class B extends (class { constructor() { this.a = 1 } }) { b = 2 })()
(() => { function F() { this.a = 1 } F.prototype.b = 2; return new F() })()
new (class extends Object { a = 1 })()
new (class { constructor() { Object.defineProperty(this, 'hidden', {value: 1}); this.seen = 2 } })()
{a: new (class { n = [new (class { m = 1 })()] })()}
// Dates.
new Date(0)
new Date(1700000000123)
new Date(NaN)
[new Date(NaN), new Date(0)]
new Date(-1)
new Date(-62198755200000)
new Date(253402300800000)
new Date(8640000000000000)
new Date(-8640000000000000)
new Date(2020, 1, 30)
new Date('2020-02-30T00:00:00Z')
Object.assign(new Date(0), {x: 1})
new (class extends Date {})(0)
{a: new Date(1e12), b: [new Date(0)]}
Object.setPrototypeOf(new Date(5), null)
// Maps, sets and the like are objects without members of their own.
new Map([[1, 2]])
new Set([1, 2])
new Map()
{m: new Map([['a', 1]]), s: new Set(['x'])}
new (class extends Map {})([[1, 2]])
/x/gi
{r: /a/}
new Error('message')
new TypeError('message')
{e: new RangeError('r')}
new (class Mine extends Error {})('x')
new Error('a', {cause: 'b'})
new ArrayBuffer(4)
new DataView(new ArrayBuffer(4))
// Typed arrays, as objects of indices.
new Uint8Array([1, 2, 255])
new Uint8Array(0)
new Int8Array([-1, 1])
new Uint8ClampedArray([300, -5])
new Int16Array([-32768])
new Uint32Array([4294967295])
new Float32Array([1.5, 0.1])
new Float64Array([NaN, -0, Infinity, 1e300])
new Uint8Array(new ArrayBuffer(8), 2, 3)
{b: new Uint8Array([1])}
// What libraries and built-ins give.
JSON.parse('{"a":[1,{"b":null}],"c":"\\u00e9"}')
JSON.parse('[1e400, -0, 12345678901234567890]')
Object.entries({a: 1, b: 2})
Object.getOwnPropertyDescriptor({a: 1}, 'a')
new Intl.NumberFormat('en').resolvedOptions().locale
[..."héllo"].map((c) => c.codePointAt(0))
Math.max()
encodeURIComponent('é &')
[3, 1, 2].sort()
structuredClone({a: new Date(0), b: [undefined]})
Reflect.ownKeys({b: 1, a: 2})
(async () => ({late: [1]}))()
Promise.resolve(5)
(() => { let deep = 1; for (let i = 0; i < 400; i++) deep = i % 2 ? [deep] : {a: deep}; return deep })()
// What cannot be cloned, but older sandboxes handed over as it was.
new Proxy({a: 1, b: 2}, {})
new Proxy([1, [2]], {})
new Proxy({a: 1}, {get: (target, key) => `got ${String(key)}`})
new Proxy({a: 1, b: 2}, {ownKeys: () => ['b', 'a']})
new Proxy({a: 1, b: 2}, {getOwnPropertyDescriptor: (target, key) => key === 'a' ? undefined : {value: 2, enumerable: true, configurable: true}})
new Proxy(new Proxy([1], {}), {})
{a: new Proxy([], {})}
new Proxy(new (class { x = 1 })(), {})
new WeakMap()
{w: new WeakSet(), a: 1}

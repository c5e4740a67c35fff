// Headers.

function byteString(value) {
	if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
	const text = `${value}`;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code > 255) throw new TypeError(`Cannot convert argument to a ByteString because the character at index ${i} has a value of ${code} which is greater than 255.`);
	}
	return text;
}
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
function headerName(value, where) {
	const name = byteString(value);
	if (!token.test(name)) throw new TypeError(`${where}: ${stringify(name)} is an invalid header name.`);
	return name.toLowerCase();
}
const invalidValue = /[\0\r\n]/;
function headerValue(value, where) {
	const text = byteString(value).replace(/^[\t\r\n ]+|[\t\r\n ]+$/g, '');
	if (invalidValue.test(text)) throw new TypeError(`${where}: "${text}" is an invalid header value.`);
	return text;
}

class Headers {
	// Pairs of lower-case names and values, in the order they came.
	#list = [];
	#immutable = false;
	constructor(init = undefined) {
		if (init === undefined) return;
		if (!isObject(init)) throw new TypeError('Headers constructor: Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.');
		if (typeof init[Symbol.iterator] === 'function') {
			for (const pair of init) {
				if (!isObject(pair) || typeof pair[Symbol.iterator] !== 'function') throw new TypeError('Headers constructor: Argument 1 could not be converted to sequence<ByteString>.');
				const both = [...pair];
				if (both.length !== 2) throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${both.length}.`);
				this.append(both[0], both[1]);
			}
			return;
		}
		for (const name of ownKeys(init)) {
			const property = getOwnPropertyDescriptor(init, name);
			if (property !== undefined && property.enumerable) this.append(name, init[name]);
		}
	}
	append(name, value) {
		if (!(#list in this)) throw illegal();
		need(arguments.length, 2, 'Headers.append');
		name = headerName(name, 'Headers.append');
		value = headerValue(value, 'Headers.append');
		this.#mutable();
		this.#list.push([name, value]);
	}
	delete(name) {
		if (!(#list in this)) throw illegal();
		need(arguments.length, 1, 'Headers.delete');
		name = headerName(name, 'Headers.delete');
		this.#mutable();
		this.#list = this.#list.filter((pair) => pair[0] !== name);
	}
	get(name) {
		if (!(#list in this)) throw illegal();
		need(arguments.length, 1, 'Headers.get');
		name = headerName(name, 'Headers.get');
		const values = this.#list.filter((pair) => pair[0] === name).map((pair) => pair[1]);
		return values.length > 0 ? values.join(name === 'cookie' ? '; ' : ', ') : null;
	}
	has(name) {
		if (!(#list in this)) throw illegal();
		need(arguments.length, 1, 'Headers.has');
		name = headerName(name, 'Headers.has');
		return this.#list.some((pair) => pair[0] === name);
	}
	set(name, value) {
		if (!(#list in this)) throw illegal();
		need(arguments.length, 2, 'Headers.set');
		name = headerName(name, 'Headers.set');
		value = headerValue(value, 'Headers.set');
		this.#mutable();
		const at = this.#list.findIndex((pair) => pair[0] === name);
		const rest = this.#list.filter((pair, i) => pair[0] !== name || i === at);
		if (at < 0) rest.push([name, value]);
		else rest[rest.findIndex((pair) => pair[0] === name)] = [name, value];
		this.#list = rest;
	}
	getSetCookie() {
		if (!(#list in this)) throw illegal();
		return this.#list.filter((pair) => pair[0] === 'set-cookie').map((pair) => pair[1]);
	}
	* keys() {
		if (!(#list in this)) throw illegal();
		for (const [name] of this.#sorted()) yield name;
	}
	* values() {
		if (!(#list in this)) throw illegal();
		for (const [, value] of this.#sorted()) yield value;
	}
	* entries() {
		if (!(#list in this)) throw illegal();
		for (const pair of this.#sorted()) yield pair;
	}
	forEach(callback, thisArg = undefined) {
		if (!(#list in this)) throw illegal();
		need(arguments.length, 1, 'Headers.forEach');
		if (typeof callback !== 'function') throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
		for (const [name, value] of this.#sorted()) apply(callback, thisArg, [value, name, this]);
	}
	#mutable() {
		if (this.#immutable) throw new TypeError('immutable');
	}
	// #sorted joins what has the same name; each set-cookie is for itself.
	#sorted() {
		const joined = [];
		const places = new Map();
		for (const [name, value] of this.#list) {
			if (name !== 'set-cookie' && places.has(name)) {
				joined[places.get(name)][1] += (name === 'cookie' ? '; ' : ', ') + value;
			} else {
				places.set(name, joined.length);
				joined.push([name, value]);
			}
		}
		return joined.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
	}
	static is(value) { return isObject(value) && #list in value; }
	static pairs(headers) { return headers.#list; }
	static sorted(headers) { return headers.#sorted(); }
	static freeze(headers) { headers.#immutable = true; return headers; }
}
const { pairs, sorted, freeze, is: isHeaders } = Headers;
for (const name of ['pairs', 'sorted', 'freeze', 'is']) delete Headers[name];
defineProperty(Headers.prototype, Symbol.iterator, { value: Headers.prototype.entries, writable: true, configurable: true });

// The headers that fetch gives can also be used as Rocket.Chat's sandbox
// gave them: an array of pairs. Where Headers and Array share a name, as
// with forEach, it is that of Headers.
const arrayMethods = ['at', 'concat', 'every', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flat', 'flatMap', 'includes',
	'indexOf', 'join', 'lastIndexOf', 'map', 'reduce', 'reduceRight', 'slice', 'some'];
function addPairs(headers) {
	const list = sorted(headers);
	const hidden = (name, value) => defineProperty(headers, name, { value, writable: true, configurable: true });
	list.forEach((pair, i) => hidden(i, pair));
	hidden('length', list.length);
	for (const name of arrayMethods) {
		const method = Array.prototype[name];
		hidden(name, { [name](...args) { return apply(method, list, args); } }[name]);
	}
	hidden('toJSON', { toJSON() { return list; } }.toJSON);
	return headers;
}

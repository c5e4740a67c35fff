// fetch and its classes as Node 20 has them. Bodies are whole: a response is
// there when its body is. host has the functions of host.go.
(function (host, errors) {
	const { DOMException } = errors;
	const { apply, ownKeys } = Reflect;
	const { defineProperty, getOwnPropertyNames, getOwnPropertyDescriptor } = Object;
	const { stringify, parse } = JSON;
	const promise = Promise;

	// publish gives a class what WebIDL gives it: enumerable members, a tag.
	function publish(name, Class) {
		for (const holder of [Class.prototype, Class]) {
			for (const key of getOwnPropertyNames(holder)) {
				if (key === 'constructor' || key === 'prototype' || key === 'name' || key === 'length') continue;
				defineProperty(holder, key, { enumerable: true });
			}
		}
		defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
	}

	const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
	const tagOf = (value) => (isObject(value) ? value[Symbol.toStringTag] : undefined);
	function need(given, count, where) {
		if (given >= count) return;
		throw new TypeError(`${where}: ${count} argument${count > 1 ? 's' : ''} required, but${given > 0 ? ' only' : ''} ${given} found.`);
	}
	const illegal = () => new TypeError('Illegal invocation');
	function dictionary(value, where) {
		if (value === undefined || value === null) return {};
		if (!isObject(value)) throw new TypeError(`${where}: Expected ${String(value)} to be one of: Null, Undefined, Object.`);
		return value;
	}

	// Events.

	class Event {
		#type;
		#stopped = false;
		#prevented = false;
		#cancelable;
		#time = Date.now();
		target = null;
		currentTarget = null;
		constructor(type, options = {}) {
			if (arguments.length === 0) throw errors.missing('type');
			this.#type = `${type}`;
			this.#cancelable = !!(options && options.cancelable);
		}
		get type() { return this.#type; }
		get cancelable() { return this.#cancelable; }
		get defaultPrevented() { return this.#prevented; }
		get timeStamp() { return this.#time; }
		get bubbles() { return false; }
		get composed() { return false; }
		get eventPhase() { return this.currentTarget ? 2 : 0; }
		get isTrusted() { return false; }
		get srcElement() { return this.target; }
		get returnValue() { return !this.#prevented; }
		preventDefault() { this.#prevented = this.#cancelable; }
		stopPropagation() {}
		stopImmediatePropagation() { this.#stopped = true; }
		composedPath() { return this.currentTarget ? [this.currentTarget] : []; }
		static stopped(event) { return event.#stopped; }
	}
	const { stopped } = Event;
	delete Event.stopped;

	class EventTarget {
		#listeners = [];
		addEventListener(type, listener, options) {
			if (arguments.length < 2) throw errors.missing('type', 'listener');
			if (listener === null || listener === undefined) return;
			if (!isObject(listener)) throw errors.argumentType('listener', 'an instance of EventListener', listener);
			type = `${type}`;
			if (this.#listeners.some((l) => l.type === type && l.listener === listener)) return;
			this.#listeners.push({ type, listener, once: !!(isObject(options) && options.once) });
			const signal = isObject(options) ? options.signal : undefined;
			if (signal) signal.addEventListener('abort', () => this.removeEventListener(type, listener));
		}
		removeEventListener(type, listener) {
			type = `${type}`;
			this.#listeners = this.#listeners.filter((l) => l.type !== type || l.listener !== listener);
		}
		dispatchEvent(event) {
			if (!isObject(event) || !(event instanceof Event)) throw errors.argumentType('event', 'an instance of Event', event);
			event.target = event.currentTarget = this;
			const handler = this[`on${event.type}`];
			const listeners = this.#listeners.filter((l) => l.type === event.type);
			if (typeof handler === 'function') listeners.unshift({ listener: handler });
			for (const { listener, once } of listeners) {
				if (once) this.removeEventListener(event.type, listener);
				try {
					if (typeof listener === 'function') apply(listener, this, [event]);
					else if (typeof listener.handleEvent === 'function') listener.handleEvent(event);
				} catch (error) {
					host.uncaught(error);
				}
				if (stopped(event)) break;
			}
			event.currentTarget = null;
			return !event.defaultPrevented;
		}
	}

	// Aborting.

	const key = Symbol('key');

	class AbortSignal extends EventTarget {
		#aborted = false;
		#reason;
		// What happens at once when the signal aborts, before any listener.
		#actions = [];
		#handler = null;
		constructor(secret) {
			if (secret !== key) throw errors.plain(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
			super();
		}
		get aborted() { return this.#aborted; }
		get reason() { return this.#reason; }
		get onabort() { return this.#handler; }
		set onabort(handler) { this.#handler = isObject(handler) ? handler : null; }
		throwIfAborted() {
			if (this.#aborted) throw this.#reason;
		}
		static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
			const signal = new AbortSignal(key);
			signal.#aborted = true;
			signal.#reason = reason;
			return signal;
		}
		static timeout(delay) {
			if (typeof delay !== 'number') throw errors.argumentType('delay', 'of type number', delay);
			if (!Number.isInteger(delay)) throw errors.outOfRange('delay', 'an integer', delay);
			if (delay < 0 || delay > 2 ** 32 - 1) throw errors.outOfRange('delay', '>= 0 && <= 4294967295', delay);
			const signal = new AbortSignal(key);
			host.timeout(delay, () => AbortSignal.#abort(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')));
			return signal;
		}
		static any(signals) {
			if (!Array.isArray(signals)) throw errors.argumentType('signals', 'an instance of Array', signals);
			const result = new AbortSignal(key);
			signals.forEach((signal, i) => {
				if (!isObject(signal) || !(#aborted in signal)) throw errors.argumentType(`signals[${i}]`, 'an instance of AbortSignal', signal);
			});
			const first = signals.find((signal) => signal.#aborted);
			if (first) {
				result.#aborted = true;
				result.#reason = first.#reason;
			} else {
				for (const signal of signals) signal.#actions.push(() => AbortSignal.#abort(result, signal.#reason));
			}
			return result;
		}
		static #abort(signal, reason) {
			if (signal.#aborted) return;
			signal.#aborted = true;
			signal.#reason = reason;
			const actions = signal.#actions;
			signal.#actions = [];
			signal.dispatchEvent(new Event('abort'));
			for (const action of actions) action();
		}
		static is(value) { return isObject(value) && #aborted in value; }
		static make() { return new AbortSignal(key); }
		static abortNow(signal, reason) { AbortSignal.#abort(signal, reason); }
		static onceAborted(signal, action) {
			signal.#actions.push(action);
			return () => { signal.#actions = signal.#actions.filter((a) => a !== action); };
		}
	}
	const { is: isSignal, make: makeSignal, abortNow, onceAborted } = AbortSignal;
	for (const name of ['is', 'make', 'abortNow', 'onceAborted']) delete AbortSignal[name];

	class AbortController {
		#signal = makeSignal();
		get signal() { return this.#signal; }
		abort(reason = new DOMException('This operation was aborted', 'AbortError')) { abortNow(this.#signal, reason); }
	}

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

	// Bodies.

	// bytesOf copies the bytes of an ArrayBuffer or a view.
	function bytesOf(value) {
		if (ArrayBuffer.isView(value)) return value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength);
		return value.slice(0);
	}
	const isBytes = (value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
	const isParams = (value) => tagOf(value) === 'URLSearchParams' && typeof value.toString === 'function';

	// extract returns the bytes of a body and the type it has by itself.
	function extract(value) {
		if (isParams(value)) return { bytes: host.encode(value.toString()), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
		if (isBlob(value)) return { bytes: blobBytes(value), type: value.type || null };
		if (isBytes(value)) return { bytes: bytesOf(value), type: null };
		if (isObject(value) && value instanceof ReadableStream) return { bytes: takeStream(value), type: null };
		if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
		return { bytes: host.encode(`${value}`), type: 'text/plain;charset=UTF-8' };
	}

	class Blob {
		#bytes;
		#type;
		constructor(sources = [], options = {}) {
			if (!isObject(sources) || typeof sources[Symbol.iterator] !== 'function') throw errors.argumentType('sources', 'a sequence', sources);
			this.#bytes = join([...sources].map((part) => {
				if (isObject(part) && #bytes in part) return part.#bytes;
				return isBytes(part) ? bytesOf(part) : host.encode(`${part}`);
			}));
			const type = `${options && options.type !== undefined ? options.type : ''}`;
			this.#type = /[^\x20-\x7e]/.test(type) ? '' : type.toLowerCase();
		}
		get size() { return this.#bytes.byteLength; }
		get type() { return this.#type; }
		slice(start, end, type = '') { return new Blob([this.#bytes.slice(start, end)], { type }); }
		async arrayBuffer() { return this.#bytes.slice(0); }
		async bytes() { return new Uint8Array(this.#bytes.slice(0)); }
		async text() { return host.decode(this.#bytes); }
		static is(value) { return isObject(value) && #bytes in value; }
		static bytesOf(blob) { return blob.#bytes; }
	}
	const { is: isBlob, bytesOf: blobBytes } = Blob;
	for (const name of ['is', 'bytesOf']) delete Blob[name];
	function join(parts) {
		const all = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
		let at = 0;
		for (const part of parts) {
			all.set(new Uint8Array(part), at);
			at += part.byteLength;
		}
		return all.buffer;
	}

	// A ReadableStream is what res.body is: it gives all bytes at once.
	class ReadableStream {
		#take;
		#locked = false;
		constructor(secret, take) {
			if (secret !== key) throw new TypeError('a ReadableStream cannot be made here, only read');
			this.#take = take;
		}
		get locked() { return this.#locked; }
		async cancel() {
			if (this.#locked) throw new TypeError('Invalid state: ReadableStream is locked');
			this.#take();
		}
		getReader() {
			if (this.#locked) throw errors.coded(TypeError, 'ERR_INVALID_STATE', 'Invalid state: ReadableStream is locked');
			this.#locked = true;
			let done = false;
			const stream = this;
			return {
				async read() {
					if (done) return { done: true, value: undefined };
					done = true;
					const bytes = stream.#take();
					return bytes.byteLength > 0 ? { done: false, value: new Uint8Array(bytes) } : { done: true, value: undefined };
				},
				async cancel() { if (!done) stream.#take(); done = true; },
				releaseLock() { stream.#locked = false; },
				closed: promise.resolve(undefined),
			};
		}
		static take(stream) {
			if (stream.#locked) throw new TypeError('Body is unusable: Body has already been read');
			return stream.#take();
		}
	}
	const takeStream = ReadableStream.take;
	delete ReadableStream.take;

	// A Body holds the bytes of a request or response until they are read.
	class Body {
		#bytes = null;
		#used = false;
		#stream = null;
		constructor(bytes) { this.#bytes = bytes; }
		get isNull() { return this.#bytes === null; }
		get used() { return this.#used; }
		get stream() {
			if (this.#bytes === null) return null;
			if (this.#stream === null) this.#stream = new ReadableStream(key, () => { const bytes = this.#bytes; this.#used = true; this.#bytes = new ArrayBuffer(0); return bytes; });
			return this.#stream;
		}
		get unusable() { return this.#used || (this.#stream !== null && this.#stream.locked); }
		take() {
			if (this.unusable) throw new TypeError('Body is unusable: Body has already been read');
			if (this.#bytes === null) return new ArrayBuffer(0);
			this.#used = true;
			return this.#bytes;
		}
		copy() { return new Body(this.#bytes); }
	}

	const contents = new WeakMap();
	function bodyOf(holder) {
		const body = contents.get(holder);
		if (body === undefined) throw illegal();
		return body;
	}
	// reading holds the methods that requests and responses share.
	const reading = {
		get body() { return bodyOf(this).stream; },
		get bodyUsed() { return bodyOf(this).used; },
		async arrayBuffer() { return bodyOf(this).take().slice(0); },
		async blob() {
			const type = this.headers.get('content-type');
			return new Blob([bodyOf(this).take()], { type: type === null ? '' : mimeType(type) });
		},
		async bytes() { return new Uint8Array(bodyOf(this).take().slice(0)); },
		async formData() {
			bodyOf(this);
			throw new TypeError('formData is not supported here; read the body with text()');
		},
		async json() { return parse(host.decode(bodyOf(this).take())); },
		async text() { return host.decode(bodyOf(this).take()); },
	};
	function readable(Class) {
		for (const name of getOwnPropertyNames(reading)) defineProperty(Class.prototype, name, getOwnPropertyDescriptor(reading, name));
	}
	// mimeType writes a content type as a Blob shows it.
	function mimeType(text) {
		const [essence, ...parameters] = text.split(';').map((part) => part.trim());
		return [essence.toLowerCase(), ...parameters.filter(Boolean).map((parameter) => {
			const at = parameter.indexOf('=');
			return at < 0 ? parameter : parameter.slice(0, at).toLowerCase() + parameter.slice(at);
		})].join(';');
	}

	// Request.

	const normal = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH']);
	function methodOf(value) {
		const method = byteString(value);
		if (!token.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
		const upper = method.toUpperCase();
		if (upper === 'CONNECT' || upper === 'TRACE' || upper === 'TRACK') throw new TypeError(`'${method}' HTTP method is unsupported.`);
		return normal.has(upper) ? upper : method;
	}
	function unparsed(text) {
		const cause = errors.plain(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
		cause.input = text;
		return new TypeError(`Failed to parse URL from ${text}`, { cause });
	}
	function urlOf(input) {
		const text = typeof input === 'symbol' ? String(input) : `${input}`;
		const parsed = host.parseURL(text);
		if (parsed === null) throw unparsed(text);
		if (parsed.credentials) throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${text}`);
		return parsed.href;
	}
	function oneOf(where, value, ...allowed) {
		const text = `${value}`;
		if (!allowed.includes(text)) throw new TypeError(`${where}: ${text} is not an accepted type. Expected one of ${allowed.join(', ')}.`);
		return text;
	}
	const withoutBody = (method) => method === 'GET' || method === 'HEAD';

	class Request {
		#state;
		constructor(input, init = undefined) {
			need(arguments.length, 1, 'Request constructor');
			init = dictionary(init, 'Request constructor');
			const from = isObject(input) && #state in input ? input.#state : null;
			const given = (name, fallback, convert) => (init[name] === undefined ? (from ? from[name] : fallback) : convert(init[name]));
			const state = {
				url: from ? from.url : urlOf(input),
				redirect: given('redirect', 'follow', (value) => oneOf('Request constructor', value, 'follow', 'manual', 'error')),
				mode: given('mode', 'cors', (value) => oneOf('Request constructor', value, 'navigate', 'same-origin', 'no-cors', 'cors')),
				credentials: given('credentials', 'same-origin', (value) => oneOf('Request constructor', value, 'omit', 'same-origin', 'include')),
				cache: given('cache', 'default', (value) => oneOf('Request constructor', value, 'default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached')),
				referrer: given('referrer', 'about:client', String),
				referrerPolicy: given('referrerPolicy', '', String),
				integrity: given('integrity', '', String),
				keepalive: given('keepalive', false, Boolean),
				method: given('method', 'GET', methodOf),
				headers: new Headers(),
				signal: makeSignal(),
			};
			this.#state = state;
			follow(state.signal, init.signal === undefined ? from && from.signal : init.signal);
			for (const [name, value] of init.headers === undefined ? (from ? pairs(from.headers) : []) : listOf(init.headers)) state.headers.append(name, value);
			const inherited = from ? bodyOf(input) : new Body(null);
			const ownBody = init.body !== undefined && init.body !== null;
			if ((ownBody || !inherited.isNull) && withoutBody(state.method)) throw new TypeError('Request with GET/HEAD method cannot have body.');
			contents.set(this, ownBody ? requestBody(state, init.body) : inherited.isNull ? inherited : new Body(inherited.take()));
		}
		get method() { return Request.#of(this).method; }
		get url() { return Request.#of(this).url; }
		get headers() { return Request.#of(this).headers; }
		get destination() { Request.#of(this); return ''; }
		get referrer() { return Request.#of(this).referrer; }
		get referrerPolicy() { return Request.#of(this).referrerPolicy; }
		get mode() { return Request.#of(this).mode; }
		get credentials() { return Request.#of(this).credentials; }
		get cache() { return Request.#of(this).cache; }
		get redirect() { return Request.#of(this).redirect; }
		get integrity() { return Request.#of(this).integrity; }
		get keepalive() { return Request.#of(this).keepalive; }
		get isReloadNavigation() { Request.#of(this); return false; }
		get isHistoryNavigation() { Request.#of(this); return false; }
		get signal() { return Request.#of(this).signal; }
		get duplex() { Request.#of(this); return 'half'; }
		clone() {
			const body = bodyOf(this);
			if (body.unusable) throw new TypeError('unusable');
			const copy = new Request(this.url, { ...Request.#of(this), body: undefined });
			contents.set(copy, body.copy());
			return copy;
		}
		static #of(request) {
			if (!(#state in request)) throw illegal();
			return request.#state;
		}
		static is(value) { return isObject(value) && #state in value; }
	}
	const isRequest = Request.is;
	delete Request.is;
	// listOf is what headers were given, checked.
	const listOf = (init) => pairs(isHeaders(init) ? init : new Headers(init));
	function requestBody(state, value) {
		const { bytes, type } = extract(value);
		if (type !== null && !state.headers.has('content-type')) state.headers.append('content-type', type);
		return new Body(bytes);
	}
	function follow(signal, other) {
		if (other === undefined || other === null) return;
		if (!isSignal(other)) throw new TypeError("Failed to construct 'Request': member signal is not of type AbortSignal.");
		if (other.aborted) abortNow(signal, other.reason);
		else onceAborted(other, () => abortNow(signal, other.reason));
	}

	// Response.

	const nullBody = new Set([101, 103, 204, 205, 304]);
	class Response {
		#state;
		constructor(body = null, init = undefined) {
			init = dictionary(init, 'Response constructor');
			const status = init.status === undefined ? 200 : Math.trunc(Number(init.status)) & 0xffff;
			if (status < 200 || status > 599) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
			const statusText = init.statusText === undefined ? '' : byteString(init.statusText);
			if (/[^\t\x20-\x7e\x80-\xff]/.test(statusText)) throw new TypeError('Invalid statusText');
			const headers = new Headers(init.headers === undefined || init.headers === null ? undefined : init.headers);
			this.#state = { type: 'default', url: '', redirected: false, status, statusText, headers };
			if (body === null || body === undefined) {
				contents.set(this, new Body(null));
				return;
			}
			if (nullBody.has(status)) throw new TypeError(`Response constructor: Invalid response status code ${status}`);
			contents.set(this, requestBody(this.#state, body));
		}
		get type() { return Response.#of(this).type; }
		get url() { return Response.#of(this).url; }
		get redirected() { return Response.#of(this).redirected; }
		get status() { return Response.#of(this).status; }
		get ok() { const { status } = Response.#of(this); return status >= 200 && status <= 299; }
		get statusText() { return Response.#of(this).statusText; }
		get headers() { return Response.#of(this).headers; }
		clone() {
			const state = Response.#of(this);
			if (bodyOf(this).unusable) throw new TypeError('Response.clone: Body has already been consumed.');
			return Response.#make({ ...state, headers: state.fetched ? state.headers : new Headers(pairs(state.headers)) }, bodyOf(this).copy());
		}
		static error() { return Response.#make({ type: 'error', url: '', redirected: false, status: 0, statusText: '', headers: freeze(new Headers()) }, new Body(null)); }
		static json(data, init = undefined) {
			need(arguments.length, 1, 'Response.json');
			const text = stringify(data);
			if (text === undefined) throw new TypeError('Value is not JSON serializable');
			const response = new Response(text, init);
			const given = dictionary(init, 'Response.json').headers;
			if (given === undefined || !new Headers(given).has('content-type')) response.headers.set('content-type', 'application/json');
			return response;
		}
		static redirect(url, status = 302) {
			need(arguments.length, 1, 'Response.redirect');
			const parsed = host.parseURL(`${url}`);
			if (parsed === null) throw unparsed(`${url}`);
			if (![301, 302, 303, 307, 308].includes(status)) throw new RangeError(`Invalid status code ${status}`);
			return Response.#make({ type: 'default', url: '', redirected: false, status, statusText: '', headers: freeze(new Headers({ location: parsed.href })) }, new Body(null));
		}
		static #make(state, body) {
			const response = new Response();
			response.#state = state;
			contents.set(response, body);
			return response;
		}
		static #of(response) {
			if (!(#state in response)) throw illegal();
			return response.#state;
		}
		// fetched makes the response of a request.
		static fetched(answer, method) {
			const { status, statusText, url, redirected } = answer;
			const headers = addPairs(freeze(new Headers(answer.headers)));
			const empty = method === 'HEAD' || nullBody.has(status);
			return Response.#make({ type: 'basic', url, redirected, status, statusText, headers, fetched: true }, new Body(empty ? null : answer.body));
		}
	}
	const { fetched } = Response;
	delete Response.fetched;

	// What node-fetch throws, for the options that Rocket.Chat has from it.
	class FetchError extends Error {}
	defineProperty(FetchError.prototype, 'name', { value: 'FetchError', writable: true, configurable: true });

	// failure fills in one of the errors that were made when the script called,
	// so that their stack tells where that was.
	function failure(made, answer, url, options) {
		const { kind, code, message } = answer;
		const worded = (type, text) => {
			made.fetchError.message = text;
			made.fetchError.type = type;
			return made.fetchError;
		};
		switch (kind) {
		case 'timeout': return worded('request-timeout', `network timeout at: ${url}`);
		case 'too-large': return worded('max-size', `content size at ${url} over limit: ${answer.limit}`);
		case 'redirects':
			if (options.follow !== undefined && message === 'redirect count exceeded') return worded('max-redirect', `maximum redirect reached at: ${url}`);
		}
		const cause = new Error(message);
		if (code) cause.code = code;
		made.typeError.message = kind === 'refused' ? `fetch failed: ${message}` : 'fetch failed';
		defineProperty(made.typeError, 'cause', { value: cause, writable: true, configurable: true });
		return made.typeError;
	}

	// plainObject tells the bodies that Rocket.Chat sends as JSON.
	function plainObject(value) {
		if (typeof value !== 'object' || value === null || isBytes(value) || isBlob(value) || isParams(value) || value instanceof ReadableStream) return false;
		return Array.isArray(value) || tagOf(value) === undefined;
	}
	function withParams(url, params) {
		if (params === undefined || params === null) return url;
		const list = typeof params === 'string' ? params : host.form(typeof params[Symbol.iterator] === 'function' ? [...params] : Object.entries(params));
		const [, head, query, hash] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url);
		return list === '' ? url : `${head}${query && query.length > 1 ? `${query}&` : '?'}${list}${hash || ''}`;
	}
	function count(value, fallback) {
		const number = value === undefined || value === null ? NaN : Number(value);
		return Number.isFinite(number) && number >= 0 ? Math.trunc(number) : fallback;
	}

	function start(input, options, insecure, resolve, reject) {
		const made = { typeError: new TypeError('fetch failed'), fetchError: new FetchError('') };
		const init = { ...options };
		if (init.params !== undefined && !isRequest(input)) input = withParams(urlOf(input), init.params);
		if (plainObject(init.body)) {
			init.body = stringify(init.body);
			init.headers = new Headers(init.headers === undefined || init.headers === null ? {} : init.headers);
			if (!init.headers.has('content-type')) init.headers.set('content-type', 'application/json');
		}
		const request = new Request(input, init);
		const { signal, url, method } = request;
		if (signal.aborted) {
			reject(signal.reason);
			return;
		}
		const scheme = /^[^:]*/.exec(url)[0];
		if (scheme !== 'http' && scheme !== 'https') {
			reject(failure(made, { kind: 'failed', message: scheme === 'about' ? 'about scheme is not supported' : 'unknown scheme' }, url, init));
			return;
		}
		let forget = () => {};
		const abort = host.start({
			method, url: url.replace(/#.*$/s, ''), headers: pairs(request.headers), body: bodyOf(request).take(), redirect: request.redirect,
			timeout: count(init.timeout, -1), size: count(init.size, 0), follow: count(init.follow, -1), insecure: !!insecure, plain: init.compress === false,
		}, (answer) => {
			forget();
			if (answer.kind) reject(failure(made, answer, url, init));
			else resolve(fetched(answer, method));
		});
		forget = onceAborted(signal, () => {
			abort();
			reject(signal.reason);
		});
	}

	function fetch(input, init = undefined) {
		const insecure = arguments[2];
		return new promise((resolve, reject) => start(input, init === undefined || init === null ? {} : dictionary(init, 'Request constructor'), insecure, resolve, reject));
	}

	readable(Request);
	readable(Response);
	for (const [name, Class] of Object.entries({ Event, EventTarget, AbortSignal, AbortController, Headers, Request, Response, Blob, ReadableStream })) publish(name, Class);

	return { fetch, serverFetch: fetch, Headers, Request, Response, AbortController, AbortSignal, Event, EventTarget, Blob };
})

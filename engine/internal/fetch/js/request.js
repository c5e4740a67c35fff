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
		if (from && bodyOf(input).unusable) throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
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

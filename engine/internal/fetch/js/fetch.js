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
	if (typeof value !== 'object' || value === null || isBytes(value) || isBlob(value) || isForm(value) || isParams(value) || value instanceof ReadableStream) return false;
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
	if (scheme === 'data') {
		const data = host.readData(url.replace(/#.*$/s, ''));
		if (data === null) reject(failure(made, { kind: 'failed', message: 'failed to fetch the data URL' }, url, init));
		else resolve(fetchedData(data, url.replace(/#.*$/s, ''), method));
		return;
	}
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
for (const [name, Class] of Object.entries({ Event, EventTarget, AbortSignal, AbortController, Headers, Request, Response, Blob, ReadableStream, File, FormData })) publish(name, Class);

return { fetch, serverFetch: fetch, Headers, Request, Response, AbortController, AbortSignal, Event, EventTarget, Blob, File, FormData };

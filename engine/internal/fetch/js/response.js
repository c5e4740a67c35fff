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
const fetchedData = ({ type, body }, url, method) => {
	const mime = mimeOf(type);
	const headers = [['content-type', mime === null ? 'text/plain;charset=US-ASCII' : mime.text]];
	return fetched({ status: 200, statusText: 'OK', url, redirected: false, headers, body }, method);
};
delete Response.fetched;

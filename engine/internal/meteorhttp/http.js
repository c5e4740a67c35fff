// HTTP as Rocket.Chat gave it to scripts (reference §5.2), on Meteor's options.
// host has the functions of package fetch.
(function (host, errors) {
	const { stringify, parse } = JSON;
	const { entries, keys, defineProperty } = Object;

	class FetchError extends Error {}
	defineProperty(FetchError.prototype, 'name', { value: 'FetchError', writable: true, configurable: true });

	// encode writes one side of a query parameter as Meteor does.
	const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`).replace(/%20/g, '+');
	function query(params, prefix) {
		return entries(params).filter(([, value]) => value !== undefined).map(([name, value]) => {
			const key = prefix === undefined ? name : `${prefix}[${name}]`;
			return typeof value === 'object' && value !== null ? query(value, key) : `${encode(key)}=${encode(value)}`;
		}).filter(Boolean).join('&');
	}
	function constructUrl(url, replacement, params) {
		const [, head, old, hash] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url);
		let search = replacement !== undefined && replacement !== null ? `${replacement}` : old ? old.slice(1) : '';
		if (params) {
			const added = query(params);
			if (search && added) search += '&';
			search += added;
		}
		return head + (search ? `?${search}` : '') + (hash || '');
	}

	const jsonTypes = ['application/json', 'text/javascript', 'application/javascript', 'application/x-javascript'];
	function dataOf(headers, content) {
		const type = (headers['content-type'] || 'application/json').split(';')[0].trim().toLowerCase();
		if (!jsonTypes.includes(type) || headers['content-type'] === undefined) return null;
		try {
			return parse(content);
		} catch {
			return null;
		}
	}

	function setHeader(headers, name, value) {
		const at = headers.findIndex(([known]) => known.toLowerCase() === name.toLowerCase());
		if (at >= 0) headers.splice(at, 1);
		headers.push([name, value]);
	}
	function checkedHeaders(headers) {
		for (const [name, value] of headers) {
			if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) throw new TypeError(`${name} is not a legal HTTP header name`);
			if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) throw new TypeError(`${value} is not a legal HTTP header value`);
		}
		return headers;
	}

	// prepare makes the request, or throws what Meteor throws.
	function prepare(method, url, options) {
		if (!/^https?:\/\//.test(url)) throw new Error('url must be absolute and start with http:// or https://');
		method = `${method === undefined || method === null ? '' : method}`.toUpperCase();
		const headers = [];
		let { content } = options;
		if (options.data) {
			content = stringify(options.data);
			setHeader(headers, 'Content-Type', 'application/json');
		}
		const inUrl = content || method === 'GET' || method === 'HEAD';
		const target = constructUrl(`${url}`, options.query, inUrl ? options.params : undefined);
		if (options.auth) {
			if (`${options.auth}`.indexOf(':') < 0) throw new Error('auth option should be of the form "username:password"');
			setHeader(headers, 'Authorization', `Basic ${host.base64(`${options.auth}`)}`);
		}
		if (!inUrl && options.params) {
			content = host.form(entries(options.params));
			setHeader(headers, 'Content-Type', 'application/x-www-form-urlencoded');
		}
		if (options.headers) for (const name of keys(options.headers)) setHeader(headers, name, `${options.headers[name]}`);
		if (typeof options.referrer === 'string' && /^https?:/.test(options.referrer)) setHeader(headers, 'Referer', options.referrer);
		const parsed = host.parseURL(target);
		if (parsed === null) throw new TypeError('Only absolute URLs are supported');
		if (content !== undefined && content !== null && content !== '' && (method === 'GET' || method === 'HEAD')) throw new TypeError('Request with GET/HEAD method cannot have body');
		if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(method)) throw new TypeError(`"${method}" is not a valid HTTP method`);
		if (typeof content === 'string' && content !== '' && !headers.some(([name]) => name.toLowerCase() === 'content-type')) setHeader(headers, 'Content-Type', 'text/plain;charset=UTF-8');
		const timeout = Number(options.timeout);
		return {
			method, url: parsed.href.replace(/#.*$/s, ''), headers: checkedHeaders(headers), body: bodyOf(content),
			redirect: options.followRedirects === false ? 'manual' : 'follow', timeout: timeout > 0 ? Math.ceil(timeout) : -1,
			size: 0, follow: -1, insecure: false, plain: false,
		};
	}
	function bodyOf(content) {
		if (content === undefined || content === null || content === '') return null;
		if (ArrayBuffer.isView(content)) return content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength);
		return content instanceof ArrayBuffer ? content.slice(0) : host.encode(`${content}`);
	}

	// outcome makes {result} or {error} of an answer.
	function outcome(answer, url) {
		if (answer.kind) return { error: failure(answer, url) };
		const { status: statusCode, redirected } = answer;
		const content = host.decode(answer.body);
		const headers = {};
		for (const [name, value] of answer.headers) headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
		const result = { statusCode, content, headers, data: dataOf(headers, content), ok: statusCode >= 200 && statusCode < 300, redirected };
		if (statusCode < 400) return { result };
		const error = new Error(`failed [${statusCode}]${content.replace(/\n/g, ' ').slice(0, 500)}`);
		error.response = result;
		return { error };
	}
	function failure({ kind, code, message }, url) {
		if (kind === 'refused') return new Error(message);
		const error = new FetchError(kind === 'timeout' ? `network timeout at: ${url}`
			: kind === 'redirects' ? `maximum redirect reached at: ${url}`
				: kind === 'too-large' ? `content size at ${url} over limit`
					: `request to ${url} failed, reason: ${message}`);
		error.type = { timeout: 'request-timeout', redirects: 'max-redirect', 'too-large': 'max-size' }[kind] || 'system';
		if (code) error.errno = error.code = code;
		return error;
	}

	function attempt(make) {
		try {
			return make();
		} catch (error) {
			return { error };
		}
	}

	// Scripts that know Meteor's own HTTP.get read the members of the result
	// directly; these are there too, but do not show.
	function mirrored(answer) {
		if (answer.result) for (const name of keys(answer.result)) defineProperty(answer, name, { value: answer.result[name], writable: true, configurable: true });
		return answer;
	}

	function now(method, url, options) {
		return attempt(() => {
			const request = prepare(method, url, options || {});
			return outcome(host.perform(request), request.url);
		});
	}
	function later(method, url, options, callback) {
		const tell = ({ error, result }) => callback(error, error ? error.response : result);
		const begun = attempt(() => {
			const request = prepare(method, url, options || {});
			host.start(request, (answer) => tell(attempt(() => outcome(answer, request.url))));
			return {};
		});
		if (begun.error) host.timeout(0, () => tell(begun));
	}
	function call(method, url, options, callback) {
		if (callback === undefined && typeof options === 'function') [options, callback] = [undefined, options];
		if (typeof callback === 'function') return later(method, url, options, callback);
		return mirrored(now(method, url, options));
	}

	// HTTP itself may be called with new by nobody, but is a plain function.
	const HTTP = { HTTP(method, url, options) { return now(method, url, options); } }.HTTP;
	const members = {
		call(method, url, options, asyncCallback) { return call(method, url, options, asyncCallback); },
		get(url, options, asyncCallback) { return call('GET', url, options, asyncCallback); },
		head(url, options, asyncCallback) { return call('HEAD', url, options, asyncCallback); },
		post(url, options, asyncCallback) { return call('POST', url, options, asyncCallback); },
		put(url, options, asyncCallback) { return call('PUT', url, options, asyncCallback); },
		patch(url, options, asyncCallback) { return call('PATCH', url, options, asyncCallback); },
		del(url, options, asyncCallback) { return call('DELETE', url, options, asyncCallback); },
	};
	for (const name of keys(members)) HTTP[name] = members[name];
	HTTP.delete = HTTP.del;
	return { HTTP };
})

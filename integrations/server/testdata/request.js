// What Rocket.Chat makes of a request, as DESIGN §7 settles it, out of what it
// makes it of: node's http for the target and the headers, npm's qs for the
// query, URLSearchParams for forms, JSON.parse for JSON.
//
// Standard input is a list of raw requests in base64; standard output the list
// of their request objects as JSON texts, null where node refuses a request.
const http = require('http');
const net = require('net');
const qs = require('qs');

const utf8 = (bytes) => new TextDecoder().decode(bytes); // without a byte order mark, as in fetch
const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

// parsed is the value of JSON text where it is an object or array, else {}.
function parsed(text) {
	try {
		const value = JSON.parse(text);
		return typeof value === 'object' && value !== null ? value : {};
	} catch {
		return {};
	}
}

function contentOf(type, bytes) {
	const text = utf8(bytes);
	type = (type || '').toLowerCase();
	if (type.includes('application/json')) return parsed(text);
	if (!type.includes('application/x-www-form-urlencoded')) return {};
	if (text.trim() === '') return {};
	if (isPlain(parsed(text)) && /^[ \t\r\n]*\{/.test(text) && valid(text)) return parsed(text);
	const form = Object.fromEntries(new URLSearchParams(text));
	const names = Object.keys(form);
	if (names.length !== 1 || names[0] !== 'payload') return form;
	return isPlain(parsed(form.payload)) ? parsed(form.payload) : {};
}

function valid(text) {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

function requestOf(req, body) {
	const path = req.url;
	const mark = path.indexOf('?');
	const pathname = mark < 0 ? path : path.slice(0, mark);
	const segments = pathname.split('/').filter(Boolean).slice(-3).map(decodeURIComponent);
	const params = segments[0] === 'hooks'
		? { integrationId: segments[1], token: segments[2] }
		: { integrationId: segments[0], userId: segments[1], token: segments[2] };
	const content = contentOf(req.headers['content-type'], body);
	return {
		url: {
			hash: null, search: mark < 0 ? null : path.slice(mark),
			query: qs.parse(mark < 0 ? '' : path.slice(mark + 1), { arrayLimit: 500 }), pathname, path,
		},
		url_raw: path,
		url_params: params,
		content,
		content_raw: body.toString('utf8'),
		headers: { ...req.headers },
		body: content,
		user: { _id: 'u', name: 'Rocket.Cat', username: 'rocket.cat' },
	};
}

let answer;
const server = http.createServer((req, res) => {
	const chunks = [];
	req.on('data', (chunk) => chunks.push(chunk));
	req.on('end', () => {
		answer = JSON.stringify(requestOf(req, Buffer.concat(chunks)));
		res.end();
	});
});

const exchange = (raw) => new Promise((resolve) => {
	answer = null;
	const socket = net.connect(server.address().port, '127.0.0.1', () => socket.write(Buffer.from(raw, 'base64')));
	socket.on('data', () => {});
	socket.on('error', () => {});
	socket.on('close', () => resolve(answer));
});

server.listen(0, '127.0.0.1', async () => {
	const answers = [];
	for (const raw of JSON.parse(require('fs').readFileSync(0, 'utf8'))) answers.push(await exchange(raw));
	process.stdout.write(JSON.stringify(answers), () => process.exit(0));
});

// Content types.

// mimeOf reads a MIME type as the standard does, leniently: null for none, else
// its essence, its parameters, and the text that is written of it.
function mimeOf(input) {
	const match = /^[\t\n\r ]*([^/;]*)\/([^;]*?)[\t\n\r ]*(?:;(.*))?$/s.exec(input);
	if (match === null || !token.test(match[1]) || !token.test(match[2])) return null;
	const essence = `${match[1]}/${match[2]}`.toLowerCase();
	const parameters = new Map();
	for (const [, name, quoted, plain] of (match[3] || '').matchAll(/[\t\n\r ]*([^;=]*)(?:="((?:[^"\\]|\\.)*)"?[^;]*|=([^;]*))?(?:;|$)/gs)) {
		const value = quoted === undefined ? (plain || '').replace(/[\t\n\r ]+$/, '') : quoted.replace(/\\(.)/gs, '$1');
		const wanted = quoted !== undefined || value !== '';
		if (wanted && token.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value) && !parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value);
	}
	const written = (value) => (token.test(value) ? value : `"${value.replace(/(["\\])/g, '\\$1')}"`);
	const text = essence + [...parameters].map(([name, value]) => `;${name}=${written(value)}`).join('');
	return { essence, parameters, text };
}

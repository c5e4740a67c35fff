// Forms.

class File extends Blob {
	#name;
	#modified;
	constructor(fileBits, fileName, options = {}) {
		if (arguments.length < 2) throw errors.missing('fileBits', 'fileName');
		super(fileBits, options);
		this.#name = host.text(`${fileName}`);
		this.#modified = options && options.lastModified !== undefined ? Number(options.lastModified) : Date.now();
	}
	get name() { return this.#name; }
	get lastModified() { return this.#modified; }
	static is(value) { return isObject(value) && #name in value; }
}
const isFile = File.is;
delete File.is;

class FormData {
	// Pairs of a name and a string or File, in the order they came.
	#list = [];
	constructor(form) {
		if (form !== undefined) throw new TypeError('FormData constructor: Argument 1 could not be converted to: undefined.');
	}
	append(name, value, filename = undefined) {
		checkForm(this, arguments.length, 2, 'append');
		this.#list.push(FormData.#entry('append', name, value, filename, arguments.length));
	}
	delete(name) {
		checkForm(this, arguments.length, 1, 'delete');
		name = host.text(`${name}`);
		this.#list = this.#list.filter((pair) => pair[0] !== name);
	}
	get(name) {
		checkForm(this, arguments.length, 1, 'get');
		name = host.text(`${name}`);
		const found = this.#list.find((pair) => pair[0] === name);
		return found === undefined ? null : found[1];
	}
	getAll(name) {
		checkForm(this, arguments.length, 1, 'getAll');
		name = host.text(`${name}`);
		return this.#list.filter((pair) => pair[0] === name).map((pair) => pair[1]);
	}
	has(name) {
		checkForm(this, arguments.length, 1, 'has');
		name = host.text(`${name}`);
		return this.#list.some((pair) => pair[0] === name);
	}
	set(name, value, filename = undefined) {
		checkForm(this, arguments.length, 2, 'set');
		const entry = FormData.#entry('set', name, value, filename, arguments.length);
		const at = this.#list.findIndex((pair) => pair[0] === entry[0]);
		if (at < 0) {
			this.#list.push(entry);
			return;
		}
		this.#list[at] = entry;
		this.#list = this.#list.filter((pair, i) => pair[0] !== entry[0] || i === at);
	}
	* keys() {
		checkForm(this);
		for (const [name] of this.#list) yield name;
	}
	* values() {
		checkForm(this);
		for (const [, value] of this.#list) yield value;
	}
	* entries() {
		checkForm(this);
		for (const [name, value] of this.#list) yield [name, value];
	}
	forEach(callback, thisArg = undefined) {
		checkForm(this, arguments.length, 1, 'forEach');
		if (typeof callback !== 'function') throw new TypeError("Failed to execute 'forEach' on 'FormData': parameter 1 is not of type 'Function'.");
		for (const [name, value] of this.#list) apply(callback, thisArg, [value, name, this]);
	}
	static #entry(method, name, value, filename, given) {
		if (given === 3 && !isBlob(value)) throw new TypeError(`Failed to execute '${method}' on 'FormData': parameter 2 is not of type 'Blob'`);
		name = host.text(`${name}`);
		if (!isBlob(value)) return [name, host.text(`${value}`)];
		if (filename === undefined && isFile(value)) return [name, value];
		return [name, new File([value], filename === undefined ? 'blob' : filename, { type: value.type, lastModified: value.lastModified })];
	}
	static is(value) { return isObject(value) && #list in value; }
}
const isForm = FormData.is;
delete FormData.is;
function checkForm(form, given = 0, count = 0, method = '') {
	if (!isForm(form)) throw illegal();
	need(given, count, `FormData.${method}`);
}
defineProperty(FormData.prototype, Symbol.iterator, { value: FormData.prototype.entries, writable: true, configurable: true });

const { random, floor } = Math;
const lines = (text) => text.replace(/\r?\n|\r/g, '\r\n');
const partName = (text) => text.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');

// multipart writes a form as a body.
function multipart(form) {
	const boundary = `----formdata-undici-0${`${floor(random() * 1e11)}`.padStart(11, '0')}`;
	const parts = [];
	for (const [name, value] of form) {
		let head = `--${boundary}\r\nContent-Disposition: form-data; name="${partName(lines(name))}"`;
		if (typeof value === 'string') {
			parts.push(host.encode(`${head}\r\n\r\n${lines(value)}\r\n`));
			continue;
		}
		head += `; filename="${partName(value.name)}"\r\nContent-Type: ${value.type || 'application/octet-stream'}\r\n\r\n`;
		parts.push(host.encode(head), blobBytes(value), host.encode('\r\n'));
	}
	parts.push(host.encode(`--${boundary}--\r\n`));
	return { bytes: join(parts), type: `multipart/form-data; boundary=${boundary}` };
}

// formOf reads a body of a type as a form.
function formOf(type, bytes) {
	const mime = mimeOf(type === null ? '' : type);
	const essence = mime === null ? '' : mime.essence;
	if (essence !== 'multipart/form-data' && essence !== 'application/x-www-form-urlencoded') {
		throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
	}
	const boundary = essence === 'multipart/form-data' ? mime.parameters.get('boundary') : null;
	const entries = boundary === undefined ? null : host.readForm(bytes, boundary);
	if (entries === null) throw new TypeError('Failed to parse body as FormData.');
	const form = new FormData();
	for (const { name, value, filename, type, bytes } of entries) {
		form.append(name, filename === undefined ? value : new File([bytes], filename, { type }));
	}
	return form;
}

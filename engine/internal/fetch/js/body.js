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
	if (isForm(value)) return multipart(value);
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

// The symbol is there for scripts that have a use for it.
const { asyncIterator = Symbol('Symbol.asyncIterator') } = Symbol;

// A ReadableStream is what res.body is: it gives all bytes at once.
class ReadableStream {
	#take;
	#used;
	#locked = false;
	constructor(secret, take, used) {
		if (secret !== key) throw new TypeError('a ReadableStream cannot be made here, only read');
		this.#take = take;
		this.#used = used;
	}
	get locked() { return this.#locked || this.#used(); }
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
	values() {
		const reader = this.getReader();
		return {
			next: () => reader.read(),
			async return(value) {
				await reader.cancel();
				return { done: true, value };
			},
			[asyncIterator]() { return this; },
		};
	}
	static take(stream) {
		if (stream.#locked) throw new TypeError('Body is unusable: Body has already been read');
		return stream.#take();
	}
}
const takeStream = ReadableStream.take;
delete ReadableStream.take;
defineProperty(ReadableStream.prototype, asyncIterator, { value: ReadableStream.prototype.values, writable: true, configurable: true });

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
		if (this.#stream === null) this.#stream = new ReadableStream(key, () => { const bytes = this.#bytes; this.#used = true; this.#bytes = new ArrayBuffer(0); return bytes; }, () => this.#used);
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
		const mime = type === null ? null : mimeOf(type);
		return new Blob([bodyOf(this).take()], { type: mime === null ? '' : mime.text });
	},
	async bytes() { return new Uint8Array(bodyOf(this).take().slice(0)); },
	async formData() {
		return formOf(this.headers.get('content-type'), bodyOf(this).take());
	},
	async json() { return parse(host.decode(bodyOf(this).take())); },
	async text() { return host.decode(bodyOf(this).take()); },
};
function readable(Class) {
	for (const name of getOwnPropertyNames(reading)) defineProperty(Class.prototype, name, getOwnPropertyDescriptor(reading, name));
}

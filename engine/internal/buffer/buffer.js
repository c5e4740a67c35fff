(function (native, errors, maxBytes) {
	const { defineProperty, defineProperties, setPrototypeOf } = Object;
	const { isView } = ArrayBuffer;
	const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
	const maxLength = 2 ** 32; // Node's, for its messages
	const { argumentType, argumentValue, outOfRange, coded, kindOf, isArrayBuffer } = errors;

	const isBytes = (value) => isView(value) && kindOf(value) === 'Uint8Array';

	class FastBuffer extends Uint8Array {
		constructor(bufferOrLength, byteOffset, length) { super(bufferOrLength, byteOffset, length); }
	}

	// Encodings, by every name Node takes for them.
	const encodings = Object.assign(Object.create(null), {
		'utf8': 'utf8', 'utf-8': 'utf8', 'ucs2': 'utf16le', 'ucs-2': 'utf16le', 'utf16le': 'utf16le', 'utf-16le': 'utf16le',
		'latin1': 'latin1', 'binary': 'latin1', 'base64': 'base64', 'base64url': 'base64url', 'hex': 'hex', 'ascii': 'ascii',
	});
	function encodingOf(name, otherwise = 'utf8') {
		if (typeof name !== 'string' || name === '') return otherwise;
		const encoding = encodings[`${name}`.toLowerCase()];
		if (encoding === undefined) throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${name}`);
		return encoding;
	}

	function checkSize(size) {
		if (typeof size !== 'number') throw argumentType('size', 'of type number', size);
		if (!(size >= 0 && size <= maxLength)) throw outOfRange('size', `>= 0 && <= ${maxLength}`, size);
	}
	function make(size) {
		if (size > maxBytes) throw new RangeError(`Array buffer allocation failed: ${Math.trunc(size)} bytes are more than the ${maxBytes} that a script may take at once`);
		return new FastBuffer(size);
	}
	function fromText(text, encoding) { return new FastBuffer(native.fromText(text, encodingOf(encoding))); }
	function fromArrayLike(items) {
		const length = items.length > 0 ? Math.trunc(items.length) : 0;
		const made = make(length);
		if (isBytes(items)) made.set(items);
		else for (let i = 0; i < length; i++) made[i] = items[i];
		return made;
	}
	function fromArrayBuffer(buffer, byteOffset, length) {
		let offset = 0;
		if (byteOffset !== undefined) {
			offset = +byteOffset;
			if (Number.isNaN(offset)) offset = 0;
		}
		const rest = buffer.byteLength - offset;
		if (rest < 0) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
		if (length === undefined) return new FastBuffer(buffer, offset, Math.trunc(rest));
		const wanted = +length;
		if (!(wanted > 0)) return new FastBuffer(buffer, offset, 0);
		if (wanted > rest) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"length" is outside of buffer bounds');
		return new FastBuffer(buffer, offset, Math.trunc(wanted));
	}
	function fromObject(value) {
		if (value.length !== undefined || isArrayBuffer(value.buffer)) {
			return typeof value.length === 'number' ? fromArrayLike(value) : new FastBuffer();
		}
		if (value.type === 'Buffer' && Array.isArray(value.data)) return fromArrayLike(value.data);
	}

	function Buffer(arg, encodingOrOffset, length) {
		if (typeof arg !== 'number') return Buffer.from(arg, encodingOrOffset, length);
		if (typeof encodingOrOffset === 'string') throw argumentType('string', 'of type string', arg);
		return Buffer.alloc(arg);
	}
	setPrototypeOf(Buffer, Uint8Array);
	defineProperty(Buffer, 'prototype', { value: FastBuffer.prototype, writable: false });
	defineProperty(Buffer.prototype, 'constructor', { value: Buffer, configurable: true, writable: true, enumerable: false });
	defineProperty(Buffer, Symbol.species, { configurable: true, enumerable: false, get() { return FastBuffer; } });

	const fromExpected = 'of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object';
	const statics = {
		poolSize: 8192,
		from(value, encodingOrOffset, length) {
			if (typeof value === 'string') return fromText(value, encodingOrOffset);
			if (typeof value === 'object' && value !== null) {
				if (isArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
				const primitive = value.valueOf && value.valueOf();
				if (primitive !== null && primitive !== undefined && primitive !== value && (typeof primitive === 'string' || typeof primitive === 'object')) {
					return Buffer.from(primitive, encodingOrOffset, length);
				}
				const made = fromObject(value);
				if (made !== undefined) return made;
				if (typeof value[Symbol.toPrimitive] === 'function') {
					const text = value[Symbol.toPrimitive]('string');
					if (typeof text === 'string') return fromText(text, encodingOrOffset);
				}
			}
			throw argumentType('first argument', fromExpected, value);
		},
		copyBytesFrom(view, offset, length) {
			if (!isView(view) || kindOf(view) === undefined) throw argumentType('view', 'an instance of TypedArray', view);
			if (view.length === 0) return new FastBuffer();
			if (offset !== undefined) checkInteger(offset, 'offset', 0);
			if (length !== undefined) checkInteger(length, 'length', 0);
			const start = offset === undefined ? 0 : offset;
			if (start >= view.length) return new FastBuffer();
			const end = length === undefined ? view.length : Math.min(start + length, view.length);
			const part = view.subarray(start, end);
			return fromArrayLike(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
		},
		of(...items) {
			const made = make(items.length);
			for (let i = 0; i < items.length; i++) made[i] = items[i];
			return made;
		},
		alloc(size, fill, encoding) {
			checkSize(size);
			if (fill === undefined || fill === 0 || !(size > 0)) return make(size);
			if (encoding !== undefined && typeof encoding !== 'string') throw argumentType('encoding', 'of type string', encoding);
			return fillWith(make(size), fill, 0, undefined, encoding);
		},
		allocUnsafe(size) {
			checkSize(size);
			return make(size);
		},
		allocUnsafeSlow(size) {
			checkSize(size);
			return make(size);
		},
		isBuffer(value) { return value instanceof Buffer; },
		compare(buf1, buf2) {
			if (!isBytes(buf1)) throw argumentType('buf1', 'an instance of Buffer or Uint8Array', buf1);
			if (!isBytes(buf2)) throw argumentType('buf2', 'an instance of Buffer or Uint8Array', buf2);
			return buf1 === buf2 ? 0 : native.compare(buf1, buf2);
		},
		isEncoding(encoding) { return typeof encoding === 'string' && encodings[encoding.toLowerCase()] !== undefined; },
		concat(list, length) {
			if (!Array.isArray(list)) throw argumentType('list', 'an instance of Array', list);
			if (list.length === 0) return new FastBuffer();
			if (length === undefined) length = list.reduce((sum, item) => item.length ? sum + item.length : sum, 0);
			else checkInteger(length, 'length', 0, maxLength);
			const made = make(length);
			let at = 0;
			list.forEach((item, i) => {
				if (!isBytes(item)) throw argumentType(`list[${i}]`, 'an instance of Buffer or Uint8Array', item);
				const fits = item.length > length - at ? Uint8Array.prototype.subarray.call(item, 0, Math.max(0, length - at)) : item;
				made.set(fits, at);
				at += fits.length;
			});
			return made;
		},
		byteLength(string, encoding) {
			if (typeof string !== 'string') {
				if (isView(string) || isArrayBuffer(string)) return string.byteLength;
				throw argumentType('string', 'of type string or an instance of Buffer or ArrayBuffer', string);
			}
			return native.byteLength(string, encodings[`${encoding}`.toLowerCase()] || 'utf8');
		},
	};
	for (const name of Object.keys(statics)) defineProperty(Buffer, name, { value: statics[name], configurable: true, writable: true, enumerable: true });

	function checkInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
		if (typeof value !== 'number') throw argumentType(name, 'of type number', value);
		if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
		if (value < min || value > max) throw outOfRange(name, `>= ${min} && <= ${max}`, value);
	}
	function checkOffset(value, name, min = 0, max = maxLength) { checkInteger(value, name, min, max); }

	function fillWith(target, value, offset, end, encoding) {
		if (typeof value === 'string') {
			if (offset === undefined || typeof offset === 'string') {
				encoding = offset;
				offset = end = undefined;
			} else if (typeof end === 'string') {
				encoding = end;
				end = undefined;
			}
			if (encoding !== undefined && encoding !== null && encoding !== '' && encodings[`${encoding}`.toLowerCase()] === undefined) {
				if (typeof encoding !== 'string') throw argumentType('encoding', 'of type string', encoding);
				throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
			}
		}
		let start = 0;
		if (offset === undefined) {
			end = target.length;
		} else {
			checkInteger(offset, 'offset', 0, maxLength);
			start = offset;
			if (end === undefined) end = target.length;
			else checkInteger(end, 'end', 0, target.length);
			if (start >= end) return target;
		}
		let pattern;
		if (typeof value === 'string') {
			pattern = value === '' ? new Uint8Array(1) : fromText(value, encoding);
		} else if (isView(value)) {
			pattern = value;
		} else {
			pattern = new Uint8Array([typeof value === 'boolean' ? +value : value & 255]);
		}
		if (pattern.byteLength === 0) throw argumentValue('value', value, 'is invalid', isView(value) ? show(value) : undefined);
		native.fill(target, pattern, start, end);
		return target;
	}

	function bidirectional(buffer, value, byteOffset, encoding, forward) {
		if (!isBytes(buffer)) throw argumentType('buffer', 'an instance of Buffer or Uint8Array', buffer);
		if (typeof byteOffset === 'string') {
			encoding = byteOffset;
			byteOffset = undefined;
		} else if (byteOffset > 0x7fffffff) byteOffset = 0x7fffffff;
		else if (byteOffset < -0x80000000) byteOffset = -0x80000000;
		byteOffset = +byteOffset;
		if (Number.isNaN(byteOffset)) byteOffset = forward ? 0 : buffer.length;
		byteOffset = Math.trunc(byteOffset);
		let wanted, unit = 1;
		if (typeof value === 'number') {
			wanted = new Uint8Array([value]);
		} else if (typeof value === 'string') {
			const name = encodingOf(encoding);
			if (name === 'utf16le') unit = 2;
			wanted = fromText(value, name);
		} else if (isBytes(value)) {
			if (encoding !== undefined && encodingOf(encoding) === 'utf16le') unit = 2;
			wanted = value;
		} else {
			throw argumentType('value', 'one of type number or string or an instance of Buffer or Uint8Array', value);
		}
		const length = buffer.length;
		if (byteOffset < 0) byteOffset += length;
		if (byteOffset < 0) {
			if (!forward) return -1;
			byteOffset = 0;
		}
		if (byteOffset > length && forward) return wanted.length === 0 ? length : -1;
		if (wanted.length === 0) return Math.min(byteOffset, length);
		if (wanted.length > length || length === 0) return -1;
		if (unit === 2 && (wanted.length < 2 || length < 2)) return -1;
		return native.indexOf(buffer, wanted, byteOffset, forward, unit);
	}

	function adjust(offset, length) {
		offset = Math.trunc(offset);
		if (offset === 0 || Number.isNaN(offset)) return 0;
		if (offset < 0) return Math.max(0, offset + length);
		return Math.min(offset, length);
	}
	function slice(buffer, start, end) {
		const length = buffer.length;
		start = adjust(start, length);
		end = end !== undefined ? adjust(end, length) : length;
		return new FastBuffer(buffer.buffer, buffer.byteOffset + start, end > start ? end - start : 0);
	}

	const toInteger = (value, otherwise) => {
		value = +value;
		return !Number.isNaN(value) && value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Math.trunc(value) : otherwise;
	};

	const methods = {
		copy(target, targetStart, sourceStart, sourceEnd) {
			if (!isBytes(this)) throw argumentType('source', 'an instance of Buffer or Uint8Array', this);
			if (!isBytes(target)) throw argumentType('target', 'an instance of Buffer or Uint8Array', target);
			const number = (value, name, otherwise, max) => {
				if (value === undefined) return otherwise;
				const n = toInteger(value, 0);
				if (n < 0 || max !== undefined && n > max) throw outOfRange(name, max === undefined ? '>= 0' : `>= 0 && <= ${max}`, n);
				return n;
			};
			const at = number(targetStart, 'targetStart', 0);
			const from = number(sourceStart, 'sourceStart', 0, this.length);
			const to = number(sourceEnd, 'sourceEnd', this.length);
			if (at >= target.length || from >= to) return 0;
			const count = Math.min(to - from, target.length - at, this.length - from);
			Uint8Array.prototype.set.call(target, Uint8Array.prototype.subarray.call(this, from, from + count), at);
			return count;
		},
		toString(encoding, start, end) {
			if (arguments.length === 0) return native.toText(this, 'utf8', 0, this.length);
			const length = this.length;
			if (start <= 0) start = 0;
			else if (start >= length) return '';
			else start = Math.trunc(start) || 0;
			if (end === undefined || end > length) end = length;
			else end = Math.trunc(end) || 0;
			if (end <= start) return '';
			return native.toText(this, encoding === undefined ? 'utf8' : textEncoding(encoding), start, end);
		},
		equals(otherBuffer) {
			if (!isBytes(otherBuffer)) throw argumentType('otherBuffer', 'an instance of Buffer or Uint8Array', otherBuffer);
			return this === otherBuffer || this.byteLength === otherBuffer.byteLength && native.compare(this, otherBuffer) === 0;
		},
		inspect(depth, options, inspect) { return show(this, inspect); },
		compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
			if (!isBytes(target)) throw argumentType('target', 'an instance of Buffer or Uint8Array', target);
			if (arguments.length === 1) return native.compare(this, target);
			const number = (value, name, otherwise, max) => {
				if (value === undefined) return otherwise;
				checkOffset(value, name, 0, max);
				return value;
			};
			const from = number(targetStart, 'targetStart', 0), to = number(targetEnd, 'targetEnd', target.length, target.length);
			const start = number(sourceStart, 'sourceStart', 0), end = number(sourceEnd, 'sourceEnd', this.length, this.length);
			if (start >= end) return from >= to ? 0 : -1;
			if (from >= to) return 1;
			const { subarray } = Uint8Array.prototype;
			return native.compare(subarray.call(this, start, end), subarray.call(target, from, to));
		},
		indexOf(value, byteOffset, encoding) { return bidirectional(this, value, byteOffset, encoding, true); },
		lastIndexOf(value, byteOffset, encoding) { return bidirectional(this, value, byteOffset, encoding, false); },
		includes(value, byteOffset, encoding) { return bidirectional(this, value, byteOffset, encoding, true) !== -1; },
		fill(value, offset, end, encoding) { return fillWith(this, value, offset, end, encoding); },
		write(string, offset, length, encoding) {
			let start = 0, room = this.length;
			if (offset === undefined) {
				if (typeof string !== 'string') throw errors.plain(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
			} else if (length === undefined && typeof offset === 'string') {
				encoding = offset;
			} else {
				checkOffset(offset, 'offset', 0, this.length);
				start = offset;
				const rest = this.length - start;
				room = rest;
				if (typeof length === 'string') {
					encoding = length;
				} else if (length !== undefined) {
					checkOffset(length, 'length', 0, this.length);
					room = Math.min(length, rest);
				}
			}
			if (typeof string !== 'string') throw errors.plain(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
			return native.writeText(this, string, encoding ? textEncoding(encoding) : 'utf8', start, room);
		},
		toJSON() {
			return { type: 'Buffer', data: this.length > 0 ? Array.from(this) : [] };
		},
		subarray(start, end) { return slice(this, start, end); },
		slice(start, end) { return slice(this, start, end); },
	};
	function textEncoding(encoding) {
		const name = encodings[`${encoding}`.toLowerCase()];
		if (name === undefined) throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
		return name;
	}
	for (const size of [2, 4, 8]) {
		const name = `swap${8 * size}`;
		methods[name] = { [name]() {
			if (this.length % size !== 0) throw coded(RangeError, 'ERR_INVALID_BUFFER_SIZE', `Buffer size must be a multiple of ${8 * size}-bits`);
			native.swap(this, size);
			return this;
		} }[name];
	}
	for (const [short, encoding] of [['ascii', 'ascii'], ['base64', 'base64'], ['base64url', 'base64url'], ['latin1', 'latin1'], ['hex', 'hex'], ['ucs2', 'utf16le'], ['utf8', 'utf8']]) {
		const slice = `${short}Slice`, write = `${short}Write`;
		methods[slice] = { [slice](start = 0, end = this.length) { return native.toText(this, encoding, start, end); } }[slice];
		methods[write] = { [write](string, offset = 0, length = this.length - offset) {
			if (typeof string !== 'string') throw errors.plain(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
			return native.writeText(this, string, encoding, offset, length);
		} }[write];
	}
	addNumbers();
	for (const name of Object.keys(methods)) defineProperty(Buffer.prototype, name, { value: methods[name], configurable: true, writable: true, enumerable: true });
	defineProperties(Buffer.prototype, {
		toLocaleString: { value: methods.toString, configurable: true, writable: true, enumerable: true },
		parent: { configurable: true, enumerable: true, get() { return this instanceof Buffer ? this.buffer : undefined; } },
		offset: { configurable: true, enumerable: true, get() { return this instanceof Buffer ? this.byteOffset : undefined; } },
		[inspectCustom]: { value: methods.inspect, configurable: true, writable: true, enumerable: true },
	});

	function show(buffer, inspect) {
		const length = buffer.length, rest = length - 50;
		let text = native.hex(buffer, 50);
		if (rest > 0) text += ` ... ${rest} more byte${rest > 1 ? 's' : ''}`;
		if (inspect) {
			const extra = Object.keys(buffer).filter((key) => !/^\d+$/.test(key));
			for (const key of extra) text += `${text ? ', ' : ''}${key}: ${inspect(buffer[key])}`;
		}
		return `<${buffer.constructor.name} ${text}>`.replace(/ >$/, length ? ' >' : '>').replace('<Buffer>', '<Buffer >');
	}

	// Numbers: every width in both byte orders, for the names with U and u.
	function bounds(buffer, offset, size, checked) {
		if (typeof offset !== 'number') throw argumentType('offset', 'of type number', offset);
		if (buffer[offset] === undefined || buffer[offset + size - 1] === undefined) {
			const last = buffer.length - size;
			if (Math.floor(offset) !== offset) throw outOfRange('offset', 'an integer', offset);
			if (last < 0) throw coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds');
			throw outOfRange('offset', `>= 0 and <= ${last}`, offset);
		}
	}
	function inRange(value, kind, size) {
		const bits = 8 * size, signed = kind === 'i' || kind === 'I', large = kind === 'U' || kind === 'I';
		const one = large ? 1n : 1;
		const power = (n) => large ? 2n ** BigInt(n) : 2 ** n;
		const max = signed ? power(bits - 1) - one : power(bits) - one;
		const min = signed ? -power(bits - 1) : one - one;
		if (value > max || value < min) {
			const n = large ? 'n' : '';
			let range;
			if (size > 4) {
				range = signed ? `>= -(2${n} ** ${bits - 1}${n}) and < 2${n} ** ${bits - 1}${n}` : `>= 0${n} and < 2${n} ** ${bits}${n}`;
			} else {
				range = `>= ${min}${n} and <= ${max}${n}`;
			}
			throw outOfRange('value', range, value);
		}
	}
	// add makes a pair of methods, by every name they have.
	function add(names, read, write) {
		const rename = (f, prefix) => defineProperty(f, 'name', { value: prefix + names[0], configurable: true });
		rename(read, 'read');
		rename(write, 'write');
		for (const name of names) {
			methods[`read${name}`] = read;
			methods[`write${name}`] = write;
		}
	}
	function addNumber(names, kind, size, big) {
		const { read, write } = {
			read(offset = 0) {
				bounds(this, offset, size);
				return native.readNumber(this, kind, size, big, offset);
			},
			write(value, offset = 0) {
				value = numeric(value, kind, size);
				bounds(this, offset, size);
				native.writeNumber(this, kind, size, big, offset, value);
				return offset + size;
			},
		};
		add(names, read, write);
	}
	function numeric(value, kind, size) {
		if (kind === 'f') return +value;
		if (kind === 'u' || kind === 'i') {
			inRange(+value, kind, size);
			return +value;
		}
		inRange(value, kind, size);
		if (typeof value !== 'bigint') throw new TypeError('Cannot mix BigInt and other types, use explicit conversions');
		return value;
	}
	function checkWidth(byteLength) {
		if (typeof byteLength !== 'number') throw argumentType('byteLength', 'of type number', byteLength);
		if (!Number.isInteger(byteLength)) throw outOfRange('byteLength', 'an integer', byteLength);
		if (byteLength < 1 || byteLength > 6) throw outOfRange('byteLength', '>= 1 and <= 6', byteLength);
	}
	function addSized(names, kind, big) {
		const { read, write } = {
			read(offset, byteLength) {
				if (offset === undefined) throw argumentType('offset', 'of type number', offset);
				checkWidth(byteLength);
				bounds(this, offset, byteLength);
				return native.readNumber(this, kind, byteLength, big, offset);
			},
			write(value, offset, byteLength) {
				checkWidth(byteLength);
				value = numeric(value, kind, byteLength);
				bounds(this, offset, byteLength);
				native.writeNumber(this, kind, byteLength, big, offset, value);
				return offset + byteLength;
			},
		};
		add(names, read, write);
	}
	function addNumbers() {
		addNumber(['UInt8', 'Uint8'], 'u', 1, false);
		addNumber(['Int8'], 'i', 1, false);
		for (const [end, big] of [['LE', false], ['BE', true]]) {
			for (const size of [2, 4]) {
				addNumber([`UInt${8 * size}${end}`, `Uint${8 * size}${end}`], 'u', size, big);
				addNumber([`Int${8 * size}${end}`], 'i', size, big);
			}
			addNumber([`BigUInt64${end}`, `BigUint64${end}`], 'U', 8, big);
			addNumber([`BigInt64${end}`], 'I', 8, big);
			addNumber([`Float${end}`], 'f', 4, big);
			addNumber([`Double${end}`], 'f', 8, big);
			addSized([`UInt${end}`, `Uint${end}`], 'u', big);
			addSized([`Int${end}`], 'i', big);
		}
	}

	const { DOMException } = errors;
	const browser = {
		atob(input) {
			if (arguments.length === 0) throw errors.missing('input');
			const decoded = native.decode64(`${input}`);
			if (typeof decoded !== 'string') {
				throw new DOMException(decoded ? 'The string to be decoded is not correctly encoded.' : 'Invalid character', 'InvalidCharacterError');
			}
			return decoded;
		},
		btoa(input) {
			if (arguments.length === 0) throw errors.missing('input');
			const encoded = native.encode64(`${input}`);
			if (encoded === null) throw new DOMException('Invalid character', 'InvalidCharacterError');
			return encoded;
		},
	};
	return { Buffer, ...browser };
})

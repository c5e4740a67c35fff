// Random values.
const maxRandom = 2147483647;
function randomBuffer(size) {
	if (typeof size !== 'number') throw argumentType('size', 'of type number', size);
	if (!(size >= 0 && size <= maxRandom)) throw outOfRange('size', `>= 0 && <= ${maxRandom}`, size);
	const buffer = Buffer.alloc(size);
	native.fill(buffer);
	return buffer;
}
// later calls back as Node would, after what runs now.
const later = (callback, ...results) => { Promise.resolve().then(() => callback(...results)); };
function checkCallback(callback) {
	if (typeof callback !== 'function') throw argumentType('callback', 'of type function', callback);
}
const integerViews = new Set(['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array']);
function getRandomValues(array) {
	if (!isView(array) || !integerViews.has(kindOf(array))) {
		throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
	}
	if (array.byteLength > 65536) {
		throw new DOMException(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
	}
	native.fill(array);
	return array;
}
function randomUUID(options) {
	if (options !== undefined) {
		if (options === null || typeof options !== 'object') throw argumentType('options', 'of type object', options);
		if (options.disableEntropyCache !== undefined && typeof options.disableEntropyCache !== 'boolean') {
			throw argumentType('options.disableEntropyCache', 'of type boolean', options.disableEntropyCache);
		}
	}
	const bytes = randomBuffer(16);
	bytes[6] = bytes[6] & 0x0f | 0x40;
	bytes[8] = bytes[8] & 0x3f | 0x80;
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
function randomPart(buffer, offset = 0, size) {
	if (!isBytes(buffer)) throw argumentType('buf', 'an instance of ArrayBuffer or ArrayBufferView', buffer);
	const width = isView(buffer) && buffer.BYTES_PER_ELEMENT || 1;
	const checked = (value, name, max) => {
		if (typeof value !== 'number') throw argumentType(name, 'of type number', value);
		if (!(value >= 0 && value <= max)) throw outOfRange(name, `>= 0 && <= ${max}`, value);
		return value;
	};
	const from = checked(offset, 'offset', buffer.byteLength / width) * width;
	let length = buffer.byteLength - from;
	if (size !== undefined) {
		length = checked(size, 'size', maxRandom) * width;
		if (length + from > buffer.byteLength) throw outOfRange('size + offset', `<= ${buffer.byteLength}`, length + from);
	}
	const memory = isView(buffer) ? buffer.buffer : buffer;
	native.fill(new Uint8Array(memory, (buffer.byteOffset || 0) + from, length));
	return buffer;
}
function randomInt(min, max, callback) {
	const one = max === undefined || typeof max === 'function';
	if (one) {
		callback = max;
		max = min;
		min = 0;
	}
	if (callback !== undefined) checkCallback(callback);
	if (!Number.isSafeInteger(min)) throw argumentType('min', 'a safe integer', min);
	if (!Number.isSafeInteger(max)) throw argumentType('max', 'a safe integer', max);
	if (max <= min) throw outOfRange('max', `greater than the value of "min" (${min})`, max);
	const range = max - min;
	if (range > 2 ** 48 - 1) throw outOfRange(one ? 'max' : 'max - min', `<= ${2 ** 48 - 1}`, range);
	// Values above the last whole multiple of the range would favour some.
	const limit = 2 ** 48 - 2 ** 48 % range;
	let drawn;
	do drawn = randomBuffer(6).readUIntBE(0, 6); while (drawn >= limit);
	const result = drawn % range + min;
	if (callback === undefined) return result;
	later(callback, undefined, result);
}
function timingSafeEqual(buf1, buf2) {
	for (const [name, value] of [['buf1', buf1], ['buf2', buf2]]) {
		if (!isBytes(value)) throw errors.plain(TypeError, 'ERR_INVALID_ARG_TYPE', `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
	}
	if (buf1.byteLength !== buf2.byteLength) {
		throw errors.plain(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
	}
	return native.equal(buf1, buf2);
}

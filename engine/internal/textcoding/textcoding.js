(function (native, errors) {
	const { defineProperty } = Object;
	const { isView } = ArrayBuffer;
	const { kindOf, isArrayBuffer } = errors;

	class TextEncoder {
		#made = true;
		static #check(encoder) {
			if (typeof encoder !== 'object' || encoder === null || !TextEncoder.#is(encoder)) throw errors.thisType('TextEncoder');
		}
		static #is(value) { return #made in value; }
		get encoding() {
			TextEncoder.#check(this);
			return 'utf-8';
		}
		encode(input = '') {
			TextEncoder.#check(this);
			return new Uint8Array(native.encode(`${input}`));
		}
		encodeInto(src, dest) {
			TextEncoder.#check(this);
			if (typeof src !== 'string') throw errors.argumentType('src', 'of type string', src);
			if (!isView(dest) || kindOf(dest) !== 'Uint8Array') throw errors.argumentType('dest', 'an instance of Uint8Array', dest);
			const [read, written] = native.encodeInto(src, dest);
			return { read, written };
		}
	}

	class TextDecoder {
		#decoder;
		#encoding;
		#fatal;
		#ignoreBOM;
		constructor(encoding = 'utf-8', options = {}) {
			const label = `${encoding}`;
			if (options === null || typeof options !== 'object' && typeof options !== 'function') {
				if (options !== null) throw errors.argumentType('options', 'of type object', options);
				options = {};
			}
			const name = native.label(label);
			if (name === undefined || name === 'replacement') throw errors.coded(RangeError, 'ERR_ENCODING_NOT_SUPPORTED', `The "${name || label}" encoding is not supported`);
			this.#encoding = name;
			this.#fatal = Boolean(options.fatal);
			this.#ignoreBOM = Boolean(options.ignoreBOM);
			this.#decoder = native.decoder(name, this.#fatal, this.#ignoreBOM);
		}
		static #check(decoder) {
			if (typeof decoder !== 'object' || decoder === null || !TextDecoder.#is(decoder)) throw errors.thisType('TextDecoder');
		}
		static #is(value) { return #decoder in value; }
		get encoding() {
			TextDecoder.#check(this);
			return this.#encoding;
		}
		get fatal() {
			TextDecoder.#check(this);
			return this.#fatal;
		}
		get ignoreBOM() {
			TextDecoder.#check(this);
			return this.#ignoreBOM;
		}
		decode(input = new Uint8Array(0), options = {}) {
			TextDecoder.#check(this);
			if (!isView(input) && !isArrayBuffer(input)) {
				throw errors.plain(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.');
			}
			if (options !== null && typeof options !== 'object' && typeof options !== 'function') throw errors.argumentType('options', 'of type object', options);
			const text = native.decode(this.#decoder, input, Boolean(options && options.stream));
			if (text === null) throw errors.plain(TypeError, 'ERR_ENCODING_INVALID_ENCODED_DATA', `The encoded data was not valid for encoding ${this.#encoding}`);
			return text;
		}
	}
	for (const [holder, names] of [[TextEncoder, ['encoding', 'encode', 'encodeInto']], [TextDecoder, ['encoding', 'fatal', 'ignoreBOM', 'decode']]]) {
		for (const name of names) defineProperty(holder.prototype, name, { enumerable: true });
		defineProperty(holder.prototype, Symbol.toStringTag, { value: holder.name, configurable: true });
	}

	return { TextEncoder, TextDecoder };
})

(function () {
	const names = Object.assign(Object.create(null), {
		IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5,
		NoModificationAllowedError: 7, NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10,
		InvalidStateError: 11, SyntaxError: 12, InvalidModificationError: 13, NamespaceError: 14,
		InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18, NetworkError: 19, AbortError: 20,
		URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24, DataCloneError: 25,
	});
	const constants = [
		'INDEX_SIZE_ERR', 'DOMSTRING_SIZE_ERR', 'HIERARCHY_REQUEST_ERR', 'WRONG_DOCUMENT_ERR', 'INVALID_CHARACTER_ERR',
		'NO_DATA_ALLOWED_ERR', 'NO_MODIFICATION_ALLOWED_ERR', 'NOT_FOUND_ERR', 'NOT_SUPPORTED_ERR', 'INUSE_ATTRIBUTE_ERR',
		'INVALID_STATE_ERR', 'SYNTAX_ERR', 'INVALID_MODIFICATION_ERR', 'NAMESPACE_ERR', 'INVALID_ACCESS_ERR',
		'VALIDATION_ERR', 'TYPE_MISMATCH_ERR', 'SECURITY_ERR', 'NETWORK_ERR', 'ABORT_ERR', 'URL_MISMATCH_ERR',
		'QUOTA_EXCEEDED_ERR', 'TIMEOUT_ERR', 'INVALID_NODE_TYPE_ERR', 'DATA_CLONE_ERR',
	];
	const { defineProperty, defineProperties, setPrototypeOf, create } = Object;
	const known = new WeakMap();
	const details = (exception) => {
		const own = known.get(exception);
		if (own === undefined) throw coded(TypeError, 'ERR_INVALID_THIS', 'Value of "this" must be of DOMException');
		return own;
	};

	// A DOMException is an Error by prototype, and made as one so that it has
	// a stack; what it says lives in getters, as in Node.
	function DOMException(message = '', options = 'Error') {
		if (new.target === undefined) throw new TypeError("Class constructor DOMException cannot be invoked without 'new'");
		const text = `${message}`;
		const exception = new Error(text);
		let name = options;
		if (options !== null && typeof options === 'object') {
			name = 'name' in options ? options.name : 'Error';
			if ('cause' in options) defineProperty(exception, 'cause', { value: options.cause, configurable: true, writable: true });
		}
		delete exception.message;
		known.set(exception, { name: `${name}`, message: text });
		return setPrototypeOf(exception, new.target.prototype);
	}
	DOMException.prototype = create(Error.prototype, {
		constructor: { value: DOMException, configurable: true, writable: true },
		name: { get() { return details(this).name; }, configurable: true, enumerable: true },
		message: { get() { return details(this).message; }, configurable: true, enumerable: true },
		code: { get() { return names[details(this).name] || 0; }, configurable: true, enumerable: true },
		[Symbol.toStringTag]: { value: 'DOMException', configurable: true },
	});
	defineProperty(DOMException, 'prototype', { writable: false });
	constants.forEach((name, i) => {
		for (const holder of [DOMException, DOMException.prototype]) defineProperty(holder, name, { value: i + 1, enumerable: true });
	});

	// Errors with a code show it in their text, by a prototype of their own
	// between them and their class.
	const prototypes = new Map([Error, TypeError, RangeError, SyntaxError].map((Base) => [Base, create(Base.prototype, {
		toString: { value() { return `${this.name} [${this.code}]: ${this.message}`; }, configurable: true, writable: true },
	})]));
	function coded(Base, code, message) {
		const error = plain(Base, code, message);
		return setPrototypeOf(error, prototypes.get(Base));
	}
	// plain makes an error with a code that its text does not show.
	function plain(Base, code, message) {
		const error = new Base(message);
		error.code = code;
		return error;
	}

	function quote(text) {
		const mark = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes('`') && !text.includes('${') ? '`' : "'";
		let quoted = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"');
		if (mark === "'") quoted = quoted.replace(/'/g, "\\'");
		return mark + quoted + mark;
	}
	function show(value) {
		switch (typeof value) {
		case 'string': return quote(value);
		case 'bigint': return `${value}n`;
		case 'symbol': return value.toString();
		case 'number': return Object.is(value, -0) ? '-0' : `${value}`;
		case 'function': return value.name ? `[Function: ${value.name}]` : '[Function (anonymous)]';
		case 'object': return value === null ? 'null' : '[Object: null prototype] {}';
		}
		return `${value}`;
	}
	// received says what came instead of what was asked for.
	function received(value) {
		if (value === null || value === undefined) return `Received ${value}`;
		if (typeof value === 'function') return `Received function ${value.name}`;
		if (typeof value === 'object') {
			const name = value.constructor && value.constructor.name;
			return name ? `Received an instance of ${name}` : `Received ${show(value)}`;
		}
		let text = show(value);
		if (text.length > 28) text = `${text.slice(0, 25)}...`;
		return `Received type ${typeof value} (${text})`;
	}
	function argumentType(name, expected, value) {
		const what = name.endsWith(' argument') ? `The ${name}` : `The "${name}" ${name.includes('.') ? 'property' : 'argument'}`;
		return coded(TypeError, 'ERR_INVALID_ARG_TYPE', `${what} must be ${expected}. ${received(value)}`);
	}
	function argumentValue(name, value, reason = 'is invalid', text = show(value)) {
		if (text.length > 128) text = `${text.slice(0, 128)}...`;
		return coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${text}`);
	}
	// grouped writes large numbers as Node does in messages: 4_294_967_296.
	function grouped(value) {
		const text = String(value);
		const large = typeof value === 'bigint' ? value > 2n ** 32n || value < -(2n ** 32n) : Number.isInteger(value) && Math.abs(value) > 2 ** 32;
		const written = large ? text.replace(/\B(?=(\d{3})+$)/g, '_') : typeof value === 'bigint' || typeof value === 'number' ? text : show(value);
		return typeof value === 'bigint' ? `${written}n` : written;
	}
	function outOfRange(name, range, value) {
		return coded(RangeError, 'ERR_OUT_OF_RANGE', `The value of "${name}" is out of range. It must be ${range}. Received ${grouped(value)}`);
	}
	function missing(...names) {
		const list = names.map((name) => `"${name}"`);
		const text = list.length === 1 ? `${list[0]} argument` : `${list.slice(0, -1).join(', ')} and ${list[list.length - 1]} arguments`;
		return coded(TypeError, 'ERR_MISSING_ARGS', `The ${text} must be specified`);
	}
	const thisType = (type) => coded(TypeError, 'ERR_INVALID_THIS', `Value of "this" must be of type ${type}`);

	// Bytes are told by what they are, not by a prototype or a tag that a script
	// can change: kindOf names a typed array, and is undefined for all else.
	const { apply } = Reflect;
	const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
	const lengthOf = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength').get;
	const kindOf = (value) => apply(tagOf, value, []);
	const isArrayBuffer = (value) => {
		try {
			return apply(lengthOf, value, []) >= 0;
		} catch {
			return false;
		}
	};

	const isException = (value) => known.has(value);
	const said = (value) => known.get(value);

	return { DOMException, isException, said, coded, plain, received, argumentType, argumentValue, outOfRange, missing, thisType, show, kindOf, isArrayBuffer };
})

(function (native, errors) {
	const { DOMException, kindOf } = errors;
	const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, keys } = Object;
	const { isView } = ArrayBuffer;
	const errorTypes = Object.assign(Object.create(null), { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError });
	const views = Object.assign(Object.create(null), {
		Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array,
	});
	const { entries: mapEntries } = Map.prototype;
	const { values: setValues } = Set.prototype;
	const { getTime } = Date.prototype;
	// What has no mark of its own is told by a method that takes no other.
	const brands = [
		['WeakMap', (value) => WeakMap.prototype.has.call(value, {})],
		['WeakSet', (value) => WeakSet.prototype.has.call(value, {})],
		['Symbol', (value) => Symbol.prototype.valueOf.call(value)],
	];
	const is = (test, value) => {
		try {
			test(value);
			return true;
		} catch {
			return false;
		}
	};

	const refuse = (text) => new DOMException(`${text} could not be cloned.`, 'DataCloneError');
	const named = (value) => {
		const name = value.constructor && value.constructor.name;
		return `#<${name || 'Object'}>`;
	};

	// A memory of what was cloned keeps cycles and shared parts.
	function clone(value, memory) {
		switch (typeof value) {
		case 'symbol': throw refuse(value.toString());
		case 'function': throw refuse(Function.prototype.toString.call(value));
		case 'object': break;
		default: return value;
		}
		if (value === null) return null;
		if (memory.has(value)) return memory.get(value);
		const keep = (copy) => {
			memory.set(value, copy);
			return copy;
		};
		const again = (part) => clone(part, memory);
		if (isView(value)) return cloneView(value, keep, again);
		const kind = native.kind(value);
		switch (kind) {
		case 'Array': return cloneMembers(value, keep(new Array(value.length)), again);
		case 'Map': return cloneMap(value, keep(new Map()), again);
		case 'Set': return cloneSet(value, keep(new Set()), again);
		case 'Date': return keep(new Date(getTime.call(value)));
		case 'RegExp': return keep(new RegExp(value.source, value.flags));
		case 'Error': return cloneError(value, keep, again);
		case 'ArrayBuffer': return keep(value.slice(0));
		case 'String': case 'Number': case 'Boolean': return keep(Object(primitive(kind, value)));
		case 'BigInt': return keep(Object(BigInt.prototype.valueOf.call(value)));
		case 'Proxy': throw refuse(Array.isArray(value) ? '[object Array]' : '#<Object>');
		case 'Arguments': throw refuse('#<Object>');
		case 'Promise': case 'Host': throw refuse(named(value));
		}
		for (const [name, test] of brands) {
			if (is(test, value)) throw refuse(name === 'Symbol' ? '[object Symbol]' : named(value));
		}
		if (Object.prototype.toString.call(value) === '[object Generator]') throw refuse('[object Generator]');
		if (errors.isException(value)) return cloneException(value, keep);
		return cloneMembers(value, keep({}), again);
	}
	function primitive(kind, value) {
		const holder = kind === 'String' ? String : kind === 'Number' ? Number : Boolean;
		return holder.prototype.valueOf.call(value);
	}
	function cloneMembers(value, copy, again) {
		for (const key of keys(value)) {
			if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue; // a getter took it away
			defineProperty(copy, key, { value: again(value[key]), configurable: true, enumerable: true, writable: true });
		}
		return copy;
	}
	function cloneMap(value, copy, again) {
		const entries = [...mapEntries.call(value)];
		for (const [key, item] of entries) copy.set(again(key), again(item));
		return copy;
	}
	function cloneSet(value, copy, again) {
		for (const item of [...setValues.call(value)]) copy.add(again(item));
		return copy;
	}
	function cloneError(value, keep, again) {
		if (errors.isException(value)) return cloneException(value, keep);
		const message = getOwnPropertyDescriptor(value, 'message');
		const Type = errorTypes[`${value.name}`] || Error;
		const copy = keep(message && 'value' in message ? new Type(`${message.value}`) : new Type());
		const stack = getOwnPropertyDescriptor(value, 'stack');
		if (typeof value.stack === 'string' && stack !== undefined) {
			defineProperty(copy, 'stack', { value: value.stack, configurable: true, enumerable: false, writable: true });
		}
		const cause = getOwnPropertyDescriptor(value, 'cause');
		if (cause && 'value' in cause) defineProperty(copy, 'cause', { value: again(cause.value), configurable: true, enumerable: false, writable: true });
		return copy;
	}
	function cloneException(value, keep) { return keep(new DOMException(value.message, value.name)); }
	function cloneView(value, keep, again) {
		const buffer = again(value.buffer);
		const kind = kindOf(value);
		if (kind === undefined) return keep(new DataView(buffer, value.byteOffset, value.byteLength));
		return keep(new views[kind](buffer, value.byteOffset, value.length));
	}

	function structuredClone() {
		const [value, options] = arguments;
		if (arguments.length === 0) throw errors.plain(TypeError, 'ERR_MISSING_ARGS', 'The value argument must be specified');
		if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
			throw errors.plain(TypeError, 'ERR_INVALID_ARG_TYPE', 'The options argument must be either an object or undefined');
		}
		const transfer = options && options.transfer !== undefined ? [...options.transfer] : [];
		const seen = new Set();
		for (const item of transfer) {
			if (typeof item !== 'object' || item === null || native.kind(item) !== 'ArrayBuffer') {
				throw errors.plain(TypeError, 'ERR_INVALID_TRANSFER_OBJECT', 'Found invalid object in transferList');
			}
			if (seen.has(item)) throw new DOMException('ArrayBuffer occurs in the transfer list more than once', 'DataCloneError');
			seen.add(item);
		}
		const copy = clone(value, new Map());
		for (const item of transfer) native.detach(item);
		return copy;
	}

	return { structuredClone };
})

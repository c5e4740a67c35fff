(function (native, errors) {
	const { defineProperty, defineProperties, create, getPrototypeOf } = Object;
	const { iterator, toStringTag } = Symbol;
	const inspectCustom = Symbol.for('nodejs.util.inspect.custom');
	const { ownKeys } = Reflect;
	const text = (value) => native.text(`${value}`);

	// What URL may do with its search parameters, and they with it.
	let adopt, refill;

	function fromIterable(init, method) {
		const pairs = [];
		if (typeof method !== 'function') throw errors.coded(TypeError, 'ERR_ARG_NOT_ITERABLE', 'Query pairs must be iterable');
		const tuple = () => errors.coded(TypeError, 'ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');
		for (const pair of init) {
			if (pair === null || typeof pair !== 'object' && typeof pair !== 'function' || typeof pair[iterator] !== 'function') throw tuple();
			const items = [...pair];
			if (items.length !== 2) throw tuple();
			pairs.push([text(items[0]), text(items[1])]);
		}
		return pairs;
	}
	function fromRecord(init) {
		const positions = new Map();
		const pairs = [];
		for (const key of ownKeys(init)) {
			const property = Reflect.getOwnPropertyDescriptor(init, key);
			if (property === undefined || !property.enumerable) continue;
			const name = text(key), value = text(init[key]);
			// Names that become equal by being made well-formed are one.
			if (positions.has(name)) {
				pairs[positions.get(name)][1] = value;
				continue;
			}
			positions.set(name, pairs.push([name, value]) - 1);
		}
		return pairs;
	}
	function fromText(query) {
		const flat = native.parseForm(query), pairs = [];
		for (let i = 0; i < flat.length; i += 2) pairs.push([flat[i], flat[i + 1]]);
		return pairs;
	}

	class URLSearchParams {
		#pairs = [];
		#url = null;
		constructor(init = undefined) {
			if (init === undefined || init === null) return;
			if (typeof init === 'object' || typeof init === 'function') {
				const method = init[iterator];
				if (method === entries && URLSearchParams.#is(init)) this.#pairs = init.#pairs.map((pair) => [...pair]);
				else if (method !== null && method !== undefined) this.#pairs = fromIterable(init, method);
				else this.#pairs = fromRecord(init);
				return;
			}
			const query = text(init);
			this.#pairs = fromText(query[0] === '?' ? query.slice(1) : query);
		}
		static {
			adopt = (params, url) => { params.#url = url; };
			refill = (params, query) => { params.#pairs = fromText(query); };
		}
		static #is(value) { return #pairs in value; }
		static #check(params, given, ...names) {
			if (typeof params !== 'object' || params === null || !URLSearchParams.#is(params)) throw errors.thisType('URLSearchParams');
			if (given < names.length) throw errors.missing(...names);
		}
		#changed() { if (this.#url !== null) this.#url(this.toString()); }

		get size() {
			URLSearchParams.#check(this, 0);
			return this.#pairs.length;
		}
		append(name, value) {
			URLSearchParams.#check(this, arguments.length, 'name', 'value');
			this.#pairs.push([text(name), text(value)]);
			this.#changed();
		}
		delete(name, value = undefined) {
			URLSearchParams.#check(this, arguments.length, 'name');
			const wanted = text(name), only = value === undefined ? undefined : text(value);
			this.#pairs = this.#pairs.filter((pair) => pair[0] !== wanted || only !== undefined && pair[1] !== only);
			this.#changed();
		}
		get(name) {
			URLSearchParams.#check(this, arguments.length, 'name');
			const wanted = text(name);
			const pair = this.#pairs.find((pair) => pair[0] === wanted);
			return pair === undefined ? null : pair[1];
		}
		getAll(name) {
			URLSearchParams.#check(this, arguments.length, 'name');
			const wanted = text(name);
			return this.#pairs.filter((pair) => pair[0] === wanted).map((pair) => pair[1]);
		}
		has(name, value = undefined) {
			URLSearchParams.#check(this, arguments.length, 'name');
			const wanted = text(name), only = value === undefined ? undefined : text(value);
			return this.#pairs.some((pair) => pair[0] === wanted && (only === undefined || pair[1] === only));
		}
		set(name, value) {
			URLSearchParams.#check(this, arguments.length, 'name', 'value');
			const wanted = text(name), given = text(value);
			const first = this.#pairs.find((pair) => pair[0] === wanted);
			if (first === undefined) {
				this.#pairs.push([wanted, given]);
			} else {
				first[1] = given;
				this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== wanted);
			}
			this.#changed();
		}
		sort() {
			URLSearchParams.#check(this, 0);
			this.#pairs.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
			this.#changed();
		}
		entries() { return this.#iterate('entries'); }
		forEach(callback, thisArg = undefined) {
			URLSearchParams.#check(this, 0);
			if (typeof callback !== 'function') throw errors.argumentType('callback', 'of type function', callback);
			for (let i = 0; i < this.#pairs.length; i++) callback.call(thisArg, this.#pairs[i][1], this.#pairs[i][0], this);
		}
		keys() { return this.#iterate('keys'); }
		values() { return this.#iterate('values'); }
		toString() {
			URLSearchParams.#check(this, 0);
			return native.writeForm(...this.#pairs.flat());
		}
		#iterate(kind) { return newIterator(() => this.#pairs, kind); }
		[inspectCustom](depth, options, inspect) {
			URLSearchParams.#check(this, 0);
			if (depth < 0) return '[Object]';
			const shown = this.#pairs.map(([name, value]) => `${inspect(name)} => ${inspect(value)}`);
			const line = shown.join(', ');
			if (shown.length === 0) return 'URLSearchParams {}';
			if (line.length <= 80) return `URLSearchParams { ${line} }`;
			return `URLSearchParams {\n  ${shown.join(',\n  ')} }`;
		}
	}
	for (const name of ['entries', 'keys', 'values']) guard(URLSearchParams.prototype, name);
	// A private method called on a stranger fails before it can say so.
	function guard(prototype, name) {
		const original = prototype[name];
		defineProperty(prototype, name, {
			configurable: true, enumerable: true, writable: true,
			value: { [name]() {
				if (!isParams(this)) throw errors.thisType('URLSearchParams');
				return original.call(this);
			} }[name],
		});
	}
	function isParams(value) {
		try {
			return Reflect.get(URLSearchParams.prototype, 'size', value) >= 0;
		} catch {
			return false;
		}
	}
	const entries = URLSearchParams.prototype.entries;
	enumerable(URLSearchParams.prototype, ['append', 'delete', 'get', 'getAll', 'has', 'set', 'size', 'sort', 'entries', 'forEach', 'keys', 'values', 'toString']);
	defineProperties(URLSearchParams.prototype, {
		[iterator]: { value: entries, configurable: true, writable: true },
		[toStringTag]: { value: 'URLSearchParams', configurable: true },
	});

	const cursors = new WeakMap();
	const iteratorPrototype = create(getPrototypeOf(getPrototypeOf([][iterator]())), {
		next: { configurable: true, enumerable: true, writable: true, value: function next() {
			const cursor = cursors.get(this);
			if (cursor === undefined) throw errors.thisType('URLSearchParamsIterator');
			const pair = cursor.pairs()[cursor.at];
			if (pair === undefined) return { value: undefined, done: true };
			cursor.at++;
			return { value: cursor.kind === 'keys' ? pair[0] : cursor.kind === 'values' ? pair[1] : [...pair], done: false };
		} },
		[toStringTag]: { value: 'URLSearchParams Iterator', configurable: true },
		[inspectCustom]: { configurable: true, writable: true, value(depth, options, inspect) {
			const { pairs, at, kind } = cursors.get(this);
			const rest = pairs().slice(at).map((pair) => inspect(kind === 'keys' ? pair[0] : kind === 'values' ? pair[1] : pair));
			return `URLSearchParams Iterator { ${rest.length ? `[ ${rest.join(', ')} ]` : '[]'} }`;
		} },
	});
	function newIterator(pairs, kind) {
		const made = create(iteratorPrototype);
		cursors.set(made, { pairs, kind, at: 0 });
		return made;
	}

	class URL {
		#record;
		#params = null;
		constructor(input, base = undefined) {
			if (arguments.length === 0) throw errors.missing('url');
			const wanted = text(input), against = base === undefined ? undefined : text(base);
			this.#record = native.parse(wanted, against);
			if (this.#record === null) throw invalid(wanted, against);
		}
		static parse(url, base = undefined) {
			if (arguments.length === 0) throw errors.missing('url');
			const wanted = text(url), against = base === undefined ? undefined : text(base);
			return native.parse(wanted, against) === null ? null : new URL(wanted, against);
		}
		static canParse(url, base = undefined) {
			if (arguments.length === 0) throw errors.missing('url');
			return native.parse(text(url), base === undefined ? undefined : text(base)) !== null;
		}
		static {
			for (const part of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']) {
				const accessor = { configurable: true, enumerable: true, get: { [part]() {
					URL.#check(this);
					return native.get(this.#record, part);
				} }[part] };
				if (part !== 'origin') accessor.set = { [part](value) {
					URL.#check(this);
					const given = text(value);
					if (!native.set(this.#record, part, given)) throw errors.coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
					if (this.#params !== null && (part === 'search' || part === 'href')) refill(this.#params, native.get(this.#record, 'query'));
				} }[part];
				for (const [kind, name] of [['get', 'get'], ['set', 'set']]) {
					if (accessor[kind]) defineProperty(accessor[kind], 'name', { value: `${name} ${part}`, configurable: true });
				}
				defineProperty(URL.prototype, part, accessor);
				if (part === 'search') this.#defineParams();
			}
		}
		static #defineParams() {
			defineProperty(URL.prototype, 'searchParams', { configurable: true, enumerable: true, get: function () {
				URL.#check(this);
				if (this.#params === null) {
					this.#params = new URLSearchParams();
					refill(this.#params, native.get(this.#record, 'query'));
					adopt(this.#params, (query) => native.set(this.#record, 'query', query));
				}
				return this.#params;
			} });
		}
		static #is(value) { return #record in value; }
		static #check(url) {
			if (typeof url !== 'object' || url === null || !URL.#is(url)) throw new TypeError('Receiver must be an instance of class URL');
		}
		toString() {
			URL.#check(this);
			return native.get(this.#record, 'href');
		}
		toJSON() {
			URL.#check(this);
			return native.get(this.#record, 'href');
		}
		[inspectCustom](depth, options, inspect) {
			URL.#check(this);
			if (depth < 0) return this;
			const shown = {};
			for (const part of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash']) shown[part] = this[part];
			const name = getPrototypeOf(this) === null ? 'URL' : this.constructor.name;
			return `${name} ${inspect(shown, { ...options, depth })}`;
		}
	}
	// Members are enumerated in the order of the standard.
	const { toJSON } = URL.prototype;
	delete URL.prototype.toJSON;
	defineProperty(URL.prototype, 'toJSON', { value: toJSON, configurable: true, writable: true });
	enumerable(URL.prototype, ['toString', 'toJSON']);
	enumerable(URL, ['canParse', 'parse']);
	defineProperty(URL.prototype, toStringTag, { value: 'URL', configurable: true });

	function enumerable(holder, names) {
		for (const name of names) defineProperty(holder, name, { enumerable: true });
	}
	function invalid(input, base) {
		const error = errors.plain(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
		error.input = input;
		if (base !== undefined) error.base = base;
		return error;
	}

	return { URL, URLSearchParams };
})

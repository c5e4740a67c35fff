// What lowered code calls: generator(body) makes an async generator, loop(items)
// what a loop that awaits asks.
() => {
	const { Promise, TypeError, Reflect: { apply } } = globalThis;
	const { create, defineProperty, freeze } = Object;
	const asyncIterator = Symbol.asyncIterator ?? Symbol('Symbol.asyncIterator');
	const { iterator, toStringTag } = Symbol;

	// Thrown in the body of a generator that is to return; no catch clause keeps it.
	const closing = freeze(create(null));
	const states = new WeakMap();
	const { get, set } = WeakMap.prototype;
	const stateOf = (generator) => apply(get, states, [generator]);

	const isObject = (x) => typeof x === 'object' && x !== null || typeof x === 'function';
	const result = (r) => {
		if (!isObject(r)) throw new TypeError(`Iterator result ${String(r)} is not an object`);
		return r;
	};

	// Requests wait in a chain of {kind, value, resolve, reject, next}.
	const ask = (state, kind, value) => new Promise((resolve, reject) => {
		const request = { kind, value, resolve, reject, next: null };
		if (state.first) state.last.next = request;
		else state.first = request;
		state.last = request;
		if (state.phase !== 'running') proceed(state);
	});

	const answered = (state) => {
		const request = state.first;
		state.first = request.next;
		return request;
	};

	// Sees to requests until the body has to run, or there are none.
	const proceed = (state) => {
		while (state.first) {
			const { kind, value } = state.first;
			if (state.phase === 'suspended') {
				state.phase = 'running';
				state.resume({ kind, value });
				return;
			}
			if (state.phase === 'new' && kind === 'next') {
				state.phase = 'running';
				run(state);
				return;
			}
			state.phase = 'done';
			if (kind === 'return') {
				state.phase = 'running';
				finish(state, value);
				return;
			}
			if (kind === 'next') answered(state).resolve({ value: undefined, done: true });
			else answered(state).reject(value);
		}
	};

	// Ends a generator with what comes of a function.
	const end = async (state, last) => {
		let value, thrown, failed = false;
		try {
			value = await last();
		} catch (error) {
			failed = error !== closing;
			if (failed) thrown = error;
			else value = state.returned;
		}
		state.phase = 'done';
		if (failed) answered(state).reject(thrown);
		else answered(state).resolve({ value, done: true });
		proceed(state);
	};
	const run = (state) => end(state, () => state.body(state.handle));
	const finish = (state, value) => end(state, () => value);

	// Hands a value out and waits for the next request.
	const suspend = (state, value) => new Promise((resolve) => {
		state.resume = resolve;
		state.phase = 'suspended';
		answered(state).resolve({ value, done: false });
		proceed(state);
	});

	const leave = (state, value) => {
		state.returned = value;
		throw closing;
	};

	const yielding = async (state, value) => {
		const request = await suspend(state, await value);
		if (request.kind === 'throw') throw request.value;
		if (request.kind === 'return') leave(state, await request.value);
		return request;
	};

	const delegating = async (state, items) => {
		const inner = over(items);
		let request = { kind: 'next', value: undefined };
		for (;;) {
			const { kind, value } = request;
			const method = kind === 'next' ? inner.advance : inner.iterator[kind];
			let r;
			if (method !== undefined && method !== null) {
				r = result(await apply(method, inner.iterator, [value]));
			} else if (kind === 'return') {
				leave(state, await value);
			} else {
				const { return: close } = inner.iterator;
				if (close !== undefined && close !== null) result(await apply(close, inner.iterator, []));
				throw new TypeError("The iterator does not provide a 'throw' method");
			}
			if (r.done) {
				if (kind === 'return') leave(state, r.value);
				return { value: r.value };
			}
			request = await suspend(state, r.value);
		}
	};

	// The async iterator of a list, and how it advances.
	const over = (items) => {
		const method = items[asyncIterator];
		let made;
		if (method !== undefined && method !== null) {
			if (typeof method !== 'function') throw new TypeError('Object is not async iterable');
			made = apply(method, items, []);
		} else {
			const plain = items[iterator];
			if (typeof plain !== 'function') throw new TypeError('Object is not async iterable');
			made = awaiting(result(apply(plain, items, [])));
		}
		if (!isObject(made)) throw new TypeError(`Result of the Symbol.asyncIterator method is not an object`);
		return { iterator: made, advance: made.next };
	};

	// An iterator whose values are awaited.
	const awaiting = (plain) => {
		const { next } = plain;
		const close = (value) => {
			const method = plain.return;
			return method === undefined || method === null ? undefined : apply(method, plain, value);
		};
		const settled = async (r, open) => {
			const { done, value } = result(r);
			try {
				return { value: await value, done: Boolean(done) };
			} catch (error) {
				if (open && !done) close([]);
				throw error;
			}
		};
		return {
			next: async (value) => settled(apply(next, plain, [value]), true),
			return: async (...value) => {
				const r = close(value);
				return r === undefined ? { value: value[0], done: true } : settled(r, false);
			},
			throw: async (value) => {
				const method = plain.throw;
				if (method === undefined || method === null) throw value;
				return settled(apply(method, plain, [value]), true);
			},
		};
	};

	const hidden = (object, key, value) => defineProperty(object, key, { value, writable: true, enumerable: false, configurable: true });
	const named = (object, methods) => {
		for (const key in methods) hidden(object, key, methods[key]);
		return object;
	};
	const asyncIterators = named({}, {});
	hidden(asyncIterators, asyncIterator, { [asyncIterator]() { return this; } }[asyncIterator]);
	const asked = async (generator, kind, value) => {
		const state = isObject(generator) ? stateOf(generator) : undefined;
		if (!state) throw new TypeError(`${kind} method called on incompatible receiver ${String(generator)}`);
		return ask(state, kind, value);
	};
	const generators = named(create(asyncIterators), {
		next(value) { return asked(this, 'next', value); },
		return(value) { return asked(this, 'return', value); },
		throw(value) { return asked(this, 'throw', value); },
	});
	defineProperty(generators, toStringTag, { value: 'AsyncGenerator', configurable: true });

	const generator = (body) => {
		const made = create(generators);
		const state = { body, phase: 'new', first: null, last: null, resume: null, returned: undefined, handle: null };
		state.handle = {
			yield: (value) => yielding(state, value),
			delegate: (items) => delegating(state, items),
			pass(error) { if (error === closing) throw error; },
		};
		apply(set, states, [made, state]);
		return made;
	};

	const loop = (items) => {
		const { iterator: source, advance } = over(items);
		let failed = false;
		return {
			// open is set while the body runs: when the loop is left then, the
			// iterator has to be closed.
			open: false,
			value: undefined,
			next() {
				this.open = false;
				return apply(advance, source, []);
			},
			more(r) {
				if (result(r).done) return false;
				this.value = r.value;
				this.open = true;
				return true;
			},
			failed(error) {
				failed = true;
				return error;
			},
			async close() {
				try {
					const { return: method } = source;
					if (method === undefined || method === null) return;
					const r = await apply(method, source, []);
					if (!failed) result(r);
				} catch (error) {
					if (!failed) throw error;
				}
			},
		};
	};

	return { generator, loop };
}

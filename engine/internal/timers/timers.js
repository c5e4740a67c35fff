// host.set(id, delay, repeat, callback) starts a timer under an id, 0 for a new
// one, and returns the id; host.clear(id) stops it; host.uncaught(error) ends
// the call as Node would end the process.
(function (host, errors) {
	const longest = 2 ** 31 - 1;
	const { apply } = Reflect;
	const { slice } = Array.prototype;
	const { then } = Promise.prototype;
	const resolved = Promise.resolve();

	function mustBeFunction(callback) {
		if (typeof callback !== 'function') throw errors.argumentType('callback', 'of type function', callback);
	}

	class Timeout {
		#id = 0;
		#refs = true;
		#start;
		constructor(callback, delay, args, repeat) {
			delay *= 1;
			if (!(delay >= 1 && delay <= longest)) delay = 1;
			delay = Math.trunc(delay);
			this.#start = () => {
				this.#id = host.set(this.#id, delay, repeat, () => { apply(callback, this, args); });
			};
			this.#start();
		}
		ref() { this.#refs = true; return this; }
		unref() { this.#refs = false; return this; }
		hasRef() { return this.#refs; }
		refresh() { this.#start(); return this; }
		close() { host.clear(this.#id); return this; }
		[Symbol.toPrimitive]() { return this.#id; }
		static clear(timer) {
			if (typeof timer === 'object' && timer !== null) {
				if (#id in timer) host.clear(timer.#id);
			} else if (typeof timer === 'number' || typeof timer === 'string') {
				host.clear(Number(timer));
			}
		}
	}

	class Immediate {
		#id;
		#refs = true;
		constructor(callback, args) {
			this.#id = host.set(0, 0, false, () => {
				this.#refs = false;
				apply(callback, undefined, args);
			});
		}
		ref() { this.#refs = true; return this; }
		unref() { this.#refs = false; return this; }
		hasRef() { return this.#refs; }
		static clear(immediate) {
			if (typeof immediate === 'object' && immediate !== null && #id in immediate) host.clear(immediate.#id);
		}
	}

	// Functions as a script finds them: named, and none to be used with new.
	return {
		setTimeout(callback, after, arg1, arg2, arg3) {
			mustBeFunction(callback);
			return new Timeout(callback, after, apply(slice, arguments, [2]), false);
		},
		setInterval(callback, repeat, arg1, arg2, arg3) {
			mustBeFunction(callback);
			return new Timeout(callback, repeat, apply(slice, arguments, [2]), true);
		},
		setImmediate(callback, arg1, arg2, arg3) {
			mustBeFunction(callback);
			return new Immediate(callback, apply(slice, arguments, [1]));
		},
		clearTimeout(timer) { Timeout.clear(timer); },
		clearInterval(timer) { Timeout.clear(timer); },
		clearImmediate(immediate) { Immediate.clear(immediate); },
		queueMicrotask(callback) {
			mustBeFunction(callback);
			apply(then, resolved, [() => {
				try {
					callback();
				} catch (error) {
					host.uncaught(error);
				}
			}]);
		},
	};
})

// Aborting.

const key = Symbol('key');

class AbortSignal extends EventTarget {
	#aborted = false;
	#reason;
	// What happens at once when the signal aborts, before any listener.
	#actions = [];
	#handler = null;
	constructor(secret) {
		if (secret !== key) throw errors.plain(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
		super();
	}
	get aborted() { return this.#aborted; }
	get reason() { return this.#reason; }
	get onabort() { return this.#handler; }
	set onabort(handler) { this.#handler = isObject(handler) ? handler : null; }
	throwIfAborted() {
		if (this.#aborted) throw this.#reason;
	}
	static abort(reason = new DOMException('This operation was aborted', 'AbortError')) {
		const signal = new AbortSignal(key);
		signal.#aborted = true;
		signal.#reason = reason;
		return signal;
	}
	static timeout(delay) {
		if (typeof delay !== 'number') throw errors.argumentType('delay', 'of type number', delay);
		if (!Number.isInteger(delay)) throw errors.outOfRange('delay', 'an integer', delay);
		if (delay < 0 || delay > 2 ** 32 - 1) throw errors.outOfRange('delay', '>= 0 && <= 4294967295', delay);
		const signal = new AbortSignal(key);
		host.timeout(delay, () => AbortSignal.#abort(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')));
		return signal;
	}
	static any(signals) {
		if (!Array.isArray(signals)) throw errors.argumentType('signals', 'an instance of Array', signals);
		const result = new AbortSignal(key);
		signals.forEach((signal, i) => {
			if (!isObject(signal) || !(#aborted in signal)) throw errors.argumentType(`signals[${i}]`, 'an instance of AbortSignal', signal);
		});
		const first = signals.find((signal) => signal.#aborted);
		if (first) {
			result.#aborted = true;
			result.#reason = first.#reason;
		} else {
			for (const signal of signals) signal.#actions.push(() => AbortSignal.#abort(result, signal.#reason));
		}
		return result;
	}
	static #abort(signal, reason) {
		if (signal.#aborted) return;
		signal.#aborted = true;
		signal.#reason = reason;
		const actions = signal.#actions;
		signal.#actions = [];
		signal.dispatchEvent(new Event('abort'));
		for (const action of actions) action();
	}
	static is(value) { return isObject(value) && #aborted in value; }
	static make() { return new AbortSignal(key); }
	static abortNow(signal, reason) { AbortSignal.#abort(signal, reason); }
	static onceAborted(signal, action) {
		signal.#actions.push(action);
		return () => { signal.#actions = signal.#actions.filter((a) => a !== action); };
	}
}
const { is: isSignal, make: makeSignal, abortNow, onceAborted } = AbortSignal;
for (const name of ['is', 'make', 'abortNow', 'onceAborted']) delete AbortSignal[name];

class AbortController {
	#signal = makeSignal();
	get signal() { return this.#signal; }
	abort(reason = new DOMException('This operation was aborted', 'AbortError')) { abortNow(this.#signal, reason); }
}

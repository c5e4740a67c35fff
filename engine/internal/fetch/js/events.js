// Events.

class Event {
	#type;
	#stopped = false;
	#prevented = false;
	#cancelable;
	#time = Date.now();
	target = null;
	currentTarget = null;
	constructor(type, options = {}) {
		if (arguments.length === 0) throw errors.missing('type');
		this.#type = `${type}`;
		this.#cancelable = !!(options && options.cancelable);
	}
	get type() { return this.#type; }
	get cancelable() { return this.#cancelable; }
	get defaultPrevented() { return this.#prevented; }
	get timeStamp() { return this.#time; }
	get bubbles() { return false; }
	get composed() { return false; }
	get eventPhase() { return this.currentTarget ? 2 : 0; }
	get isTrusted() { return false; }
	get srcElement() { return this.target; }
	get returnValue() { return !this.#prevented; }
	preventDefault() { this.#prevented = this.#cancelable; }
	stopPropagation() {}
	stopImmediatePropagation() { this.#stopped = true; }
	composedPath() { return this.currentTarget ? [this.currentTarget] : []; }
	static stopped(event) { return event.#stopped; }
}
const { stopped } = Event;
delete Event.stopped;

class EventTarget {
	#listeners = [];
	addEventListener(type, listener, options) {
		if (arguments.length < 2) throw errors.missing('type', 'listener');
		if (listener === null || listener === undefined) return;
		if (!isObject(listener)) throw errors.argumentType('listener', 'an instance of EventListener', listener);
		type = `${type}`;
		if (this.#listeners.some((l) => l.type === type && l.listener === listener)) return;
		this.#listeners.push({ type, listener, once: !!(isObject(options) && options.once) });
		const signal = isObject(options) ? options.signal : undefined;
		if (signal) signal.addEventListener('abort', () => this.removeEventListener(type, listener));
	}
	removeEventListener(type, listener) {
		type = `${type}`;
		this.#listeners = this.#listeners.filter((l) => l.type !== type || l.listener !== listener);
	}
	dispatchEvent(event) {
		if (!isObject(event) || !(event instanceof Event)) throw errors.argumentType('event', 'an instance of Event', event);
		event.target = event.currentTarget = this;
		const handler = this[`on${event.type}`];
		const listeners = this.#listeners.filter((l) => l.type === event.type);
		if (typeof handler === 'function') listeners.unshift({ listener: handler });
		for (const { listener, once } of listeners) {
			if (once) this.removeEventListener(event.type, listener);
			try {
				if (typeof listener === 'function') apply(listener, this, [event]);
				else if (typeof listener.handleEvent === 'function') listener.handleEvent(event);
			} catch (error) {
				host.uncaught(error);
			}
			if (stopped(event)) break;
		}
		event.currentTarget = null;
		return !event.defaultPrevented;
	}
}

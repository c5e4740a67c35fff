// Replaces Promise.prototype.then by one whose rejection handlers are given what
// `caught` returns for the reason. Everything else a promise has is made of
// then, but for await, which ends in a catch clause.
(caught) => {
	const { prototype } = Promise;
	const original = prototype.then;
	const { apply } = Reflect;
	const { then } = {
		then(onFulfilled, onRejected) {
			const handler = typeof onRejected === 'function' ? (reason) => onRejected(caught(reason)) : onRejected;
			return apply(original, this, [onFulfilled, handler]);
		},
	};
	Object.defineProperty(prototype, 'then', { value: then, writable: true, enumerable: false, configurable: true });
}

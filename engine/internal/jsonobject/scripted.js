// What the JSON object has in JavaScript. The built-in functions it needs are
// taken when it is loaded.
(() => {
	const { isArray } = Array;
	const { keys } = Object;
	const { apply, defineProperty, deleteProperty } = Reflect;

	const visit = (holder, key, reviver) => {
		const value = holder[key];
		if (typeof value === 'object' && value !== null) {
			if (isArray(value)) {
				const { length } = value;
				for (let i = 0; i < length; i++) put(value, `${i}`, reviver);
			} else {
				const names = keys(value);
				for (let i = 0; i < names.length; i++) put(value, names[i], reviver);
			}
		}
		return apply(reviver, holder, [key, value]);
	};

	const put = (object, key, reviver) => {
		const value = visit(object, key, reviver);
		if (value === undefined) deleteProperty(object, key);
		else defineProperty(object, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
	};

	return {
		revive: (value, reviver) => visit({ '': value }, '', reviver),
		keys: (object) => keys(object),
		get: (object, key) => object[key],
	};
})

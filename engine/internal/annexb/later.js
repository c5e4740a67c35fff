// What later versions of the language added and goja has not. WeakRef keeps
// what it refers to, and nothing is ever told to be finalized: both are as the
// language allows, and instances live no longer than their script.
(function (global) {
  'use strict';
  const {Array, Map, Math, Number, Object, Promise, Reflect, Symbol, TypeError, RangeError, WeakMap} = global;
  const {create, defineProperty, getOwnPropertyDescriptor, getPrototypeOf} = Object;
  const {apply, ownKeys} = Reflect;
  const {iterator, toStringTag} = Symbol;
  const {push} = Array.prototype;
  const {get: mapGet, set: mapSet, has: mapHas} = Map.prototype;
  const {get: weakGet, set: weakSet, has: weakHas} = WeakMap.prototype;

  const add = (target, members) => {
    for (const key of ownKeys(members)) {
      if (getOwnPropertyDescriptor(target, key)) continue;
      const descriptor = getOwnPropertyDescriptor(members, key);
      descriptor.enumerable = false;
      defineProperty(target, key, descriptor);
    }
  };
  // define makes a class a global with its methods and its tag.
  const define = (name, constructor, members) => {
    defineProperty(constructor, 'name', {value: name, configurable: true});
    add(constructor.prototype, members);
    defineProperty(constructor.prototype, toStringTag, {value: name, configurable: true});
    defineProperty(constructor, 'prototype', {writable: false});
    defineProperty(global, name, {value: constructor, writable: true, configurable: true, enumerable: false});
  };
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
  const shown = (value) => (isObject(value) ? '#<' + ((value.constructor && value.constructor.name) || 'Object') + '>' : `${String(value)}`);
  const canBeHeld = (value) => isObject(value) || typeof value === 'symbol';
  const own = (known, value, method) => {
    if (!isObject(value) || !apply(weakHas, known, [value])) throw new TypeError(`Method ${method} called on incompatible receiver ${shown(value)}`);
    return apply(weakGet, known, [value]);
  };
  const made = (known, target, constructor, value) => {
    const o = create(isObject(target.prototype) ? target.prototype : constructor.prototype);
    apply(weakSet, known, [o, value]);
    return o;
  };

  if (global.WeakRef === undefined) {
    const references = new WeakMap();
    define('WeakRef', function WeakRef(target) {
      if (new.target === undefined) throw new TypeError("Constructor WeakRef requires 'new'");
      if (!canBeHeld(target)) throw new TypeError('WeakRef: invalid target');
      return made(references, new.target, global.WeakRef, {target});
    }, {
      deref() { return own(references, this, 'WeakRef.prototype.deref').target; },
    });
  }

  if (global.FinalizationRegistry === undefined) {
    const registries = new WeakMap();
    define('FinalizationRegistry', function FinalizationRegistry(cleanup) {
      if (new.target === undefined) throw new TypeError("Constructor FinalizationRegistry requires 'new'");
      if (typeof cleanup !== 'function') throw new TypeError('FinalizationRegistry: cleanup must be callable');
      return made(registries, new.target, global.FinalizationRegistry, new WeakMap());
    }, {
      register(target, held) {
        const tokens = own(registries, this, 'FinalizationRegistry.prototype.register');
        const token = arguments[2];
        if (!canBeHeld(target)) throw new TypeError('FinalizationRegistry.prototype.register: invalid target');
        if (Object.is(target, held)) throw new TypeError('FinalizationRegistry.prototype.register: target and holdings must not be same');
        if (!canBeHeld(token) && token !== undefined) throw new TypeError(`Invalid unregisterToken ('${shown(token)}')`);
        if (isObject(token)) apply(weakSet, tokens, [token, true]);
      },
      unregister(token) {
        const tokens = own(registries, this, 'FinalizationRegistry.prototype.unregister');
        if (!canBeHeld(token)) throw new TypeError(`Invalid unregisterToken ('${shown(token)}')`);
        return isObject(token) && tokens.delete(token);
      },
    });
  }

  // groups are the items by what a function says of each, in order.
  const groups = (items, callback) => {
    if (items === null || items === undefined) throw new TypeError(`${items} is not iterable`);
    if (typeof callback !== 'function') throw new TypeError(`${shown(callback)} is not a function`);
    const all = new Map();
    let index = 0;
    for (const item of items) {
      const key = callback(item, index++);
      if (apply(mapHas, all, [key])) apply(push, apply(mapGet, all, [key]), [item]);
      else apply(mapSet, all, [key, [item]]);
    }
    return all;
  };
  const propertyKey = (key) => (typeof key === 'symbol' ? key : `${key}`);
  add(Object, {
    groupBy(items, callback) {
      const result = create(null);
      const keyed = typeof callback === 'function' ? (item, index) => propertyKey(callback(item, index)) : callback;
      for (const [key, list] of groups(items, keyed)) result[key] = list;
      return result;
    },
  });
  add(Map, {
    groupBy(items, callback) { return groups(items, callback); },
  });

  add(Promise, {
    withResolvers() {
      let resolve;
      let reject;
      const promise = new this((yes, no) => {
        resolve = yes;
        reject = no;
      });
      return {promise, resolve, reject};
    },
    try(callback) {
      const given = Array.prototype.slice.call(arguments, 1);
      return new this((resolve) => resolve(callback(...given)));
    },
  });

  if (Symbol.asyncIterator === undefined) defineProperty(Symbol, 'asyncIterator', {value: Symbol('Symbol.asyncIterator')});
  const {asyncIterator} = Symbol;
  const isConstructor = (value) => {
    try {
      Reflect.construct(Object, [], value);
      return true;
    } catch (e) {
      return false;
    }
  };
  add(Array, {
    async fromAsync(source) {
      const map = arguments[1];
      const receiver = arguments[2];
      if (map !== undefined && typeof map !== 'function') throw new TypeError(`${shown(map)} is not a function`);
      const begin = source[asyncIterator];
      const steps = begin === undefined || begin === null ? source[iterator] : begin;
      const make = (...given) => (isConstructor(this) ? new this(...given) : Array(...given));
      const result = steps === undefined || steps === null ? make(source.length) : make();
      let index = 0;
      const put = async (item) => {
        let value = item;
        if (map !== undefined) value = await apply(map, receiver, [value, index]);
        defineProperty(result, index++, {value, writable: true, enumerable: true, configurable: true});
      };
      if (steps === undefined || steps === null) {
        for (let n = 0; n < source.length; n++) await put(await source[n]);
      } else {
        const items = apply(steps, source, []);
        for (;;) {
          const step = await items.next();
          if (step.done) break;
          await put(await step.value);
        }
      }
      result.length = index;
      return result;
    },
  });

  // Iterators have methods of their own, and Iterator makes one of anything.
  const iteratorPrototype = getPrototypeOf(getPrototypeOf([][iterator]()));
  const object = (value, method) => {
    if (!isObject(value)) throw new TypeError(`Iterator.prototype.${method} called on non-object`);
    return {iterator: value, next: value.next};
  };
  const callable = (f) => {
    if (typeof f !== 'function') throw new TypeError(`${shown(f)} is not a function`);
    return f;
  };
  const stepOf = (from) => {
    const step = apply(from.next, from.iterator, []);
    if (!isObject(step)) throw new TypeError(`Iterator result ${shown(step)} is not an object`);
    return step;
  };
  const close = (from) => {
    const end = from.iterator.return;
    if (end !== undefined && end !== null) apply(end, from.iterator, []);
  };
  // guarded closes the iterator beneath when what is done with it throws.
  const guarded = (from, f) => {
    try {
      return f();
    } catch (e) {
      try { close(from); } catch (ignored) { /* the first error counts */ }
      throw e;
    }
  };
  const limit = (from, value) => {
    const n = guarded(from, () => Number(value));
    if (n !== n || Math.trunc(n) < 0) guarded(from, () => { throw new RangeError(`${shown(value)} must be positive`); });
    return Math.trunc(n);
  };
  const helperPrototype = create(iteratorPrototype, {
    [toStringTag]: {value: 'Iterator Helper', configurable: true},
  });
  const helpers = new WeakMap();
  // helper is an iterator whose items another function finds; done ends it.
  const helper = (from, step) => {
    const o = create(helperPrototype);
    apply(weakSet, helpers, [o, {from, step, done: false}]);
    return o;
  };
  add(helperPrototype, {
    next() {
      const state = own(helpers, this, 'Iterator Helper.prototype.next');
      if (state.done) return {value: undefined, done: true};
      let found;
      try {
        found = state.step();
      } catch (e) {
        state.done = true;
        throw e;
      }
      if (found === undefined) state.done = true;
      return found === undefined ? {value: undefined, done: true} : {value: found.value, done: false};
    },
    return() {
      const state = own(helpers, this, 'Iterator Helper.prototype.return');
      if (!state.done) {
        state.done = true;
        if (state.inner) close(state.inner);
        close(state.from);
      }
      return {value: undefined, done: true};
    },
  });
  // iterate calls a function with each item until it returns something.
  const iterate = (from, f) => {
    for (let index = 0; ; index++) {
      const step = stepOf(from);
      if (step.done) return undefined;
      const {value} = step;
      const answer = guarded(from, () => f(value, index));
      if (answer !== undefined) {
        close(from);
        return answer.value;
      }
    }
  };
  const flattened = (value, texts) => {
    if (!isObject(value) && !(texts && typeof value === 'string')) throw new TypeError(`${shown(value)} is not an object`);
    const begin = value[iterator];
    const items = begin === undefined || begin === null ? value : apply(begin, value, []);
    if (!isObject(items)) throw new TypeError(`${shown(items)} is not an object`);
    return {iterator: items, next: items.next};
  };
  add(iteratorPrototype, {
    map(callback) {
      const from = object(this, 'map');
      callable(callback);
      let index = 0;
      return helper(from, () => {
        const step = stepOf(from);
        return step.done ? undefined : guarded(from, () => ({value: callback(step.value, index++)}));
      });
    },
    filter(callback) {
      const from = object(this, 'filter');
      callable(callback);
      let index = 0;
      return helper(from, () => {
        for (;;) {
          const step = stepOf(from);
          if (step.done) return undefined;
          const {value} = step;
          if (guarded(from, () => callback(value, index++))) return {value};
        }
      });
    },
    take(count) {
      const from = object(this, 'take');
      let left = limit(from, count);
      return helper(from, () => {
        if (left-- <= 0) {
          close(from);
          return undefined;
        }
        const step = stepOf(from);
        return step.done ? undefined : {value: step.value};
      });
    },
    drop(count) {
      const from = object(this, 'drop');
      let left = limit(from, count);
      return helper(from, () => {
        for (; left > 0; left--) if (stepOf(from).done) return undefined;
        const step = stepOf(from);
        return step.done ? undefined : {value: step.value};
      });
    },
    flatMap(callback) {
      const from = object(this, 'flatMap');
      callable(callback);
      let index = 0;
      const o = helper(from, () => {
        for (const state = apply(weakGet, helpers, [o]); ;) {
          if (state.inner) {
            const step = guarded(from, () => stepOf(state.inner));
            if (!step.done) return {value: step.value};
            state.inner = undefined;
          }
          const step = stepOf(from);
          if (step.done) return undefined;
          state.inner = guarded(from, () => flattened(callback(step.value, index++), false));
        }
      });
      return o;
    },
    reduce(callback) {
      const from = object(this, 'reduce');
      callable(callback);
      let result = arguments[1];
      let index = 0;
      if (arguments.length < 2) {
        const first = stepOf(from);
        if (first.done) throw new TypeError('Reduce of a done iterator with no initial value');
        result = first.value;
        index = 1;
      }
      iterate(from, (value) => { result = callback(result, value, index++); });
      return result;
    },
    toArray() {
      const list = [];
      iterate(object(this, 'toArray'), (value) => { apply(push, list, [value]); });
      return list;
    },
    forEach(callback) {
      const from = object(this, 'forEach');
      callable(callback);
      iterate(from, (value, index) => { callback(value, index); });
    },
    some(callback) {
      const from = object(this, 'some');
      callable(callback);
      return iterate(from, (value, index) => (callback(value, index) ? {value: true} : undefined)) === true;
    },
    every(callback) {
      const from = object(this, 'every');
      callable(callback);
      return iterate(from, (value, index) => (callback(value, index) ? undefined : {value: false})) !== false;
    },
    find(callback) {
      const from = object(this, 'find');
      callable(callback);
      return iterate(from, (value, index) => (callback(value, index) ? {value} : undefined));
    },
  });
  if (global.Iterator === undefined) {
    const wrapped = new WeakMap();
    const wrapper = create(iteratorPrototype);
    add(wrapper, {
      next() {
        const from = own(wrapped, this, 'Wrap for valid iterator.next');
        return apply(from.next, from.iterator, []);
      },
      return() {
        const from = own(wrapped, this, 'Wrap for valid iterator.return');
        const end = from.iterator.return;
        return end === undefined ? {value: undefined, done: true} : apply(end, from.iterator, []);
      },
    });
    const Iterator = function Iterator() {
      if (new.target === undefined) throw new TypeError("Constructor Iterator requires 'new'");
      if (new.target === Iterator) throw new TypeError('Abstract class Iterator not directly constructable');
      return create(new.target.prototype);
    };
    defineProperty(Iterator, 'prototype', {value: iteratorPrototype, writable: false});
    add(iteratorPrototype, {constructor: Iterator, [toStringTag]: 'Iterator'});
    add(Iterator, {
      from(source) {
        const from = flattened(source, true);
        if (from.iterator instanceof Iterator) return from.iterator;
        const o = create(wrapper);
        apply(weakSet, wrapped, [o, from]);
        return o;
      },
    });
    defineProperty(global, 'Iterator', {value: Iterator, writable: true, configurable: true, enumerable: false});
  }
})

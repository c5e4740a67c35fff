'use strict';

// The files of this directory are one function with the parameters host, whose
// functions natives.go has, and errors. Bodies are whole: a response is there
// when its body is.

const { DOMException } = errors;
const { apply, ownKeys } = Reflect;
const { defineProperty, getOwnPropertyNames, getOwnPropertyDescriptor } = Object;
const { stringify, parse } = JSON;
const promise = Promise;

// publish gives a class what WebIDL gives it: enumerable members, a tag.
function publish(name, Class) {
	for (const holder of [Class.prototype, Class]) {
		for (const key of getOwnPropertyNames(holder)) {
			if (key === 'constructor' || key === 'prototype' || key === 'name' || key === 'length') continue;
			defineProperty(holder, key, { enumerable: true });
		}
	}
	defineProperty(Class.prototype, Symbol.toStringTag, { value: name, configurable: true });
}

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
const tagOf = (value) => (isObject(value) ? value[Symbol.toStringTag] : undefined);
function need(given, count, where) {
	if (given >= count) return;
	throw new TypeError(`${where}: ${count} argument${count > 1 ? 's' : ''} required, but${given > 0 ? ' only' : ''} ${given} found.`);
}
const illegal = () => new TypeError('Illegal invocation');
function dictionary(value, where) {
	if (value === undefined || value === null) return {};
	if (!isObject(value)) throw new TypeError(`${where}: Expected ${String(value)} to be one of: Null, Undefined, Object.`);
	return value;
}

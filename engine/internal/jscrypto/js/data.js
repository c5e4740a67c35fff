'use strict';

// The files of this directory are one function with the parameters native, whose
// functions jscrypto.go names, errors and Buffer.

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { DOMException, coded, argumentType, outOfRange, kindOf, isArrayBuffer } = errors;
const { isView } = ArrayBuffer;
const isBytes = (value) => isView(value) || isArrayBuffer(value);
const bytesOf = (value, encoding) => typeof value === 'string' ? Buffer.from(value, Buffer.isEncoding(encoding) ? encoding : 'utf8') : value;
const out = (result, encoding) => {
	const buffer = Buffer.from(result);
	if (encoding === undefined || encoding === null || encoding === 'buffer' || !encoding) return buffer;
	return buffer.toString(Buffer.isEncoding(`${encoding}`) ? encoding : 'utf8');
};
const finalized = () => coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
const dataExpected = 'of type string or an instance of Buffer, TypedArray, or DataView';
function checkData(data, name = 'data') {
	if (typeof data !== 'string' && !isView(data)) throw argumentType(name, dataExpected, data);
}
// checkEncoding finds hexadecimal text of odd length, which Node refuses here.
function checkEncoding(data, encoding) {
	if (typeof data === 'string' && typeof encoding === 'string' && encoding.toLowerCase() === 'hex' && data.length % 2 !== 0) {
		throw errors.argumentValue('encoding', encoding, `is invalid for data of length ${data.length}`);
	}
}

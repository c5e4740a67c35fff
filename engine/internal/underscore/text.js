'use strict';

// What the functions of s are made of.

// textOf is how underscore.string reads a text, filledText how Rocket.Chat does.
const textOf = (value) => value == null ? '' : '' + value;
const filledText = (value) => value ? String(value) : '';

// maxLength is how long V8 lets a text become.
const maxLength = 2 ** 29 - 24;

function repeat(piece, count) {
  if (count > 0 && piece.length * count > maxLength) throw new RangeError('Invalid string length');
  let text = '';
  for (count = Math.ceil(count); count > 0; count = Math.floor(count / 2)) {
    if (count % 2) text += piece;
    if (count > 1) piece += piece;
  }
  return text;
}

// repeatOrThrow is String.prototype.repeat: it takes no count below 0, and
// nothing but a text.
function repeatOrThrow(piece, count) {
  if (typeof piece !== 'string') throw new TypeError('padStr.repeat is not a function');
  if (count < 0) throw new RangeError('Invalid count value: ' + count);
  return repeat(piece, count);
}

// need complains as V8 does when a value, by its name in the original, lacks a
// method: scripts post what they catch.
function need(value, method, name) {
  needValue(value, method);
  if (typeof value[method] !== 'function') throw new TypeError(name + '.' + method + ' is not a function');
}

function needValue(value, member) {
  if (value == null) throw new TypeError('Cannot read properties of ' + value + " (reading '" + member + "')");
}

const escapeRegExp = (text) => textOf(text).replace(/[.*+?^=!:${}()|[\]\/\\]/g, '\\$&');

// strip takes characters off the ends of a text: spaces, those of a string, in
// which a-z is a range, or what a regular expression says.
function strip(text, characters, left, right) {
  if (characters && characters.source) return stripExpression(text, characters.source, left, right);
  const one = characters ? new RegExp('[' + escapeRegExp(characters) + ']') : /\s/;
  let start = 0, end = text.length;
  while (left && start < end && one.test(text.charAt(start))) start++;
  while (right && end > start && one.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

// stripExpression uses the source as it stands: of ab, only b may repeat.
function stripExpression(text, source, left, right) {
  const ends = [];
  if (left) ends.push('^' + source + '+');
  if (right) ends.push(source + '+$');
  return text.replace(new RegExp(ends.join('|'), left && right ? 'g' : ''), '');
}

const isBlank = (value) => !/\S/.test(textOf(value));

// upper and lower take one character, and leave half of a pair as it is, from
// which goja makes U+FFFD.
const isHalf = (character) => character >= '\ud800' && character <= '\udfff';
const upper = (character) => isHalf(character) ? character : character.toUpperCase();
const lower = (character) => isHalf(character) ? character : character.toLowerCase();
const hasCase = (character) => upper(character) !== lower(character);
const upperFirst = (text) => upper(text.charAt(0)) + text.slice(1);
const lowerFirst = (text) => lower(text.charAt(0)) + text.slice(1);
const lowerRest = (text) => isHalf(text.charAt(1)) ? text.charAt(1) + text.slice(2).toLowerCase() : text.slice(1).toLowerCase();

const atLeastZero = (number) => number < 0 ? 0 : +number || 0;

// The letters that cleanDiacritics knows, above what they become.
const accented = 'ąàáäâãåæăćčĉçęèéëêĝĥìíïîĵłľńňñòóöőôõðøśșşšŝťțţŭùúüűûÿýżźž';
const unaccented = 'aaaaaaaaacccceeeeeghiiiijllnnnoooooooossssstttuuuuuuyyzzz';

function withoutAccent(letter) {
  if (letter === 'ß') return 'ss';
  const small = lower(letter), at = accented.indexOf(small);
  if (at < 0) return letter;
  if (letter === small) return unaccented.charAt(at);
  return letter === upper(small) ? upper(unaccented.charAt(at)) : letter; // not the sign for Ångström
}

const entityOf = {
  '¢': 'cent', '£': 'pound', '¥': 'yen', '€': 'euro', '©': 'copy', '®': 'reg',
  '<': 'lt', '>': 'gt', '"': 'quot', '&': 'amp', "'": '#39',
};

const characterOf = (() => {
  const characters = Object.create(null);
  for (const character of Object.keys(entityOf)) characters[entityOf[character]] = character;
  characters.nbsp = ' ';
  characters.apos = "'";
  return characters;
})();

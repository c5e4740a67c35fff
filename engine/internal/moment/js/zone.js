// Local time, UTC and fixed offsets.

// Offsets run from -12:00 to +14:00.
const lowestOffset = -12 * 60;
const highestOffset = 14 * 60;

// offsetOf reads the last offset in a text, in minutes; null when there is none
// or it is no offset of any place.
function offsetOf(expression, text) {
  const found = (text || '').match(expression);
  if (found === null) return null;
  const [sign, hours, minutes] = String(found[found.length - 1]).match(/[+-]|\d\d/g) || ['-', '0', '0'];
  if (toInteger(minutes) > 59) return null;
  const total = 60 * toInteger(hours) + toInteger(minutes);
  const signed = total === 0 ? 0 : sign === '+' ? total : -total;
  return signed < lowestOffset || signed > highestOffset ? null : signed;
}

function localOffset(m) {
  return -Math.round(m._d.getTimezoneOffset());
}

// inZoneOf makes a moment of the input that shows the zone of another.
function inZoneOf(input, model) {
  if (!model._isUTC) return create(input).local();
  const m = model.clone();
  const time = isMoment(input) || isDate(input) ? input.valueOf() : create(input).valueOf();
  m._d.setTime(m._d.valueOf() + time - m.valueOf());
  moment.updateOffset(m, false);
  return m;
}

// setOffset makes a moment show an offset, in minutes or as text; numbers under
// 16 are hours. The time stays what it was, or with keepLocalTime what it shows.
function setOffset(m, input, keepLocalTime, keepMinutes) {
  if (typeof input === 'string') {
    input = offsetOf(offsets, input);
    if (input === null) return m;
  } else if (Math.abs(input) < 16 && !keepMinutes) {
    input *= 60;
  }
  const before = m._offset || 0;
  const shift = !m._isUTC && keepLocalTime ? localOffset(m) : null;
  m._offset = input;
  m._isUTC = true;
  if (shift != null) m.add(shift, 'm');
  if (before === input) return m;
  if (!keepLocalTime || m._changeInProgress) {
    shiftBy(m, duration(input - before, 'm'), 1);
  } else {
    m._changeInProgress = true;
    moment.updateOffset(m, true);
    m._changeInProgress = null;
  }
  return m;
}

Object.assign(Moment.prototype, {
  utcOffset(input, keepLocalTime, keepMinutes) {
    if (!this.isValid()) return input != null ? this : NaN;
    if (input != null) return setOffset(this, input, keepLocalTime, keepMinutes);
    return this._isUTC ? this._offset || 0 : localOffset(this);
  },
  utc(keepLocalTime) {
    return this.utcOffset(0, keepLocalTime);
  },
  local(keepLocalTime) {
    if (!this._isUTC) return this;
    this.utcOffset(0, keepLocalTime);
    this._isUTC = false;
    return keepLocalTime ? this.subtract(localOffset(this), 'm') : this;
  },
  // parseZone shows the offset that the moment was read with.
  parseZone() {
    if (this._tzm != null) return this.utcOffset(this._tzm, false, true);
    if (typeof this._i !== 'string') return this;
    const read = offsetOf(fullOffsets, this._i);
    return read != null ? this.utcOffset(read) : this.utcOffset(0, true);
  },
  hasAlignedHourOffset(input) {
    if (!this.isValid()) return false;
    return (this.utcOffset() - (input ? create(input).utcOffset() : 0)) % 60 === 0;
  },
  isDST() {
    return this.utcOffset() > this.clone().month(0).utcOffset() || this.utcOffset() > this.clone().month(5).utcOffset();
  },
  isLocal() {
    return this.isValid() ? !this._isUTC : false;
  },
  isUtcOffset() {
    return this.isValid() ? this._isUTC : false;
  },
  isUtc() {
    return this.isValid() ? this._isUTC && this._offset === 0 : false;
  },
  zoneAbbr() {
    return this._isUTC ? 'UTC' : '';
  },
  zoneName() {
    return this._isUTC ? 'Coordinated Universal Time' : '';
  },
});
Moment.prototype.isUTC = Moment.prototype.isUtc;

// Eras: AD and BC, and what scripts define.

const erasEn = [
  { since: '0001-01-01', until: +Infinity, offset: 1, name: 'Anno Domini', narrow: 'AD', abbr: 'AD' },
  { since: '0000-12-31', until: -Infinity, offset: 1, name: 'Before Christ', narrow: 'BC', abbr: 'BC' },
];

// eraOf finds the era of a moment, and how its years run; undefined when none.
function eraOf(moment) {
  const day = moment.clone().startOf('day').valueOf();
  for (const era of moment.localeData().eras()) {
    if (era.since <= day && day <= era.until) return { era, forward: true };
    if (era.until <= day && day <= era.since) return { era, forward: false };
  }
  return undefined;
}

function eraText(moment, key) {
  const found = eraOf(moment);
  return found ? found.era[key] : '';
}

function eraYear(moment) {
  const found = eraOf(moment);
  if (!found) return moment.year();
  const step = found.era.since <= found.era.until ? 1 : -1;
  return (moment.year() - create(found.era.since).year()) * step + found.era.offset;
}

function eraExpression(key) {
  return function (strict) {
    const own = '_eras' + key[0].toUpperCase() + key.slice(1) + 'Regex';
    const names = this.eras().map((era) => era[strict ? key : 'name']);
    const all = strict ? names : [].concat(...this.eras().map((era) => [era.name, era.abbr, era.narrow]));
    return this[own] || new RegExp('^(' + all.map(escapeRegExp).join('|') + ')', 'i');
  };
}

Object.assign(Locale.prototype, {
  // eras gives since and until as times.
  eras() {
    const eras = this._eras || getLocale('en')._eras;
    for (const era of eras) {
      if (typeof era.since === 'string') era.since = create(era.since).startOf('day').valueOf();
      if (era.until === undefined) era.until = +Infinity;
      else if (typeof era.until === 'string') era.until = create(era.until).startOf('day').valueOf();
    }
    return eras;
  },
  erasParse(text, format, strict) {
    const wanted = text.toUpperCase();
    const keys = { N: ['abbr'], NN: ['abbr'], NNN: ['abbr'], NNNN: ['name'], NNNNN: ['narrow'] }[format] || [];
    return this.eras().find((era) => (strict ? keys : ['name', 'abbr', 'narrow']).some((key) => era[key].toUpperCase() === wanted));
  },
  erasConvertYear(era, year) {
    const step = era.since <= era.until ? 1 : -1;
    const first = create(era.since).year();
    return year === undefined ? first : first + (year - era.offset) * step;
  },
  erasAbbrRegex: eraExpression('abbr'),
  erasNameRegex: eraExpression('name'),
  erasNarrowRegex: eraExpression('narrow'),
});

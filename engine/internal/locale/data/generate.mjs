// Makes the data files of this directory from the Unicode CLDR, version 48, as
// npm has it in cldr-core, cldr-bcp47 and
// cldr-{dates,numbers,units,misc,localenames}-full:
//
//	node generate.mjs /path/to/node_modules
//
// A language's file holds each of its locales as what differs from its parent
// locale, which supplemental.json names.
import fs from 'node:fs';
import path from 'node:path';

const modules = process.argv[2];
const read = (...names) => JSON.parse(fs.readFileSync(path.join(modules, ...names), 'utf8'));
const supplemental = (name) => read('cldr-core', 'supplemental', name + '.json').supplemental;
const languages = ['en', 'de', 'es', 'fr', 'pt'];
const latin = (tag) => !/-[A-Z][a-z]{3}$/.test(tag);
const locales = fs.readdirSync(path.join(modules, 'cldr-dates-full', 'main')).filter((tag) => languages.includes(tag.split('-')[0]) && latin(tag));

const parents = supplemental('parentLocales').parentLocales.parentLocale;
function parent(tag) {
	if (!tag.includes('-')) return '';
	const named = parents[tag];
	return named && named !== 'root' ? named : tag.split('-')[0];
}

const pick = (from, ...keys) => Object.fromEntries(keys.filter((k) => from?.[k] !== undefined).map((k) => [k, from[k]]));
const plain = (o) => Object.fromEntries(Object.entries(o ?? {}).filter(([k]) => !/-alt-|-count-/.test(k)));
const widths = { abbreviated: 'short', wide: 'long', narrow: 'narrow', short: 'shorter' };
const lists = (o, keys) => Object.fromEntries(['format', 'stand-alone'].map((context) => [context, Object.fromEntries(
	Object.entries(o[context]).map(([width, names]) => [widths[width], keys ? keys.map((k) => names[k]) : plain(names)]))]));
const months = Array.from({ length: 12 }, (_, i) => String(i + 1));
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function dates(tag) {
	const root = read('cldr-dates-full', 'main', tag, 'ca-gregorian.json').main[tag].dates.calendars.gregorian;
	const fields = read('cldr-dates-full', 'main', tag, 'dateFields.json').main[tag].dates.fields;
	const styles = (o) => pick(o, 'full', 'long', 'medium', 'short');
	const { intervalFormatFallback, ...intervals } = root.dateTimeFormats.intervalFormats;
	return {
		months: lists(root.months, months), days: lists(root.days, days), quarters: lists(root.quarters, ['1', '2', '3', '4']),
		dayPeriods: lists(root.dayPeriods),
		eras: { long: [root.eras.eraNames[0], root.eras.eraNames[1]], short: [root.eras.eraAbbr[0], root.eras.eraAbbr[1]], narrow: [root.eras.eraNarrow[0], root.eras.eraNarrow[1]] },
		date: styles(root.dateFormats), time: styles(root.timeFormats), join: styles(root.dateTimeFormats), joinAt: styles(root['dateTimeFormats-atTime'].standard),
		available: plain(root.dateTimeFormats.availableFormats), append: root.dateTimeFormats.appendItems,
		intervals: Object.fromEntries(Object.entries(intervals).map(([k, v]) => [k, plain(v)])), intervalFallback: intervalFormatFallback,
		fields: Object.fromEntries(['era', 'year', 'quarter', 'month', 'week', 'weekday', 'day', 'dayperiod', 'hour', 'minute', 'second', 'zone'].map((k) => [k, fields[k].displayName])),
		relative: Object.fromEntries(['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'].flatMap((unit) => ['', '-short', '-narrow'].map((width) => {
			const f = fields[unit + width];
			const plural = (o) => Object.fromEntries(Object.entries(o ?? {}).map(([k, v]) => [k.replace('relativeTimePattern-count-', ''), v]));
			return [unit + width, {
				words: Object.fromEntries(Object.entries(f).filter(([k]) => k.startsWith('relative-type')).map(([k, v]) => [k.slice(14), v])),
				past: plural(f['relativeTime-type-past']), future: plural(f['relativeTime-type-future']),
			}];
		}))),
	};
}

function numbers(tag) {
	const n = read('cldr-numbers-full', 'main', tag, 'numbers.json').main[tag].numbers;
	const system = 'latn';
	const currency = n['currencyFormats-numberSystem-' + system], decimal = n['decimalFormats-numberSystem-' + system];
	const currencies = read('cldr-numbers-full', 'main', tag, 'currencies.json').main[tag].numbers.currencies;
	const compact = (o) => Object.fromEntries(Object.entries(o ?? {}).map(([k, v]) => [k.replace('-count-', ' ').replace('-alt-alphaNextToNumber', ' alpha'), v]));
	return {
		minimumGrouping: Number(n.minimumGroupingDigits),
		symbols: pick(n['symbols-numberSystem-' + system], 'decimal', 'group', 'percentSign', 'plusSign', 'minusSign', 'approximatelySign', 'exponential', 'infinity', 'nan', 'currencyDecimal', 'currencyGroup'),
		decimal: decimal.standard, percent: n['percentFormats-numberSystem-' + system].standard,
		currency: pick(currency, 'standard', 'accounting', 'standard-alphaNextToNumber', 'accounting-alphaNextToNumber'),
		currencyPlural: Object.fromEntries(Object.entries(currency).filter(([k]) => k.startsWith('unitPattern-count-')).map(([k, v]) => [k.slice(18), v])),
		range: n['miscPatterns-numberSystem-' + system].range,
		compact: { short: compact(decimal.short.decimalFormat), long: compact(decimal.long.decimalFormat), currency: compact(currency.short.standard) },
		currencies: Object.fromEntries(Object.entries(currencies).map(([code, c]) => [code, {
			...(c.symbol && c.symbol !== code ? { symbol: c.symbol } : {}), ...(c['symbol-alt-narrow'] ? { narrow: c['symbol-alt-narrow'] } : {}),
			...(c['symbol-alt-formal'] ? { formal: c['symbol-alt-formal'] } : {}),
			...(c.displayName ? { name: c.displayName } : {}),
			...Object.fromEntries(Object.entries(c).filter(([k]) => k.startsWith('displayName-count-')).map(([k, v]) => [k.slice(18), v])),
		}])),
	};
}

// The units ECMA-402 sanctions, and the kinds CLDR files them under.
const units = ['acre', 'bit', 'byte', 'celsius', 'centimeter', 'day', 'degree', 'fahrenheit', 'fluid-ounce', 'foot', 'gallon', 'gigabit', 'gigabyte', 'gram', 'hectare', 'hour', 'inch', 'kilobit', 'kilobyte', 'kilogram', 'kilometer', 'liter', 'megabit', 'megabyte', 'meter', 'microsecond', 'mile', 'mile-scandinavian', 'milliliter', 'millimeter', 'millisecond', 'minute', 'month', 'nanosecond', 'ounce', 'percent', 'petabyte', 'pound', 'second', 'stone', 'terabit', 'terabyte', 'week', 'yard', 'year',
	'kilometer-per-hour', 'mile-per-hour', 'meter-per-second', 'mile-per-gallon', 'liter-per-kilometer'];
function unitPatterns(tag) {
	const u = read('cldr-units-full', 'main', tag, 'units.json').main[tag].units;
	return Object.fromEntries(['long', 'short', 'narrow'].map((width) => {
		const all = Object.fromEntries(Object.entries(u[width]).map(([k, v]) => [k.replace(/^[a-z]+-/, ''), v]));
		return [width, Object.fromEntries([...units.filter((name) => all[name]).map((name) => [name, {
			...Object.fromEntries(Object.entries(all[name]).filter(([k]) => k.startsWith('unitPattern-count-')).map(([k, v]) => [k.slice(18), v])),
			...(all[name].perUnitPattern ? { per: all[name].perUnitPattern } : {}),
		}]), ['per', { other: u[width].per.compoundUnitPattern }]])];
	}));
}

function listPatterns(tag) {
	const patterns = read('cldr-misc-full', 'main', tag, 'listPatterns.json').main[tag].listPatterns;
	return Object.fromEntries(Object.entries(patterns).map(([k, v]) => [k.replace('listPattern-type-', ''), v]));
}

const locale = (tag) => ({ dates: dates(tag), numbers: numbers(tag), units: unitPatterns(tag), lists: listPatterns(tag) });

function zones(tag) {
	const z = read('cldr-dates-full', 'main', tag, 'timeZoneNames.json').main[tag].dates.timeZoneNames;
	const names = (o) => Object.fromEntries(['long', 'short'].filter((w) => o[w]).map((w) => [w, o[w]]));
	const zone = {};
	(function walk(o, prefix) {
		for (const [k, v] of Object.entries(o)) {
			if (typeof v !== 'object') continue;
			if (v._type === 'zone' || v.exemplarCity || v.long || v.short) zone[prefix + k] = { ...(v.exemplarCity ? { city: v.exemplarCity } : {}), ...names(v) };
			else walk(v, prefix + k + '/');
		}
	})(z.zone, '');
	return {
		...pick(z, 'hourFormat', 'gmtFormat', 'regionFormat', 'fallbackFormat'),
		regionDaylight: z['regionFormat-type-daylight'], regionStandard: z['regionFormat-type-standard'],
		zone, metazone: Object.fromEntries(Object.entries(z.metazone).map(([k, v]) => [k, names(v)])),
	};
}

function names(tag) {
	const load = (file) => read('cldr-localenames-full', 'main', tag, file + '.json').main[tag].localeDisplayNames;
	const alt = (o) => Object.fromEntries(Object.entries(o).filter(([k]) => !/-alt-(?!short)/.test(k) && !/-(menu|core|extension)/.test(k)));
	return {
		languages: alt(load('languages').languages), regions: alt(load('territories').territories), scripts: Object.fromEntries(Object.entries(load('scripts').scripts).map(([k, v]) => [k, v])),
		pattern: load('localeDisplayNames').localeDisplayPattern.localePattern, separator: load('localeDisplayNames').localeDisplayPattern.localeSeparator,
	};
}

function difference(base, value) {
	if (base === undefined || Array.isArray(value) || typeof value !== 'object') return JSON.stringify(base) === JSON.stringify(value) ? undefined : value;
	const changed = {};
	for (const key in value) {
		const d = difference(base[key], value[key]);
		if (d !== undefined) changed[key] = d;
	}
	for (const key in base) if (!(key in value)) changed[key] = blank(base[key]);
	return Object.keys(changed).length ? changed : undefined;
}

// blank takes back what the parent says.
function blank(value) {
	if (typeof value !== 'object') return '';
	return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, blank(v)]));
}

function write(name, value) {
	const lines = Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}: ${JSON.stringify(v)}`);
	fs.writeFileSync(name, `{\n${lines.join(',\n')}\n}\n`);
}

for (const [kind, make] of Object.entries({ '': locale, 'zones-': zones, 'names-': names })) {
	for (const language of languages) {
		const all = Object.fromEntries(locales.filter((tag) => tag.split('-')[0] === language).map((tag) => [tag, make(tag)]));
		write(`${kind}${language}.json`, Object.fromEntries(Object.entries(all).map(([tag, v]) => [tag, parent(tag) ? difference(all[parent(tag)], v) ?? {} : v])));
	}
}

const timeData = supplemental('timeData').timeData, meta = supplemental('metaZones').metaZones, digits = supplemental('currencyData').currencyData.fractions;
const bcp47 = JSON.parse(fs.readFileSync(path.join(modules, 'cldr-bcp47', 'bcp47', 'timezone.json'), 'utf8')).keyword.u.tz;
const metazones = {};
(function walk(o, prefix) {
	for (const [k, v] of Object.entries(o)) {
		if (Array.isArray(v)) metazones[prefix + k] = v.map(({ usesMetazone: u }) => [u._mzone, u._from ?? '', u._to ?? '']);
		else walk(v, prefix + k + '/');
	}
})(meta.metazoneInfo.timezone, '');
const golden = {};
for (const { mapZone: m } of meta.metazones) (golden[m._other] ??= {})[m._territory] = m._type;
write('supplemental.json', {
	parents: Object.fromEntries(locales.map((tag) => [tag, parent(tag)])),
	regions: read('cldr-core', 'defaultContent.json').defaultContent.filter((tag) => languages.includes(tag.split('-')[0]) && latin(tag)),
	hours: Object.fromEntries(Object.entries(timeData).map(([region, t]) => [region, [t._preferred, t._allowed.split(' ')[0]]])),
	dayPeriods: Object.fromEntries(Object.entries(supplemental('dayPeriods').dayPeriodRuleSet).filter(([tag]) => languages.includes(tag.split('-')[0]))),
	digits: Object.fromEntries(Object.entries(digits).map(([code, d]) => [code, Number(d._digits)])),
	metazones, golden, primary: supplemental('primaryZones')?.primaryZones,
	zones: Object.fromEntries(Object.entries(bcp47).filter(([k, v]) => typeof v === 'object' && v._alias && !v._deprecated).map(([k, v]) => [v._alias.split(' ')[0], [k.slice(0, 2).toUpperCase(), ...v._alias.split(' ')]])),
	likely: Object.fromEntries(Object.entries(supplemental('likelySubtags').likelySubtags).filter(([k]) => languages.includes(k))),
});

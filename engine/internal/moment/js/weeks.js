// Weeks: a locale's week begins on day dow (0 is Sunday), and the first week
// of a year is the one that holds January (7 + dow - doy). ISO weeks have dow 1
// and doy 4.

const isoWeekRule = { dow: 1, doy: 4 };

// firstWeekOffset is the day of the year, from 0 and maybe negative, before
// which the first week begins, counted to the week's first weekday.
function firstWeekOffset(year, { dow, doy }) {
  const inFirstWeek = 7 + dow - doy;
  const weekday = (7 + new Date(utcTime(year, 0, inFirstWeek)).getUTCDay() - dow) % 7;
  return inFirstWeek - weekday - 1;
}

function weeksInYear(year, rule) {
  return (daysInYear(year) - firstWeekOffset(year, rule) + firstWeekOffset(year + 1, rule)) / 7;
}

// dayOfWeek finds the day of the year that a week and weekday name.
function dayOfWeek(year, week, weekday, rule) {
  const dayOfYear = 1 + 7 * (week - 1) + ((7 + weekday - rule.dow) % 7) + firstWeekOffset(year, rule);
  if (dayOfYear <= 0) return { year: year - 1, dayOfYear: daysInYear(year - 1) + dayOfYear };
  if (dayOfYear > daysInYear(year)) return { year: year + 1, dayOfYear: dayOfYear - daysInYear(year) };
  return { year, dayOfYear };
}

function weekOf(moment, rule) {
  const year = moment.year();
  const week = Math.floor((moment.dayOfYear() - firstWeekOffset(year, rule) - 1) / 7) + 1;
  if (week < 1) return { week: week + weeksInYear(year - 1, rule), year: year - 1 };
  const weeks = weeksInYear(year, rule);
  return week > weeks ? { week: week - weeks, year: year + 1 } : { week, year };
}

// setWeekYear moves a moment to the same week and weekday of another year, or
// to that year's last week.
function setWeekYear(moment, year, week, weekday, rule) {
  if (year == null) return weekOf(moment, rule).year;
  const day = dayOfWeek(year, Math.min(week, weeksInYear(year, rule)), weekday, rule);
  const date = new Date(utcTime(day.year, 0, day.dayOfYear));
  moment.year(date.getUTCFullYear());
  moment.month(date.getUTCMonth());
  moment.date(date.getUTCDate());
  return moment;
}

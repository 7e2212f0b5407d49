/** Days that people name instead of dates. Pure calendar arithmetic; month 1–12. */

/** The n-th weekday (1 Monday … 7 Sunday) of a month; -1 is the last one. */
function nth(year: number, month: number, weekday: number, n: number): [month: number, day: number] {
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isoWeekday = (day: number): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7;
  const first = 1 + ((weekday - isoWeekday(1) + 7) % 7);
  if (n > 0) return [month, first + 7 * (n - 1)];
  return [month, lastDay - ((isoWeekday(lastDay) - weekday + 7) % 7)];
}

/** Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher). */
function easter(year: number): [month: number, day: number] {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return [Math.floor(sum / 31), (sum % 31) + 1];
}

function beside(year: number, [month, day]: [number, number], days: number): [month: number, day: number] {
  const at = new Date(Date.UTC(year, month - 1, day + days));
  return [at.getUTCMonth() + 1, at.getUTCDate()];
}

/** United States holidays as 5 U.S.C. 6103 has them, and what else people name. */
const days: Record<string, (year: number) => [month: number, day: number]> = {
  "new year's day": () => [1, 1],
  'new year': () => [1, 1],
  'new years': () => [1, 1],
  "valentine's day": () => [2, 14],
  'valentines day': () => [2, 14],
  easter: easter,
  'easter sunday': easter,
  'good friday': (year) => beside(year, easter(year), -2),
  'easter monday': (year) => beside(year, easter(year), 1),
  'memorial day': (year) => nth(year, 5, 1, -1),
  'independence day': () => [7, 4],
  'fourth of july': () => [7, 4],
  'labor day': (year) => nth(year, 9, 1, 1),
  halloween: () => [10, 31],
  'veterans day': () => [11, 11],
  thanksgiving: (year) => nth(year, 11, 4, 4),
  'black friday': (year) => {
    const [month, day] = nth(year, 11, 4, 4);
    return [month, day + 1];
  },
  'christmas eve': () => [12, 24],
  christmas: () => [12, 25],
  xmas: () => [12, 25],
  'boxing day': () => [12, 26],
  "new year's eve": () => [12, 31],
  'new years eve': () => [12, 31],
};

/** Lower case, as people write them. */
export const holidayNames: readonly string[] = Object.keys(days);

/** YYYY-MM-DD of the named day in that year; null for a day that is not known. */
export function holiday(name: string, year: number): string | null {
  const key = name.toLowerCase();
  const found = Object.hasOwn(days, key) ? days[key]?.(year) : undefined;
  if (!found) return null;
  const [month, day] = found.map((part) => String(part).padStart(2, '0'));
  return `${year}-${month}-${day}`;
}

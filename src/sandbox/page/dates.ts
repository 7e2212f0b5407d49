/** Instants as people read them, in the reader's own zone. Day first, 24 hours. */
export type Reader = { zone: string; now: Date };

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const longMonths =
  'January February March April May June July August September October November December'.split(' ');
const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const zones = new Map<string, Intl.DateTimeFormat>();

export type Parts = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: number;
};

export const partsIn = (at: Date, zone: string): Parts => {
  const found = Object.fromEntries(
    formatterOf(zone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const [year, month, day] = [Number(found.year), Number(found.month), Number(found.day)];
  return {
    year,
    month,
    day,
    hour: Number(found.hour) % 24,
    minute: Number(found.minute),
    second: Number(found.second),
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(),
  };
};

const formatterOf = (zone: string): Intl.DateTimeFormat => {
  const known = zones.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zoneExists(zone) ? zone : 'UTC',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' },
  });
  zones.set(zone, made);
  return made;
};

const zoneExists = (zone: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en-GB', { timeZone: zone }));
  } catch {
    return false;
  }
};

/** Slack's ts ("1774017060.000100") as an instant. */
export const instantOfTs = (ts: string): Date => new Date(Number(ts) * 1000);

export const clockTime = (at: Date, zone: string): string => {
  const { hour, minute } = partsIn(at, zone);
  return `${two(hour)}:${two(minute)}`;
};

export const dayKey = (at: Date, zone: string): string => {
  const { year, month, day } = partsIn(at, zone);
  return `${year}-${two(month)}-${two(day)}`;
};

/** "Today", "Yesterday", "Friday, 20 March", with the year where it is not this one. */
export const dayTitle = (at: Date, reader: Reader): string => {
  const near = nearDay(at, reader);
  if (near) return capital(near);
  const { weekday, day, month, year } = partsIn(at, reader.zone);
  const thisYear = partsIn(reader.now, reader.zone).year;
  return `${weekdays[weekday]}, ${day} ${longMonths[month - 1]}${year === thisYear ? '' : ` ${year}`}`;
};

export const fullInstant = (at: Date, zone: string): string => {
  const { weekday, day, month, year } = partsIn(at, zone);
  return `${weekdays[weekday]}, ${day} ${longMonths[month - 1]} ${year}, ${clockTime(at, zone)}`;
};

/** A calendar date ("2026-04-15") in words; it has no zone. */
export const calendarDate = (iso: string): string => {
  const [year, month, day] = iso.split('-').map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}`;
};

export const monthTitle = (year: number, month: number): string => `${longMonths[month - 1]} ${year}`;

/** Slack's `<!date^…^format|…>`: the format with its braces filled in for this reader. */
export const dateToken = (seconds: number, format: string, reader: Reader): string => {
  const at = new Date(seconds * 1000);
  const { year, month, day, weekday, second } = partsIn(at, reader.zone);
  const date = `${day} ${longMonths[month - 1]} ${year}`;
  const short = `${day} ${months[month - 1]} ${year}`;
  const long = `${weekdays[weekday]}, ${date}`;
  const near = nearDay(at, reader);
  const words: Record<string, string> = {
    date_num: dayKey(at, reader.zone),
    date_slash: dayKey(at, reader.zone).replaceAll('-', '/'),
    date,
    date_short: short,
    date_long: long,
    date_long_full: long,
    date_pretty: near ?? date,
    date_short_pretty: near ?? short,
    date_long_pretty: near ?? long,
    time: clockTime(at, reader.zone),
    time_secs: `${clockTime(at, reader.zone)}:${two(second)}`,
    ago: ago(at, reader.now),
  };
  return format.replace(/\{([a-z_]+)\}/g, (all, name: string) => words[name] ?? all);
};

/** The instant at which clocks in that zone show this local date and time ("2026-04-15T09:30"). */
export const instantIn = (local: string, zone: string): Date => {
  const guess = new Date(`${local}:00Z`);
  const shown = partsIn(guess, zone);
  const asUtc = Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute);
  return new Date(guess.getTime() - (asUtc - guess.getTime()));
};

const nearDay = (at: Date, reader: Reader): string | null => {
  const day = 24 * 3600 * 1000;
  const key = dayKey(at, reader.zone);
  if (key === dayKey(reader.now, reader.zone)) return 'today';
  if (key === dayKey(new Date(reader.now.getTime() - day), reader.zone)) return 'yesterday';
  if (key === dayKey(new Date(reader.now.getTime() + day), reader.zone)) return 'tomorrow';
  return null;
};

const ago = (at: Date, now: Date): string => {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const [amount, word] = unitOf(Math.abs(seconds));
  if (amount === 0) return 'now';
  const counted = `${amount} ${word}${amount === 1 ? '' : 's'}`;
  return seconds < 0 ? `in ${counted}` : `${counted} ago`;
};

const unitOf = (seconds: number): [number, string] => {
  if (seconds < 30) return [0, 'second'];
  if (seconds < 3570) return [Math.round(seconds / 60), 'minute'];
  if (seconds < 84_600) return [Math.round(seconds / 3600), 'hour'];
  return [Math.round(seconds / 86_400), 'day'];
};

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const two = (value: number): string => String(value).padStart(2, '0');

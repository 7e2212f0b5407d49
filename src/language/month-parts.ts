/** Parts of a month: "early April", "mid-May", "the last two weeks of March". */
import { type At, monthNumber, type PeriodWords } from './months.ts';
import { spokenNumber } from './numbers.ts';
import type { Word } from './words.ts';

const nths: Record<string, number> = {
  first: 1,
  '1st': 1,
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
};

/** "Early April", "mid-May", "second half of April", "first week of June", "last week of March": days of that month. */
export function partOfMonth(list: Word[], at: number, norm: At, when: { today: string }): PeriodWords | null {
  const third = /^(early|beginning|mid|middle|late)(?:-(.+))?$/.exec(norm(0));
  const count = nths[norm(0)] ?? (norm(0) === 'last' ? -1 : undefined);
  const what =
    count === undefined
      ? null
      : norm(1) === 'half' && count > 0
        ? 'half'
        : norm(1) === 'week'
          ? 'week'
          : null;
  if (third?.[2]) return daysIn(monthNumber(third[2]), 1, third[1] ?? '', when);
  const start = third
    ? norm(1) === 'of'
      ? 2
      : norm(1) === 'in'
        ? 2
        : 1
    : what && /^(?:of|in)$/.test(norm(2))
      ? 3
      : null;
  if (start === null || (what === 'half' && (count ?? 0) > 2)) return null;
  const month = monthNumber(norm(start));
  if (month === null || list[at + start]?.kind !== 'word') return null;
  const year = /^(19|20)\d{2}$/.test(norm(start + 1)) ? norm(start + 1) : null;
  const length = start + 1 + (year ? 1 : 0);
  return daysIn(month, length, third ? (third[1] ?? '') : `${what} ${count}`, year ? { today: year } : when);
}

function daysIn(
  month: number | null,
  length: number,
  part: string,
  when: { today: string },
): PeriodWords | null {
  if (month === null) return null;
  const year = Number(when.today.slice(0, 4));
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const [what, count] = part.split(' ');
  const n = Number(count);
  const [from, to] =
    what === 'week'
      ? n < 0
        ? [last - 6, last]
        : [7 * n - 6, Math.min(7 * n, last)]
      : what === 'half'
        ? n === 1
          ? [1, 15]
          : [16, last]
        : what === 'late'
          ? [21, last]
          : what === 'mid' || what === 'middle'
            ? [11, 20]
            : [1, 10];
  const day = (of: number): string =>
    `${year}-${String(month).padStart(2, '0')}-${String(of).padStart(2, '0')}`;
  return { name: `${day(from)}..${day(to)}`, length };
}

/** "The last two weeks of March", "the first 10 days of April". */
export function runOfMonth(norm: At, when: { today: string }): PeriodWords | null {
  const side = /^(?:first|last)$/.exec(norm(0))?.[0];
  const count = /^\d{1,2}$/.test(norm(1)) ? Number(norm(1)) : spokenNumber(norm(1));
  const each = { days: 1, day: 1, weeks: 7, week: 7 }[norm(2)];
  const month = norm(3) === 'of' || norm(3) === 'in' ? monthNumber(norm(4)) : null;
  if (!side || !count || !each || month === null || count * each > 28) return null;
  const said = /^(19|20)\d{2}$/.test(norm(5));
  const year = Number(said ? norm(5) : when.today.slice(0, 4));
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = (of: number): string => new Date(Date.UTC(year, month - 1, of)).toISOString().slice(0, 10);
  const length = count * each;
  const name = side === 'first' ? `${day(1)}..${day(length)}` : `${day(last - length + 1)}..${day(last)}`;
  return { name, length: said ? 6 : 5 };
}

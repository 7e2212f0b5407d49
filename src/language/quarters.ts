/** Quarters, halves and years by their names: "Q2 FY26", "the final quarter of 2025", "the quarter that starts in April". */
import { type At, monthNumber, type PeriodWords, which } from './months.ts';
import type { Word } from './words.ts';

export const ordinals: Record<string, number> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  '1st': 1,
  '2nd': 2,
  '3rd': 3,
  '4th': 4,
};

/** "Q2", "Q2 2026", "Q2 FY26", "second quarter", "H1", "FY26", "2017". */
export function quarterOrYear(
  norm: At,
  list: Word[],
  at: number,
  when: { today: string },
): PeriodWords | null {
  const part = /^([qh])([1-4])(?:[-/]?((?:fy)?'?\d{2,4}))?$/.exec(norm(0));
  if (part && (part[1] === 'q' || Number(part[2]) < 3)) {
    const name = `${part[1]?.toUpperCase()}${part[2]}`;
    const attached = part[3] ? yearName(part[3].replace("'", ''), 'any') : null;
    if (attached) return { name: `${name} ${attached}`, length: 1 };
    return withYear(name, norm, 1, list, at, when);
  }
  const nth = ordinals[norm(0)];
  if (nth && (norm(1) === 'quarter' || (nth < 3 && norm(1) === 'half'))) {
    return withYear(`${norm(1) === 'half' ? 'H' : 'Q'}${nth}`, norm, 2, list, at, when);
  }
  const year =
    yearName(norm(0), 'whole') ??
    (/^[fc]y$/.test(norm(0)) ? yearName(`${norm(0)}${norm(1)}`, 'whole') : null);
  if (!year || (list[at]?.number && norm(0).length !== 4)) return null;
  // "2025-Q3"
  if (list[at + 1]?.text === '-' && /^[qh][1-4]$/.test(norm(2)))
    return { name: `${norm(2).toUpperCase()} ${norm(0)}`, length: 3 };
  // "2025 Q3"
  if (/^[qh][1-4]$/.test(norm(1)) && /^(19|20)\d{2}$/.test(norm(0)))
    return { name: `${norm(1).toUpperCase()} ${norm(0)}`, length: 2 };
  return { name: year, length: /^[fc]y$/.test(norm(0)) ? 2 : 1 };
}

export function withYear(
  name: string,
  norm: At,
  used: number,
  list: Word[],
  at: number,
  when: { today: string },
): PeriodWords {
  const short = /^[QH]\d$/.test(name) ? shortYear(list, at + used) : null;
  if (short) return { name: `${name} ${short.year}`, length: used + short.length };
  const of = norm(used) === 'of' || norm(used) === 'in' ? 1 : 0;
  const said = norm(used + of) === 'fy' ? `fy${norm(used + of + 1)}` : norm(used + of);
  const year = yearName(said, 'after');
  if (year) return { name: `${name} ${year}`, length: used + of + (norm(used + of) === 'fy' ? 2 : 1) };
  const side = which[norm(used + of)];
  if (side && norm(used + of + 1) === 'year') {
    const shift = side === 'last' ? -1 : side === 'next' ? 1 : 0;
    return { name: `${name} ${Number(when.today.slice(0, 4)) + shift}`, length: used + of + 2 };
  }
  return { name, length: used };
}

/** "Q4 25", "Q4 '25": a year of two digits, where nothing follows that it could be a number of: "top Q4 25 deals". */
function shortYear(list: Word[], at: number): { year: string; length: number } | null {
  const mark = list[at]?.text === "'" ? 1 : 0;
  const figure = list[at + mark];
  const after = list[at + mark + 1];
  const alone = mark === 1 || after === undefined || after.kind === 'sign' || joints.has(after.norm);
  return alone && /^[1-4]\d$/.test(figure?.text ?? '')
    ? { year: `20${figure?.text}`, length: mark + 1 }
    : null;
}

const joints = new Set(
  'against vs versus compared and or to till until through than with by per for in of from please was is'.split(
    ' ',
  ),
);

/** "The final quarter of 2025", "the last half of this year". */
export function endsYear(norm: At, list: Word[], at: number, when: { today: string }): PeriodWords | null {
  if (!/^(?:final|last)$/.test(norm(0)) || !/^(?:quarter|half)$/.test(norm(1))) return null;
  const found = withYear(norm(1) === 'half' ? 'H2' : 'Q4', norm, 2, list, at, when);
  // "Last quarter" alone is the one before this.
  return found.length > 2 || norm(0) === 'final' ? found : null;
}

/** "The quarter that starts in April", "the quarter ending in June". */
export function quarterFrom(norm: At, when: { today: string }): PeriodWords | null {
  if (norm(0) !== 'quarter') return null;
  const verb = /^(?:that|which)$/.test(norm(1)) ? 2 : 1;
  const [, begins, ends] = /^(?:(start|begin|commenc)|(end|finish))(?:e?s|n?ing)$/.exec(norm(verb)) ?? [];
  const at = verb + (/^(?:in|with)$/.test(norm(verb + 1)) ? 2 : 1);
  const month = monthNumber(norm(at));
  if (!(begins || ends) || month === null) return null;
  const said = /^(19|20)\d{2}$/.test(norm(at + 1)) ? norm(at + 1) : null;
  const year = Number(said ?? when.today.slice(0, 4));
  const first = begins ? month - 1 : month - 3;
  const day = (of: Date): string => of.toISOString().slice(0, 10);
  const [from, to] = [new Date(Date.UTC(year, first, 1)), new Date(Date.UTC(year, first + 3, 0))];
  return { name: `${day(from)}..${day(to)}`, length: at + (said ? 2 : 1) };
}

/** "2026" → "2026", "fy26" → "FY26"; two figures alone are a year only after "Q2" with a mark. */
export function yearName(text: string, where: 'any' | 'whole' | 'after'): string | null {
  const fiscal = /^fy-?(\d{2}|\d{4})$/.exec(text);
  if (fiscal) return `FY${fiscal[1]?.slice(-2)}`;
  const calendar = /^cy-?'?(\d{2}|(?:19|20)\d{2})$/.exec(text)?.[1];
  if (calendar) return calendar.length === 2 ? `20${calendar}` : calendar;
  if (/^(19|20)\d{2}$/.test(text)) return text;
  return where === 'any' && /^\d{2}$/.test(text) ? `20${text}` : null;
}

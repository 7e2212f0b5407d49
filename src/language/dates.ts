/** Periods and days in a sentence → limits: which date they limit, and which end. */

import type { FieldName } from '../sales/fields.ts';
import { holidayNames } from '../sales/holidays.ts';
import { type MetricName, metricNamed } from '../sales/metrics.ts';
import { saysSize } from './deal-size.ts';
import { periodDays } from './period-days.ts';
import type { AskedNoun, Frame } from './request.ts';
import { assume, clause, type State, take, unread } from './state.ts';
import { squash } from './text.ts';
import { fieldNamed } from './vocabulary.ts';
import { bearsNoYear, yearNow } from './which-year.ts';

type Edge = 'in' | 'before' | 'after' | 'by' | 'since' | 'from' | 'ago' | 'between';

/** Reads the period at `at`; `start` is the piece that began it ("before", "by", …), `second` the end of "from … to …". */
export function dateClause(s: State, at: number, said: Edge, start: number, second?: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'period') return at + 1;
  const last = second === undefined ? null : s.list[second];
  const end = (second ?? at) + 1;
  const field = dateField(s, start);
  const edge = said === 'since' && looksOn(s, start, piece.period.name, field) ? 'from' : said;
  const one = (period: string): string => ofWhichYear(s, period, edge, field);
  if (piece.period.either) piece.period.name = whichDay(s, piece.text, piece.period.either);
  const name =
    last?.is === 'period'
      ? spanning(
          s,
          one(piece.period.name),
          // "Won between 1 January and 31 March": the second day comes after the first, whether it has come or not.
          isDay(last.period.name) && one(piece.period.name) === piece.period.name
            ? last.period.name
            : one(last.period.name),
        )
      : edged(one(piece.period.name), piece.text, edge);
  const days =
    name === null ? null : periodDays(name, { ...s.about.calendar, now: s.about.now, zone: s.about.zone });
  if (name === null || days === null) return unread(s, start, end);
  // "In Discovery since February": entered then, or still there since then? Not guessed.
  const entered = s.list.some((one) => one.is === 'date' && one.field === 'stage_since');
  if (edge === 'since' && !entered && afterStage(s, start)) return unread(s, start, end);
  // "In stage since 1 March": entered then, or still there since then? Not guessed.
  const label = s.list[start - 1];
  if (field === 'stage_since' && edge === 'in' && label?.is === 'field' && label.field === 'stage_since')
    return unread(s, start, end);
  if (field === 'days_since_activity') return quietSince(s, name, start, end);
  if (field === null) return unread(s, start, end);
  const same = s.frame.clauses.find((one) => one.says === 'period' && one.field === field);
  // "This quarter, this month": one within the other says nothing, so something else is meant.
  if (same?.says === 'period' && same.period !== name && within(s, same.period, name) && !eitherOf(s, start))
    return unread(s, start, end);
  if (same?.says === 'period' && same.period !== name && (joined(s, start) || listedMonths(s, at))) {
    const both = inARow(s, same.period, name);
    if (both !== null && !s.asked.has('compare')) {
      same.period = both;
      // "Or" joins them, and was not understood before.
      for (let place = at - 1; ['or', 'filler', 'prep'].includes(s.list[place]?.is ?? ''); place--)
        s.unread.delete(place);
      return end;
    }
    // "This month and next month" is no day that lies in both.
    if (!s.list.some((one) => one.is === 'versus' && one.asks)) return unread(s, start, end);
    s.frame.other = [...(s.frame.other ?? []), { says: 'period', field, period: name }];
    return end;
  }
  // "Won in 2025, in 2024" is no day in both.
  if (same?.says === 'period' && same.period !== name && apart(s, same.period, name))
    return unread(s, start, end);
  clause(s, { says: 'period', field, period: name });
  return end;
}

/** "Tomorrow or on the weekend" is both. */
const eitherOf = (s: State, start: number): boolean =>
  s.list.slice(0, start).findLast((piece) => !['filler', 'prep', 'date'].includes(piece.is))?.is === 'or';

function within(s: State, first: string, second: string): boolean {
  const use = { ...s.about.calendar, now: s.about.now, zone: s.about.zone };
  const [a, b] = [periodDays(first, use), periodDays(second, use)];
  if (!a || !b) return false;
  const holds = (x: typeof a, y: typeof a): boolean =>
    (x.from === null || (y.from !== null && x.from <= y.from)) &&
    (x.to === null || (y.to !== null && y.to <= x.to));
  return holds(a, b) || holds(b, a);
}

function apart(s: State, first: string, second: string): boolean {
  const use = { ...s.about.calendar, now: s.about.now, zone: s.about.zone };
  const [a, b] = [periodDays(first, use), periodDays(second, use)];
  const before = (x: typeof a, y: typeof a): boolean => x?.to != null && y?.from != null && x.to < y.from;
  return before(a, b) || before(b, a);
}

/** "3/4": the third of April or the fourth of March? */
export function whichDay(s: State, text: string, days: [string, string]): string {
  const words = squash(text);
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'reading');
  const [first] = days;
  if (chosen) return chosen.ids[0] ?? first;
  s.which ??= {
    question: `"${text}": which day?`,
    options: days.map((day) => ({
      label: new Date(`${day}T00:00:00Z`).toLocaleDateString('en-GB', {
        ...{ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
      }),
      kind: 'reading',
      fact: null,
      choice: { words, kind: 'reading', ids: [day] },
    })),
  };
  return first;
}

/** "Today or tomorrow", "March, April and May": one stretch of days; null where there is a gap. */
function inARow(s: State, first: string, second: string): string | null {
  const use = { ...s.about.calendar, now: s.about.now, zone: s.about.zone };
  const [a, b] = [periodDays(first, use), periodDays(second, use)];
  if (!a?.from || !a.to || !b?.from || !b.to) return null;
  const after = (day: string): string =>
    new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  if (b.from > after(a.to) || a.from > after(b.to)) return null;
  return `${a.from < b.from ? a.from : b.from}..${a.to > b.to ? a.to : b.to}`;
}

const isDay = (name: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(name);

const withoutYear = (s: State, name: string): boolean =>
  s.list.some(
    (piece) =>
      piece.is === 'period' &&
      piece.period.name === name &&
      /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(piece.text) &&
      !/\d{4}|['’]\d\d\b/.test(piece.text),
  );

/** A month, quarter or holiday without a year, where the words look back: the latest that has begun. */
export function ofWhichYear(s: State, name: string, edge: Edge, field: FieldName | null): string {
  // "Created on the 3rd": the last one.
  const lone =
    isDay(name) &&
    name > s.about.today &&
    s.list.some(
      (piece) =>
        piece.is === 'period' &&
        piece.period.name === name &&
        /^(?:the )?\d{1,2}(?:st|nd|rd|th)$/i.test(piece.text),
    );
  if (lone && looksBack(s, edge, field)) {
    const at = new Date(`${name}T00:00:00Z`);
    at.setUTCMonth(at.getUTCMonth() - 1);
    return at.toISOString().slice(0, 10);
  }
  // "Won since 1 October": the last one. By a day that is to come something may have been done already.
  const ahead = isDay(name) && name > s.about.today && edge !== 'by' && edge !== 'before';
  if (ahead && withoutYear(s, name) && looksBack(s, edge, field))
    return `${Number(name.slice(0, 4)) - 1}${name.slice(4)}`;
  const feast = holidayNames.includes(name);
  const weekday = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(name);
  if (!feast && !weekday && !bearsNoYear(name)) return name;
  const { calendar, now, zone, today } = s.about;
  const span = periodDays(name, { ...calendar, now, zone });
  if (!span?.from) return name;
  const back = looksBack(s, edge, field);
  if (weekday) return back && span.from > today ? `last ${name}` : name;
  const year = yearNow(name, s.about);
  const titled = feast ? name.replace(/(^| )(?!of )[a-z]/g, (letter) => letter.toUpperCase()) : name;
  if (back && span.from > today) return `${titled} ${year - 1}`;
  return feast ? `${titled} ${!back && span.from < today ? year + 1 : year}` : name;
}

/** "Closing from Q2 on": the one that comes, as where it closes in it. "Since Q2" looks back. */
const looksOn = (s: State, start: number, name: string, field: FieldName | null): boolean =>
  bearsNoYear(name) && !/^since$/i.test(s.list[start]?.text ?? '') && !looksBack(s, 'from', field);

/** Measures of what has been; the others look ahead. */
const pastMetrics: MetricName[] = [
  'win_rate',
  'cycle_time',
  'stage_time',
  'attainment',
  'performance',
  'time_to_first_touch',
  'funnel',
];

function looksBack(s: State, edge: Edge, field: FieldName | null): boolean {
  if (edge === 'since' || edge === 'ago') return true;
  if (
    field !== null &&
    ['created_on', 'last_activity_on', 'stage_since', 'done_on', 'days_since_activity'].includes(field)
  )
    return true;
  const metric = [s.frame, s.before].find((frame) => frame?.measure.kind === 'metric')?.measure;
  const said = s.list.find((piece) => piece.is === 'metric');
  const measured = said?.is === 'metric' ? said.metric : metric?.kind === 'metric' ? metric.metric : null;
  // Quotas themselves are set for what is to come, too.
  const quotas = said?.is === 'metric' && /^(?:sales )?(?:quotas?|targets?)$/i.test(said.text);
  if (s.asked.has('how') || (measured !== null && pastMetrics.includes(measured) && !quotas)) return true;
  if (s.list.some((piece) => piece.is === 'didClose' || piece.is === 'bookings')) return true;
  if (s.asked.has('average') && saysSize(s.list) && !s.list.some(isOpen)) return true;
  const status = [...s.frame.clauses, ...(s.before?.clauses ?? [])].find((one) => one.says === 'status');
  if (!status && !s.list.some(isOpen) && wasOver(s)) return true;
  const told = s.list.some((piece) => piece.is === 'status' && !piece.status.includes('open'));
  const closed = s.list.some((piece) => piece.is === 'date' && piece.closed);
  return told || closed || (status?.says === 'status' && !status.is.includes('open'));
}

const isOpen = (piece: State['list'][number]): boolean =>
  (piece.is === 'status' && piece.status.includes('open')) ||
  (piece.is === 'date' && piece.open && piece.field === 'close_date');

/** "Deals of last quarter", then "and Q4?": one that is over, too. */
function wasOver({ before, about }: State): boolean {
  const { calendar, now, zone, today } = about;
  return (before?.clauses ?? []).some((one) => {
    const to = one.says === 'period' ? periodDays(one.period, { ...calendar, now, zone })?.to : null;
    return to != null && to < today;
  });
}

/** "March, April and May". */
const listedMonths = (s: State, at: number): boolean =>
  [s.list[at - 1], s.list[at]].every(
    (piece) => piece?.is === 'period' && /^[A-Z][a-z]+(?: \d{4})?$/.test(piece.period.name),
  );

const joined = (s: State, start: number): boolean => {
  const before = s.list
    .slice(0, start)
    .findLast(
      (piece) =>
        piece.is !== 'filler' &&
        piece.is !== 'date' &&
        !(piece.is === 'prep' && /^(?:in|on|at|during)\b/i.test(piece.text)),
    );
  return (
    before?.text === '+' ||
    before?.is === 'and' ||
    before?.is === 'or' ||
    before?.text === 'to' ||
    before?.is === 'with'
  );
};

function afterStage(s: State, start: number): boolean {
  const before = s.list.slice(0, start).findLast((piece) => piece.is !== 'filler' && piece.is !== 'prep');
  if (before?.is === 'motion') return before.motion === 'stage';
  return before?.is === 'name' && before.match.entries.some((entry) => entry.kind === 'stage');
}

function edged(name: string, text: string, edge: Edge): string {
  if (edge === 'in' || edge === 'ago' || edge === 'between') return name;
  // "Before the end of March" still has March in it.
  const whole = name.replace(/^end of /, '');
  if (edge === 'before' && /^(the )?end\b|[ -]end$|^eo[mqyw]$/i.test(text)) return `by ${whole}`;
  if (edge === 'by') return `by ${whole}`;
  return `${edge} ${name}`;
}

function spanning(s: State, first: string, second: string): string | null {
  const use = { ...s.about.calendar, now: s.about.now, zone: s.about.zone };
  // "July through December 2017": of the same year.
  const year = /^[A-Z][a-z]+ (\d{4})$/.exec(second)?.[1];
  const begin = year && /^[A-Z][a-z]+$/.test(first) ? `${first} ${year}` : first;
  const to = periodDays(second, use)?.to;
  let from = periodDays(begin, use)?.from;
  // "Between October 1 and December 31 2025": the year is said once.
  const days = /^\d{4}(-\d\d-\d\d)$/.exec(first)?.[1];
  if (days && to && from && from > to && /^\d{4}-\d\d-\d\d$/.test(second) && to < s.about.today)
    from = [to.slice(0, 4), String(Number(to.slice(0, 4)) - 1)]
      .map((one) => `${one}${days}`)
      .find((day) => day <= to);
  return from && to && from <= to ? `${from}..${to}` : null;
}

/** The date that is meant: said nearest by, else the close date. */
function dateField(s: State, start: number): FieldName | null {
  const around = s.list
    .map((piece, place) => ({ piece, distance: place < start ? start - place : (place - start) * 2 + 1 }))
    .sort((a, b) => a.distance - b.distance);
  for (const { piece } of around) {
    if (piece.is === 'date') return piece.field;
    if (piece.is === 'field' && fieldNamed(piece.field)?.type === 'day') return piece.field;
    if (piece.is === 'motion') return piece.motion === 'activity' ? 'days_since_activity' : 'stage_since';
    if (piece.is === 'status' && !piece.status.includes('open')) return 'close_date';
  }
  const measured = [s.frame, s.before].find((frame) => frame?.measure.kind === 'metric')?.measure;
  const metric = s.list.find((piece) => piece.is === 'metric');
  if (metric?.is === 'metric') return metricNamed(metric.metric).dated;
  if (measured?.kind === 'metric') return metricNamed(measured.metric).dated;
  const known = s.before?.clauses.find((one) => one.says === 'period');
  if (known?.says === 'period') return known.field;
  // "New customers this quarter": which of their days is meant was not said.
  if (s.frame.of === 'account' && s.before === null) return null;
  if (s.frame.of === 'deal' && !s.list.some((piece) => piece.is === 'bookings' || piece.is === 'didClose'))
    assume(s, 'The period is taken as the close date.');
  return usualDay[s.frame.of];
}

const usualDay: Record<AskedNoun, FieldName> = {
  deal: 'close_date',
  lead: 'created_on',
  activity: 'done_on',
  account: 'last_activity_on',
  contact: 'last_activity_on',
};

/** The day that this question limits, else the one that is usual for its noun. */
export function datedOf(frame: Frame): FieldName {
  const period = frame.clauses.find((one) => one.says === 'period');
  return period?.says === 'period' ? period.field : usualDay[frame.of];
}

/** "No activity this month": none since it began. "In the last 30 days" counts days, as "for 30 days" does. */
function quietSince(s: State, name: string, start: number, end: number): number {
  s.impliesOpen = true;
  const counted = /^last (\d+) days$/.exec(name);
  if (counted) {
    clause(s, {
      says: 'range',
      field: 'days_since_activity',
      unit: 'days',
      from: Number(counted[1]),
      to: null,
      exclusive: [],
      currency: null,
      said: null,
    });
    return end;
  }
  const bare = name.replace(/^(since|from) /, '');
  if (/^(before|after|by|until) /.test(bare)) return unread(s, start, end);
  take(s, start);
  clause(s, { says: 'period', field: 'last_activity_on', period: `before ${bare}` });
  return end;
}

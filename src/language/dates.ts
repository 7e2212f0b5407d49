/** Periods and days in a sentence → limits: which date they limit, and which end. */

import type { FieldName } from '../sales/fields.ts';
import { metricNamed } from '../sales/metrics.ts';
import { resolvePeriod } from '../sales/periods.ts';
import type { AskedNoun } from './noun.ts';
import type { Frame } from './request.ts';
import { assume, clause, type State, take, unread } from './state.ts';
import { fieldNamed } from './vocabulary.ts';

type Edge = 'in' | 'before' | 'after' | 'by' | 'since' | 'ago' | 'between';

/** Reads the period at `at`; `start` is the piece that began it ("before", "by", …), `second` the end of "from … to …". */
export function dateClause(s: State, at: number, edge: Edge, start: number, second?: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'period') return at + 1;
  const last = second === undefined ? null : s.list[second];
  const end = (second ?? at) + 1;
  const name =
    last?.is === 'period'
      ? spanning(s, piece.period.name, last.period.name)
      : edged(piece.period.name, piece.text, edge);
  const days =
    name === null ? null : resolvePeriod(name, { ...s.about.calendar, now: s.about.now, zone: s.about.zone });
  if (name === null || days === null) return unread(s, start, end);
  // "In Discovery since February": entered then, or still there since then? Not guessed.
  if (edge === 'since' && afterStage(s, start)) return unread(s, start, end);
  const field = dateField(s, start);
  if (field === 'days_since_activity') return quietSince(s, name, start, end);
  if (field === null) return unread(s, start, end);
  const same = s.frame.clauses.find((one) => one.says === 'period' && one.field === field);
  if (same?.says === 'period' && same.period !== name && joined(s, start)) {
    // "This month and next month" is no day that lies in both.
    if (!s.list.some((one) => one.is === 'versus' && one.asks)) return unread(s, start, end);
    s.frame.other = [...(s.frame.other ?? []), { says: 'period', field, period: name }];
    return end;
  }
  clause(s, { says: 'period', field, period: name });
  return end;
}

const joined = (s: State, start: number): boolean => {
  const before = s.list.slice(0, start).findLast((piece) => piece.is !== 'filler' && piece.is !== 'date');
  return before?.is === 'and' || before?.is === 'or' || before?.text === 'to' || before?.is === 'with';
};

function afterStage(s: State, start: number): boolean {
  const before = s.list.slice(0, start).findLast((piece) => piece.is !== 'filler' && piece.is !== 'prep');
  if (before?.is === 'motion') return before.motion === 'stage';
  return before?.is === 'name' && before.match.entries.some((entry) => entry.kind === 'stage');
}

function edged(name: string, text: string, edge: Edge): string {
  if (edge === 'in' || edge === 'ago' || edge === 'between') return name;
  // "Before the end of March" still has March in it.
  if (edge === 'before' && /^(the )?end\b|^eo[mqyw]$/i.test(text)) return `by ${name}`;
  return `${edge} ${name}`;
}

function spanning(s: State, first: string, second: string): string | null {
  const use = { ...s.about.calendar, now: s.about.now, zone: s.about.zone };
  const from = resolvePeriod(first, use)?.from;
  const to = resolvePeriod(second, use)?.to;
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
  if (s.frame.of === 'deal' && !s.list.some((piece) => piece.is === 'bookings' || piece.is === 'didClose'))
    assume(s, 'The period is taken as the close date.');
  return usualDay[s.frame.of];
}

const usualDay: Record<AskedNoun, FieldName> = {
  deal: 'close_date',
  lead: 'created_on',
  activity: 'done_on',
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

/** Amounts and lengths of time → limits, with their inclusive or exclusive ends as the words say. */
import type { FieldName } from '../sales/fields.ts';
import { endsOf, type How, joinedEnds } from './bounds.ts';
import { groupLimit } from './group-limits.ts';
import { lengthField } from './lengths.ts';
import type { Quantity } from './numbers.ts';
import { periodDays } from './period-days.ts';
import type { Piece } from './pieces.ts';
import type { Option } from './request.ts';
import { assume, clause, type State, skip, take, unread } from './state.ts';
import { squash } from './text.ts';
import { fieldNamed } from './vocabulary.ts';

/** Reads the quantity at `at`, said to be over, under, … by the piece at `start`. `second` is the upper end of "between". */
export function quantityRange(s: State, at: number, how: How, start: number, second?: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'quantity') return at + 1;
  const { quantity } = piece;
  const then = s.list[at + 1];
  let compare: How = quantity.plus ? 'least' : how;
  let end = at + 1;
  if (then?.is === 'orMore') {
    compare = then.compare === 'least' && how === 'over' ? 'over' : then.compare;
    if (then.compare === 'least') compare = 'least';
    end = at + 2;
  }
  const upper = second === undefined ? null : s.list[second];
  if (second !== undefined) end = second + 1;
  const other = upper?.is === 'quantity' ? upper.quantity : null;
  const unit = sharedUnit(quantity, other);
  if (unit === null) return unread(s, start, end);
  const [from, to] = ends(quantity, other);
  const currency = currencyOf([quantity, other]);
  const ofGroups = groupLimit(s, {
    ...{ start, end, unit, currency },
    ends: endsOf(compare, from, other ? to : null),
  });
  if (ofGroups !== null) return ofGroups;
  if (unit === 'percent') return unread(s, start, end);
  const days = unit === 'days' || (unit === 'plain' && (daysField(s, start, end) || aboutDays(s)));
  const meant = days ? lengthField(s, at, start, end) : amountField(s, start, end, other ?? quantity);
  if (meant === null) return unread(s, start, end);
  const field = meant === 'thousands' ? 'amount' : meant;
  const scale = meant === 'thousands' ? 1_000 : 1;
  const [low, high] = [from * scale, to * scale];
  if (unit === 'days')
    for (const one of [quantity, other])
      if (one?.unit === 'days' && one.counted) s.assumptions.push(one.counted);
  return days
    ? addDays(s, at, field, compare, low, other ? high : null, end)
    : addAmount(s, field, compare, currency, low, other ? high : null, end);
}

// "between 50 and 100k": the scale of one end is meant for both.
function ends(quantity: Quantity, other: Quantity | null): [number, number] {
  if (!other) return [quantity.value, quantity.value];
  // "Between 2 and 4 weeks": both are weeks.
  if (quantity.unit === 'plain' && other.unit === 'days')
    return [quantity.value * daysEach(other), other.value];
  const scale =
    quantity.unit === 'plain' && other.unit === 'money' && quantity.value < 1_000 && other.value >= 1_000;
  const by = other.value >= 1e6 ? 1e6 : 1e3;
  return [scale ? quantity.value * by : quantity.value, other.value];
}

function daysEach({ value, said }: Extract<Quantity, { unit: 'days' }>): number {
  const count = Number(/\d+(?:\.\d+)?/.exec(said)?.[0]);
  return count > 0 ? value / count : 1;
}

function sharedUnit(quantity: Quantity, other: Quantity | null): Quantity['unit'] | null {
  if (!other || other.unit === quantity.unit) return quantity.unit;
  if (quantity.unit === 'plain') return other.unit;
  return other.unit === 'plain' && quantity.unit !== 'days' ? quantity.unit : null;
}

/** A thread about a length of time and no amount: "more than 30". */
function aboutDays(s: State): boolean {
  const ranges = s.before?.clauses.filter((one) => one.says === 'stale' || one.says === 'range') ?? [];
  return (
    ranges.length > 0 &&
    ranges.every((one) => one.says === 'stale' || (one.says === 'range' && one.unit === 'days'))
  );
}

/** A plain number beside "days in stage" is a number of days. */
function daysField(s: State, start: number, end: number): boolean {
  const before = s.list.slice(0, start).findLast((one) => one.is !== 'filler' && one.is !== 'prep');
  const after = s.list[skip(s, end)];
  return durationField(s, before) || (after?.is === 'field' && durationField(s, after));
}

export const durationField = (_: State, piece: Piece | undefined): boolean =>
  piece?.is === 'field' && fieldNamed(piece.field)?.type === 'days';

function amountField(s: State, start: number, end: number, quantity: Quantity): FieldName | null {
  const isAmount = (piece: Piece | undefined): piece is Extract<Piece, { is: 'field' }> =>
    piece?.is === 'field' && ['money', 'number'].includes(fieldNamed(piece.field)?.type ?? '');
  const before = s.list
    .slice(0, start)
    .findLast((one) => one.is !== 'filler' && one.is !== 'prep' && one.is !== 'with');
  if (isAmount(before)) return hardlyWorth(s, start, end, quantity, before.field) ?? before.field;
  const place = skip(s, end);
  const after = s.list[place];
  if (isAmount(after)) {
    take(s, place);
    return after.field;
  }
  if (quantity.unit === 'money') return 'amount';
  // No deal is worth 80: days, or thousands?
  if (quantity.value > 0 && quantity.value < 1_000 && !isAmount(s.list.findLast((one) => isAmount(one))))
    return timeOrMoney(s, start, end, quantity.value);
  assume(s, `${quantity.value} = an amount.`);
  return 'amount';
}

/** "Worth more than 75": hardly so little; 75 thousand? A number of something, or a named amount of a customer, is as it was said. */
function hardlyWorth(
  s: State,
  start: number,
  end: number,
  { unit, value }: Quantity,
  field: FieldName,
): FieldName | null {
  return field === 'amount' && unit === 'plain' && value > 0 && value < 100
    ? timeOrMoney(s, start, end, value, true)
    : null;
}

/** "Proposal over 45": 45 what? `money`: an amount is spoken of. */
function timeOrMoney(s: State, start: number, end: number, value: number, money = false): FieldName | null {
  const words = squash(
    s.list
      .slice(start, end)
      .map((one) => one.text)
      .join(' '),
  );
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'reading');
  if (chosen) return chosen.ids[0] ?? null;
  s.which ??= {
    question: `${value} what?`,
    options: [
      ...(money
        ? []
        : [
            {
              label: `${value} days in the stage`,
              kind: 'reading' as const,
              fact: null,
              choice: { words, kind: 'reading', ids: ['days_in_stage'] },
            },
          ]),
      {
        label: `${value} thousand`,
        kind: 'reading',
        fact: null,
        choice: { words, kind: 'reading', ids: ['thousands'] },
      },
      {
        label: `An amount of ${value}`,
        kind: 'reading',
        fact: null,
        choice: { words, kind: 'reading', ids: ['amount'] },
      },
    ],
  };
  return 'amount';
}

/** "3 weeks ago": the week that was then; "2 months ago" that month. */
function agoDays(s: State, at: number): string | null {
  const piece = s.list[at];
  if (piece?.is !== 'quantity' || piece.quantity.unit !== 'days' || piece.quantity.plus) return null;
  const found = /^(\d+) (day|week|month|quarter|year)s?$/.exec(piece.quantity.said);
  if (!found) return null;
  const [count, unit] = [Number(found[1]), found[2] ?? 'day'];
  const { calendar, now, zone, today } = s.about;
  const back = new Date(`${today}T12:00:00Z`);
  if (unit === 'day' || unit === 'week')
    back.setUTCDate(back.getUTCDate() - count * (unit === 'week' ? 7 : 1));
  else {
    back.setUTCDate(1);
    back.setUTCMonth(back.getUTCMonth() - count * { month: 1, quarter: 3, year: 12 }[unit as 'month']);
  }
  if (unit === 'day') return back.toISOString().slice(0, 10);
  const span = periodDays(`this ${unit}`, {
    ...calendar,
    zone,
    now: unit === 'week' ? back : new Date(back.getTime()),
  });
  return span?.from && span.to && now ? `${span.from}..${span.to}` : null;
}

/** A length beside a day field is counted from today: "closing within 30 days", "created more than 90 days ago". */
function addDays(
  s: State,
  at: number,
  cue: FieldName,
  how: How,
  low: number,
  high: number | null,
  end: number,
): number {
  const ago = s.list[end]?.is === 'until' && s.list[end]?.text.toLowerCase() !== 'until';
  const past = ago && /ago|back/.test(s.list[end]?.text ?? '');
  const next = past ? end + 1 : end;
  const then = past && how === 'least' && s.list[at - 1]?.is !== 'compare' ? agoDays(s, at) : null;
  if (then && (cue === 'created_on' || cue === 'close_date' || cue === 'last_activity_on')) {
    clause(s, { says: 'period', field: cue, period: then });
    return next;
  }
  if (cue === 'close_date' || cue === 'days_to_close') {
    if (past) return unread(s, end, next);
    const soon =
      how === 'within' || how === 'most' || (how === 'least' && high === null && cue === 'close_date');
    if ((soon || how === 'under') && isDecided(s)) ofDecided(s, at, how, low);
    else if (soon || how === 'under')
      clause(s, { says: 'period', field: 'close_date', period: withinDays(how === 'under' ? low - 1 : low) });
    else range(s, 'days_to_close', 'days', how, low, high, null);
    s.impliesOpen = true;
    return next;
  }
  const field =
    cue === 'created_on'
      ? 'age'
      : cue === 'last_activity_on'
        ? 'days_since_activity'
        : cue === 'stage_since'
          ? 'days_in_stage'
          : cue;
  if (field === 'days_in_stage' || field === 'days_since_activity') s.impliesOpen = true;
  // "no activity within 30 days" is the opposite of "created within 30 days".
  const inverted = how === 'within' ? (field === 'age' ? 'most' : 'least') : how;
  const young =
    cue === 'created_on' && how === 'least' && !past && s.list[end]?.is !== 'orMore' ? 'most' : inverted;
  range(s, field, 'days', young, low, high, null);
  return next;
}

/** What was won or lost lies behind, whatever else is said. */
const isDecided = ({ list }: State): boolean =>
  list.some(
    (piece) =>
      (piece.is === 'status' && !piece.status.includes('open')) ||
      (piece.is === 'date' && piece.closed) ||
      piece.is === 'didClose',
  ) && !list.some((piece) => piece.is === 'date' && piece.open);

/** "Won within 60 days": in the last 60 days, or within so many of its creation? */
function ofDecided(s: State, at: number, how: How, days: number): void {
  const said = s.list[at]?.text ?? '';
  const words = squash(`decided ${said}`);
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'reading')?.ids[0];
  if (chosen === 'cycle_days')
    range(s, 'cycle_days', 'days', how === 'under' ? 'under' : 'most', days, null, null);
  else clause(s, { says: 'period', field: 'close_date', period: `last ${days} days` });
  if (chosen !== undefined) return;
  const option = (label: string, id: string): Option => ({
    ...{ label, kind: 'reading', fact: null },
    choice: { words, kind: 'reading', ids: [id] },
  });
  s.which ??= {
    question: `"within ${said}": of what?`,
    options: [
      option(`Closed in the last ${days} days`, 'close_date'),
      option(`At most ${days} days after it was created`, 'cycle_days'),
    ],
  };
}

/** "100.000 kr": Swedish, Norwegian or Danish? */
function whichCrowns(s: State): string {
  const words = 'kr';
  const codes = ['SEK', 'NOK', 'DKK'];
  const chosen = s.choices.find((choice) => choice.words === words && choice.kind === 'reading');
  if (chosen) return chosen.ids[0] ?? 'SEK';
  s.which ??= {
    question: '"kr": which currency?',
    options: codes.map((code) => ({
      label: code,
      kind: 'reading',
      fact: null,
      choice: { words, kind: 'reading', ids: [code] },
    })),
  };
  return 'SEK';
}

const withinDays = (days: number): string =>
  days < 1 ? 'today' : `within ${days} ${days === 1 ? 'day' : 'days'}`;

const currencyOf = (said: (Quantity | null)[]): string | null =>
  said.map((one) => (one?.unit === 'money' ? one.currency : null)).find((one) => one !== null) ?? null;

function addAmount(
  s: State,
  field: FieldName,
  how: How,
  written: string | null,
  low: number,
  high: number | null,
  end: number,
): number {
  const unit =
    fieldNamed(field)?.type === 'money' ? 'money' : fieldNamed(field)?.type === 'days' ? 'days' : 'number';
  const currency = written === 'KR' ? whichCrowns(s) : written;
  range(
    s,
    field,
    unit,
    how,
    low,
    high,
    unit === 'money' && currency !== s.about.companyCurrency ? currency : null,
  );
  return end;
}

function range(
  s: State,
  field: FieldName,
  unit: 'money' | 'days' | 'number',
  how: How,
  low: number,
  high: number | null,
  currency: string | null,
): void {
  const made = { says: 'range' as const, field, unit, ...endsOf(how, low, high), currency, said: null };
  // "over 50k and under 100k" is one limit.
  const same = s.frame.clauses.find(
    (one) => one.says === 'range' && one.field === field && joinedEnds(one, made) !== null,
  );
  if (same?.says !== 'range') {
    clause(s, made);
    return;
  }
  Object.assign(same, joinedEnds(same, made), { currency: same.currency ?? currency });
}

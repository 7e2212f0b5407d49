/** What the sentence as a whole asks for: rows, how many, how much, on average. */
import { type FieldName, findField } from '../sales/fields.ts';
import { finishSides } from './comparing.ts';
import { createdAssumed, isOfCreation, isPipelineCreated } from './creation.ts';
import { datedOf } from './dates.ts';
import { saysSize } from './deal-size.ts';
import { finishDrawing } from './drawing.ts';
import { finishGroupLimit } from './group-limits.ts';
import { finishBookings, finishMetric } from './metric-words.ts';
import { finishParty } from './of-parties.ts';
import { isParty } from './parties.ts';
import { periodDays } from './period-days.ts';
import type { Clause, Option } from './request.ts';
import { clause, type State } from './state.ts';
import { fieldNamed } from './vocabulary.ts';
import { withoutEffect } from './without-effect.ts';

/** Said where the words named no status. */
export const openAssumed = 'Open deals only; say "won" or "lost" for others.';

/** What the sentence as a whole says: measure, default limits, motions that named no length. */
export function finish(s: State): void {
  if (s.frame.of === 'deal' || s.frame.of === 'account') motions(s);
  if (s.frame.of === 'deal') untouchedByMe(s);
  finishParty(s);
  finishBookings(s);
  const { frame } = s;
  // "Top 0"
  if (frame.limit !== null && frame.limit < 1) s.lacking = true;
  if (s.asked.has('shareOf')) shareOf(s);
  if (saysNone(s)) s.lacking = true;
  const told = frame.clauses.some((one) => one.says === 'status');
  // "Pipeline created last quarter" is all that came in then, whatever became of it since.
  const standing = frame.pipeline && !isOfCreation(frame) && !createsBy(s);
  if ((s.impliesOpen || standing) && !told && !isParty(frame.of)) {
    frame.clauses.unshift({ says: 'status', is: ['open'], implied: true });
  }
  if (frame.measure.kind === 'metric') {
    // A metric is its own measure, whatever else was said: "average win rate", "total coverage".
  } else if (s.asked.has('howLong')) howLong(s);
  else if (extremeOf(s)) frame.measure = { kind: extremeOf(s) ?? 'largest', field: measuredField(s) };
  else if (s.asked.has('count') && s.asked.has('average')) averageOfNumbers(s);
  else if (s.asked.has('count')) frame.measure = { kind: 'count' };
  else if (s.asked.has('median')) {
    if (frame.measure.kind !== 'median') frame.measure = { kind: 'median', field: 'amount' };
  } else if (s.asked.has('average')) {
    if (frame.measure.kind !== 'average') frame.measure = { kind: 'average', field: 'amount' };
  } else if (s.asked.has('sum')) {
    if (frame.measure.kind !== 'sum') frame.measure = { kind: 'sum', field: 'amount' };
    const vague = s.list.some((one) => one.is === 'sum' && one.text.toLowerCase().startsWith('total'));
    const amount =
      s.list.some((one) => one.is === 'field' && fieldNamed(one.field)?.type === 'money') || frame.pipeline;
    const booked = s.asked.has('booked');
    if (frame.of !== 'deal') frame.measure = { kind: 'count' };
    // "Total won", and "total?" in a thread, ask how much.
    else if (
      vague &&
      frame.limit === null &&
      !amount &&
      !booked &&
      s.before === null &&
      s.list.some((one) => one.is === 'noun')
    )
      asksTotal(s);
  } else if (frame.by.length > 0)
    frame.measure = frame.pipeline ? { kind: 'sum', field: 'amount' } : { kind: 'count' };
  else if (frame.pipeline && !s.asked.has('deals') && frame.sort === null)
    frame.measure = { kind: 'sum', field: 'amount' };
  finishMetric(s);
  if (s.asked.has('whichMore')) whichMore(s);
  // "The top 3 deals of each rep" are not the top three reps.
  if (s.asked.has('topDeals') && frame.limit !== null && frame.by.length > 0) s.lacking = true;
  if (s.asked.has('top')) top(s);
  if (s.asked.has('ranked')) ranked(s);
  if (frame.measure.kind === 'rows' && frame.by.length > 0) frame.measure = { kind: 'count' };
  finishSides(s);
  if (frame.of === 'activity' && frame.measure.kind === 'rows') frame.measure = { kind: 'count' };
  dealSize(s);
  if (isOfToday(s)) {
    frame.clauses.unshift({ says: 'status', is: ['open'], implied: true });
    s.assumptions.push(openAssumed);
  }
  cutOff(s);
  if (frame.measure.kind !== 'rows' && frame.by.length === 0) frame.sort = null;
  byCreation(s);
  foreignFields(s);
  unusedDates(s);
  finishGroupLimit(s);
  movedInto(s);
  finishDrawing(s);
  if (isPipelineCreated(frame)) s.assumptions.push(createdAssumed);
  withoutEffect(s);
}

/** "By month" is of the months in which they were created, where that is the verb. */
const createsBy = ({ trend, frame: { by }, list }: State): boolean =>
  (trend !== null || by.some((field) => field.startsWith('close_'))) &&
  list.some((piece) => piece.is === 'date' && piece.field === 'created_on');

/** "Deals that moved into Contract last month": of a deal the last move is asked for, so it still stands there. */
function movedInto({ frame: { clauses }, assumptions }: State): void {
  const [entered, stage] = ['stage_since', 'stage'].map((field) =>
    clauses.some((one) => 'field' in one && one.field === field && !('not' in one && one.not)),
  );
  if (entered && stage) assumptions.push('Of those that stand in that stage today.');
}

/** "Average of the top 10 won deals": of those ten, not of all. */
function cutOff({ frame, list, before }: State): void {
  const { measure, limit, sort, by } = frame;
  if (measure.kind === 'rows' || measure.kind === 'metric' || measure.kind === 'count') return;
  if (limit === null || limit < 2 || by.length > 0 || (before && !list.some(({ is }) => is === 'noun')))
    return;
  frame.cut = { limit, sort: sort?.field === 'measure' ? { field: 'amount', down: sort.down } : sort };
  frame.limit = null;
}

/** "… and those created": a day that is named and limits nothing is not understood. */
function unusedDates(s: State): void {
  const { frame } = s;
  const days: Partial<Record<FieldName, FieldName>> = {
    created_on: 'age',
    stage_since: 'days_in_stage',
    last_activity_on: 'days_since_activity',
  };
  if (frame.measure.kind === 'metric' || frame.of !== 'deal' || s.trend || s.shift || frame.by.length > 0)
    return;
  s.list.forEach((piece, at) => {
    if (piece.is !== 'date' || !days[piece.field] || s.unread.has(at)) return;
    const used = [...frame.clauses, ...(frame.other ?? [])].some(
      (one) => 'field' in one && (one.field === piece.field || one.field === days[piece.field]),
    );
    if (!used && frame.sort?.field !== piece.field && frame.sort?.field !== days[piece.field])
      s.unread.add(at);
  });
}

/** "Who has not won anything": whoever has none is in no group, and open and lost deals are something else. */
const saysNone = ({ list }: State): boolean =>
  list.some(({ is }) => is === 'who') &&
  list.some(
    (piece) => piece.is === 'status' && /^(?:not won|unwon|not lost|not closed)$/i.test(piece.text),
  ) &&
  list.some(({ text }) => /^any(?:thing)?\b/i.test(text));

/** "The average number of pushes" is of that field; "how many do I close on average per month" is an average of counts, of which there is no measure. */
function averageOfNumbers(s: State): void {
  const numbers = ['number', 'days'];
  const field = s.list.find(
    (piece) => piece.is === 'field' && numbers.includes(fieldNamed(piece.field)?.type ?? ''),
  );
  if (field?.is === 'field') s.frame.measure = { kind: 'average', field: field.field };
  else s.lacking = true;
}

/** "Deals created by month", "created last year by quarter": the months of creation, not of the close date. */
function byCreation({ frame, list, unread }: State): void {
  if (frame.of !== 'deal') return;
  const limited = (field: FieldName): boolean =>
    frame.clauses.some((one) => one.says === 'period' && one.field === field);
  const said = (field: FieldName): number[] =>
    list.flatMap((piece, at) => (piece.is === 'date' && piece.field === field ? [at] : []));
  const named = list.some((piece) => piece.is === 'field' && /^clos/i.test(piece.text));
  const created = limited('created_on') || (said('created_on').length > 0 && !limited('close_date'));
  if (!created || named || limited('close_date') || said('close_date').length > 0) return;
  const by = frame.by.map((field) => field.replace(/^close_(?=week|month|quarter|year)/, 'created_'));
  if (by.join() === frame.by.join()) return;
  frame.by = by;
  for (const at of said('created_on')) unread.delete(at);
}

/** The size of a deal is what it was won at: what is still open may shrink, and what was lost brought nothing. */
function dealSize(s: State): void {
  const { measure, clauses, pipeline } = s.frame;
  if (measure.kind !== 'average' && measure.kind !== 'median') return;
  if (measure.field !== 'amount' || s.frame.of !== 'deal' || s.before !== null || pipeline) return;
  if (!saysSize(s.list)) return;
  const { calendar, now, zone, today } = s.about;
  const told = clauses.some((one) => {
    if (one.says === 'status') return true;
    if (one.says === 'names') return one.field === 'stage';
    if (one.says !== 'period') return one.says === 'stale' || (one.says === 'range' && one.unit === 'days');
    const from = periodDays(one.period, { ...calendar, now, zone })?.from;
    return one.field !== 'close_date' || (from != null && from > today);
  });
  if (told) return;
  clauses.unshift({ says: 'status', is: ['won'], implied: false });
  s.assumptions.push('Deal size is of won deals; say "open deal size" for those that are open.');
}

/**
 * Deals are those that are still open, unless the words look back: at what was created, at a period that is over, or at
 * stages, which say themselves whether they are ends.
 */
function isOfToday(s: State): boolean {
  if (s.frame.of !== 'deal' || s.before !== null || s.trend !== null || s.shift !== null) return false;
  if (s.frame.measure.kind === 'metric' || s.frame.clauses.some((one) => one.says === 'status')) return false;
  // "Deals by status": each of them.
  if (s.frame.by.includes('status')) return false;
  if (s.frame.other?.some((one) => one.says === 'period')) return false;
  const { calendar, now, zone, today } = s.about;
  const over = s.frame.clauses.some((one) => {
    if (one.says === 'names') return one.field === 'stage' && !one.not;
    const to = one.says === 'period' ? periodDays(one.period, { ...calendar, now, zone })?.to : null;
    return to != null && to < today && one.says === 'period' && one.field === 'close_date';
  });
  if (over) return false;
  const back = (field: FieldName): boolean =>
    ['created_on', 'lost_reason', 'cycle_days', ...createdBuckets].includes(field);
  const fields = [
    ...s.frame.clauses.flatMap((one) => ('field' in one ? [one.field] : [])),
    ...s.frame.by,
    ...('field' in s.frame.measure ? [s.frame.measure.field] : []),
  ];
  const created = s.list.some((piece) => piece.is === 'date' && piece.field === 'created_on');
  return !created && !fields.some(back);
}

const createdBuckets = ['created_week', 'created_month', 'created_quarter', 'created_year'];

/** "Largest deal per rep", "max value": one figure at an end, not a list. */
function extremeOf(s: State): 'largest' | 'smallest' | null {
  if (s.asked.has('largest')) return 'largest';
  if (s.asked.has('smallest')) return 'smallest';
  const { sort, by, limit } = s.frame;
  if (limit !== 1 || by.length === 0 || sort?.field !== 'amount') return null;
  s.frame.limit = null;
  s.frame.sort = null;
  const end = sort.down ? 'largest' : 'smallest';
  s.asked.add(end);
  return end;
}

function measuredField(s: State): FieldName {
  if (s.frame.measure.kind === 'largest' || s.frame.measure.kind === 'smallest') return s.frame.measure.field;
  for (const piece of s.list)
    if (piece.is === 'field' && ['number', 'days'].includes(fieldNamed(piece.field)?.type ?? ''))
      return piece.field;
  return 'amount';
}

/** "How long does it take to close", "how fast do we respond to leads", "how long in stage": days, on average. */
function howLong(s: State): void {
  const { frame } = s;
  const field = s.list.find((piece) => piece.is === 'field' && fieldNamed(piece.field)?.type === 'days');
  const stuck = s.list.find((piece) => piece.is === 'motion');
  if (frame.of === 'lead') {
    frame.measure = { kind: 'metric', metric: 'time_to_first_touch' };
    // "New leads" are leads; nobody answers one twice.
    frame.clauses = frame.clauses.filter((one) => !('field' in one && one.field === 'status'));
  } else if (field?.is === 'field') frame.measure = { kind: 'average', field: field.field };
  else if (stuck?.is === 'motion') {
    frame.measure = {
      kind: 'average',
      field: stuck.motion === 'stage' ? 'days_in_stage' : 'days_since_activity',
    };
    frame.clauses = frame.clauses.filter((one) => one.says !== 'stale');
  } else if (s.list.some((piece) => /^(?:to )?(?:close|win|won|sell|close a|sign)/i.test(piece.text)))
    frame.measure = { kind: 'metric', metric: 'cycle_time' };
  else s.lacking = true;
}

/** "More in Proposal or in Negotiation", "who won more, Priya or Tom": one figure for each of them. */
function whichMore(s: State): void {
  const { frame } = s;
  const sides = frame.clauses.filter((one) => one.says === 'names' && !one.not && one.names.length > 1);
  const [side, ...more] = sides;
  const months = s.list.flatMap((piece) => (piece.is === 'period' ? [piece.period.name] : []));
  const each = months.every((name) => /^(?:Q\d|\w+ quarter)/.test(name))
    ? 'quarter'
    : months.every((name) => /^(?:[A-Z][a-z]+|\w+ month)(?: \d{4})?$/.test(name))
      ? 'month'
      : null;
  // "More in January or in February"
  if (!side && each && months.length > 1) {
    frame.by = [`${datedOf(frame) === 'created_on' ? 'created' : 'close'}_${each}`];
    if (frame.measure.kind === 'rows') frame.measure = { kind: 'count' };
    return;
  }
  if (side?.says !== 'names' || more.length > 0 || frame.of !== 'deal') {
    s.lacking = true;
    return;
  }
  frame.by = [side.field];
  frame.sort = { field: 'measure', down: true };
  if (frame.measure.kind === 'rows') frame.measure = { kind: 'count' };
}

/** "Top accounts", "best rep this quarter": by what? */
function top(s: State): void {
  const { frame } = s;
  const said =
    ['count', 'sum', 'average', 'median', 'booked', 'howLong', 'largest', 'smallest'].some((what) =>
      s.asked.has(what),
    ) ||
    frame.measure.kind === 'metric' ||
    s.list.some((piece) => ['noun', 'count', 'sum', 'bookings', 'metric'].includes(piece.is)) ||
    // "Best month ever" names every status, and so none.
    s.list.some((piece) => piece.is === 'status' && piece.status.length < 3) ||
    frame.by.includes('lost_reason');
  if (frame.of !== 'deal') return;
  if (said) {
    ofWon(s);
    return;
  }
  const words = 'top';
  const chosen = s.choices.find((choice) => choice.words === words)?.ids[0];
  const others = frame.clauses.filter((one) => one.says !== 'status');
  if (chosen === 'won') frame.clauses = [{ says: 'status', is: ['won'], implied: false }, ...others];
  else if (chosen !== undefined) frame.clauses = others;
  frame.measure = chosen === 'count' ? { kind: 'count' } : { kind: 'sum', field: 'amount' };
  const option = (label: string, id: string): Option => ({
    ...{ label, kind: 'reading', fact: null },
    choice: { words, kind: 'reading', ids: [id] },
  });
  if (!chosen)
    s.which ??= {
      question: 'By what?',
      options: [
        option('Won amount', 'won'),
        option('Open pipeline', 'pipeline'),
        option('Number of open deals', 'count'),
      ],
    };
}

/** "Top reps this year by amount": people are ranked by what they have brought in. */
function ofWon(s: State): void {
  const { clauses, by, measure, pipeline } = s.frame;
  const amount = measure.kind === 'sum' && measure.field === 'amount' && !pipeline;
  if (!amount || by[0] !== 'owner' || s.list.some(({ is }) => is === 'noun')) return;
  if (clauses.some((one) => one.says === 'status')) return;
  const { calendar, now, zone, today } = s.about;
  const begun = clauses.some((one) => {
    const from = one.says === 'period' ? periodDays(one.period, { ...calendar, now, zone })?.from : null;
    return one.says === 'period' && one.field === 'close_date' && from != null && from <= today;
  });
  if (!begun) return;
  clauses.unshift({ says: 'status', is: ['won'], implied: false });
  s.assumptions.push('Amount = won amount; say "open amount" for what is open.');
}

/** "What % of deals did we win" is the win rate; of other shares there is no measure yet. */
function shareOf(s: State): void {
  const won = s.frame.clauses.find((one) => one.says === 'status');
  if (won?.says !== 'status' || won.is.join() !== 'won') {
    s.lacking = true;
    return;
  }
  s.frame.clauses = s.frame.clauses.filter((one) => one !== won);
  s.frame.measure = { kind: 'metric', metric: 'win_rate' };
}

/** "Reps by wins, ranked"; "everyone's wins, ranked" ranks the people. */
function ranked(s: State): void {
  const { frame } = s;
  if (frame.by.length === 0) frame.by = ['owner'];
  frame.sort ??= { field: 'measure', down: true };
}

/** Activities have people, not owners; what a noun has not at all cannot be asked of it. */
function foreignFields(s: State): void {
  const { frame } = s;
  if (frame.of === 'activity') {
    for (const one of frame.clauses) if ('field' in one && one.field === 'owner') one.field = 'person';
    frame.by = frame.by.map((field) => (field === 'owner' ? 'person' : field));
  }
  const asked = [
    ...frame.clauses.flatMap((one) =>
      one.says === 'missing' ? one.fields : 'field' in one ? [one.field] : [],
    ),
    ...frame.by,
    ...('field' in frame.measure ? [frame.measure.field] : []),
  ];
  if (asked.some((field) => !findField(frame.of, field))) s.lacking = true;
}

/** "Total open deals" may mean how many, or how much. */
function asksTotal(s: State): void {
  const words = 'total';
  const chosen = s.choices.find((choice) => choice.words === words);
  if (chosen)
    s.frame.measure = chosen.ids[0] === 'count' ? { kind: 'count' } : { kind: 'sum', field: 'amount' };
  else {
    s.which ??= {
      question: 'How many deals, or their total amount?',
      options: [
        {
          label: 'How many',
          kind: 'reading',
          fact: null,
          choice: { words, kind: 'reading', ids: ['count'] },
        },
        {
          label: 'Total amount',
          kind: 'reading',
          fact: null,
          choice: { words, kind: 'reading', ids: ['sum'] },
        },
      ],
    };
  }
}

/** "Stuck" without a number: longer than the setting says. "No activity" without one: none at all. */
function motions(s: State): void {
  for (const piece of s.list) {
    if (piece.is !== 'motion') continue;
    const field: FieldName = piece.motion === 'stage' ? 'days_in_stage' : 'days_since_activity';
    const said = s.frame.clauses.some(
      (one: Clause) =>
        (one.says === 'range' || one.says === 'stale' || one.says === 'period') &&
        (one.field === field || (piece.motion === 'activity' && one.field === 'last_activity_on')),
    );
    if (
      piece.motion === 'stage' &&
      !/in (the |their |its |one |current )*(same |current )*stage/.test(piece.text)
    ) {
      s.assumptions.push(`"${piece.text}" = in the same stage.`);
    }
    if (said || s.asked.has('howLong') || s.frame.sort?.field === field) continue;
    // "Sitting in Contract" is no more than in it.
    const inStage = s.frame.clauses.some((one) => one.says === 'names' && one.field === 'stage');
    if (
      inStage &&
      /^(?:sitting|sits?|sat|parked|been sitting|(?:that are |which are )?in (?:the )?stage)$/i.test(
        piece.text,
      )
    )
      continue;
    if (piece.motion === 'activity' && /^(no|without|with no|had no) /.test(piece.text))
      clause(s, { says: 'missing', fields: ['last_activity_on'], any: false, not: false });
    else
      clause(s, {
        says: 'stale',
        field,
        setting: piece.motion === 'stage' ? 'stale_days' : 'inactivity_days',
      });
  }
}

/** "Deals I haven't touched" are the asker's own, unless it was said whose. */
function untouchedByMe(s: State): void {
  const mine = s.list.some((piece) => piece.is === 'motion' && /^i (?:haven|have not)/i.test(piece.text));
  const whose = [...s.frame.clauses, ...(s.before?.clauses ?? [])].some(
    (one) =>
      one.says === 'mine' || (one.says === 'names' && ['owner', 'owner.manager', 'team'].includes(one.field)),
  );
  if (mine && !whose) clause(s, { says: 'mine', whose: 'mine', not: false, implied: true });
}

/** What the sentence as a whole asks for: rows, how many, how much, on average. */
import { type FieldName, findField } from '../sales/fields.ts';
import { finishSides } from './comparing.ts';
import { finishBookings, finishMetric } from './metric-words.ts';
import type { Clause } from './request.ts';
import { clause, type State } from './state.ts';
import { fieldNamed } from './vocabulary.ts';

/** What the sentence as a whole says: measure, default limits, motions that named no length. */
export function finish(s: State): void {
  if (s.frame.of === 'deal') motions(s);
  finishBookings(s);
  const { frame } = s;
  const closed = frame.clauses.some((one) => one.says === 'status');
  if ((s.impliesOpen || frame.pipeline) && !closed) {
    frame.clauses.unshift({ says: 'status', is: ['open'], implied: true });
  }
  if (frame.measure.kind === 'metric') {
    // A metric is its own measure, whatever else was said: "average win rate", "total coverage".
  } else if (s.asked.has('count')) frame.measure = { kind: 'count' };
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
    else if (vague && !amount && !booked) asksTotal(s);
  } else if (frame.by.length > 0)
    frame.measure = frame.pipeline ? { kind: 'sum', field: 'amount' } : { kind: 'count' };
  else if (frame.pipeline && !s.asked.has('deals') && frame.sort === null)
    frame.measure = { kind: 'sum', field: 'amount' };
  finishMetric(s);
  if (frame.measure.kind === 'rows' && frame.by.length > 0) frame.measure = { kind: 'count' };
  finishSides(s);
  if (frame.of === 'activity' && frame.measure.kind === 'rows') frame.measure = { kind: 'count' };
  if (frame.measure.kind !== 'rows' && frame.by.length === 0) frame.sort = null;
  foreignFields(s);
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
    if (said) continue;
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

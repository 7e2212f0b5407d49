/** Words that were read and yet change nothing: what they meant was something else, so they count as not read. */
import type { FieldName } from '../sales/fields.ts';
import type { Clause, Frame } from './request.ts';
import type { State } from './state.ts';
import { fieldNamed } from './vocabulary.ts';

/**
 * "How many employees does Globex have" is no number of deals, "win rate by deal size" is not the whole win rate, and the
 * "longest sales cycle" is not the average one. To be called once the frame is whole.
 */
export function withoutEffect(s: State): void {
  const used = new Set(
    s.frame.clauses
      .concat(s.frame.other ?? [])
      .flatMap(fieldsOf)
      .concat(shownBy(s.frame)),
  );
  s.list.forEach((piece, at) => {
    if (s.unread.has(at)) return;
    // "Next week and the week after": a part of the period.
    if (s.taken.has(at) && piece.is === 'field' && fieldNamed(piece.field)?.bucket) return;
    if (piece.is === 'field' && saysMore(piece.field) && !used.has(subject(piece.field))) s.unread.add(at);
    if (piece.is === 'rank' && s.before === null && !ranks(s.frame)) s.unread.add(at);
  });
}

/** "Strategic accounts", "rep Tom", "Kenji's team": such a word only says what the name beside it is. */
const saysMore = (field: FieldName): boolean => field !== 'id' && fieldNamed(field)?.names === undefined;

const ranks = ({ measure, by, sort, limit }: Frame): boolean =>
  measure.kind !== 'metric' || by.length > 0 || sort !== null || limit !== null;

/** Fields that are counted from a day are about that day, as is how often it was moved; months are months of any day. */
const subject = (field: FieldName): FieldName => {
  const { counts, bucket } = fieldNamed(field) ?? {};
  return counts?.day ?? bucket?.by ?? (field === 'close_date_pushes' ? 'close_date' : field);
};

function fieldsOf(clause: Clause): FieldName[] {
  if (clause.says === 'either') return clause.of.flat().flatMap(fieldsOf);
  if (clause.says === 'missing') return clause.fields.map(subject);
  if (clause.says === 'status') return ['status'];
  return 'field' in clause ? [subject(clause.field)] : [];
}

const shownBy = ({ by, sort, measure, show, cut }: Frame): FieldName[] =>
  [
    ...by,
    ...(sort ? [sort.field] : []),
    ...('field' in measure ? [measure.field] : []),
    ...(measure.kind === 'metric' ? [measured[measure.metric] ?? ''] : []),
    ...(show ?? []),
    ...(cut?.sort ? [cut.sort.field] : []),
  ].map(subject);

/** What a metric is counted from, where a field is called the same. */
const measured: Partial<Record<string, FieldName>> = { cycle_time: 'cycle_days' };

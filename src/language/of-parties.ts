/** What a sentence about accounts says: their own fields, and how many deals they have. */
import { type FieldName, findField } from '../sales/fields.ts';
import { isParty, ownField } from './parties.ts';
import type { Clause, Frame } from './request.ts';
import { clause, type State, skip } from './state.ts';

/** Fields of the account are the row's own here; a number of deals is never missing, it is none. */
export function finishParty(s: State): void {
  const { frame } = s;
  if (!isParty(frame.of)) return;
  frame.clauses = frame.clauses.flatMap((one): Clause[] => {
    if (one.says === 'missing') return missingOf(frame, one);
    return 'field' in one ? [{ ...one, field: ownField(frame.of, one.field) }] : [one];
  });
  frame.by = frame.by.map((field) => ownField(frame.of, field));
  if (frame.sort) frame.sort = { ...frame.sort, field: ownField(frame.of, frame.sort.field) };
  if (frame.by.length > 0 && frame.measure.kind === 'rows') frame.measure = { kind: 'count' };
}

const isCount = (frame: Frame, field: FieldName): boolean =>
  frame.of === 'account' && /(?:^|_)deals$/.test(field);

function missingOf(frame: Frame, one: Extract<Clause, { says: 'missing' }>): Clause[] {
  const fields = one.fields.map((field) => ownField(frame.of, field));
  const counts = fields.filter((field) => isCount(frame, field));
  const others = fields.filter((field) => !counts.includes(field));
  const range = (field: FieldName): Clause => ({
    ...{ says: 'range', field, unit: 'number', exclusive: [], currency: null, said: null },
    from: one.not ? 1 : null,
    to: one.not ? null : 0,
  });
  return [...counts.map(range), ...(others.length > 0 ? [{ ...one, fields: others }] : [])];
}

/** "With open deals": one or more. Gives the place to go on from; null where it is something else. */
export function withDeals(s: State, at: number): number | null {
  const next = skip(s, at + 1, ['filler']);
  const piece = s.list[next];
  if (piece?.is !== 'field' || !isCount(s.frame, piece.field)) return null;
  clause(s, { says: 'missing', fields: [piece.field], any: false, not: true });
  return next + 1;
}

/** "without open deals", "with more than 2 open deals" */
export function dealsPart(
  clause: Extract<Clause, { says: 'range' }>,
  frame: Frame,
  bounds: () => string,
): string | null {
  if (!isCount(frame, clause.field)) return null;
  const word = (findField('account', clause.field)?.label ?? '').toLowerCase();
  if (clause.to === 0) return `without ${word}`;
  if (clause.from === 1 && clause.to === null && clause.exclusive.length === 0) return `with ${word}`;
  const many = bounds();
  return `with ${many} ${/\b1$/.test(many) ? word.replace(/s$/, '') : word}`;
}

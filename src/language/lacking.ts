/** What is missing, what is there, and what is left out. */
import type { FieldName } from '../sales/fields.ts';
import { withDeals } from './of-parties.ts';
import { clause, type State, skip, unread } from './state.ts';
import { fieldNamed } from './vocabulary.ts';

export function readMissing(s: State, at: number): number {
  const said = s.list[at];
  if (said?.is === 'missing' && said.field) {
    clause(s, { says: 'missing', fields: [said.field], any: false, not: false });
    return at + 1;
  }
  const next = skip(s, at + 1, ['filler']);
  const piece = s.list[next];
  // "Who has no open deals": of deals there is no such limit, and those that are not open are others.
  const has = /\b(?:have|has|having|with)\b/i.test(`${s.list[at - 1]?.text} ${said?.text}`);
  if (has && piece?.is === 'status' && s.list[next + 1]?.is === 'noun') return unread(s, at, next + 2);
  if (piece?.is === 'name' || piece?.is === 'status') return readExcept(s, at);
  if (piece?.is !== 'field') return unread(s, at);
  const { fields, any, end } = fieldRun(s, next);
  clause(s, { says: 'missing', fields, any, not: false });
  return end;
}

export function readWith(s: State, at: number): number {
  const deals = withDeals(s, at);
  if (deals !== null) return deals;
  const next = skip(s, at + 1, ['filler']);
  const piece = s.list[next];
  const after = s.list[skip(s, next + 1)];
  const bound =
    after &&
    [
      ...['compare', 'missing', 'name', 'between', 'period', 'quantity', 'until', 'within', 'orMore'],
      // "With close date pushed twice"
      'pushed',
      // "Have a close date that has passed"
      'overdue',
    ].includes(after.is);
  if (piece?.is !== 'field' || bound || s.list[next + 1]?.is === 'field') return at + 1;
  const { fields, end } = fieldRun(s, next, true);
  // "By product, with the amounts": what is added up, and no limit.
  const definite = /^(?:the|their|its|all the)$/i.test(s.list[next - 1]?.text ?? '');
  const summed = fields.every((field) => fieldNamed(field)?.type === 'money');
  if (definite && summed && s.frame.of === 'deal' && !s.asked.has('count')) {
    s.asked.add('sum');
    return end;
  }
  clause(s, { says: 'missing', fields, any: false, not: true });
  return end;
}

/** `there`: of fields that are there, so that "with close date and no amount" ends before what is not. */
export function fieldRun(
  s: State,
  at: number,
  there = false,
): { fields: FieldName[]; any: boolean; end: number } {
  const fields: FieldName[] = [];
  let any = false;
  let end = at;
  for (let place = at; ; ) {
    const piece = s.list[place];
    if (piece?.is !== 'field') break;
    // "By rep, amount desc": what it is sorted by is no second group.
    if (place > at && s.list[place + 1]?.is === 'direction') break;
    fields.push(piece.field);
    end = place + 1;
    let next = end;
    const joint = s.list[next];
    if (joint?.is !== 'and' && joint?.is !== 'or') break;
    while (['and', 'or', 'filler', ...(there ? [] : ['missing'])].includes(s.list[next]?.is ?? '')) {
      // "By source, all stages" names no second field.
      if (/^(?:all|any|every|all the)$/i.test(s.list[next]?.text ?? '')) return { fields, any, end };
      if (s.list[next]?.is === 'or') any = true;
      next += 1;
    }
    place = next;
  }
  return { fields, any, end };
}

export function readExcept(s: State, at: number): number {
  // "Contract excluded"
  if (/^(?:excluded|left out|not included|omitted)$/i.test(s.list[at]?.text ?? '')) {
    const last = s.frame.clauses.findLast((one) => one.says === 'names');
    if (last?.says !== 'names' || s.list[at - 1]?.is !== 'name') return unread(s, at);
    last.not = true;
    return at + 1;
  }
  const next = skip(s, at + 1);
  const piece = s.list[next];
  const field = piece?.is === 'field' ? s.list[skip(s, next + 1)] : null;
  if (piece?.is !== 'name' && piece?.is !== 'status' && piece?.is !== 'me' && field?.is !== 'name')
    return unread(s, at);
  s.not = true;
  return at + 1;
}

/** "open", "won or lost", "not closed": the status that is meant. */
import { isParty } from './parties.ts';
import type { Status } from './request.ts';
import { assume, clause, type State, unread } from './state.ts';

export function readStatus(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'status') return at + 1;
  // "How many deals did Priya open": the verb.
  if (
    /^opens?$/i.test(piece.text) &&
    s.list.slice(0, at).some((one) => /^(?:did|have|has|had)$/i.test(one.text)) &&
    s.list.some((one) => one.is === 'period') &&
    s.asked.has('count')
  ) {
    s.list[at] = { ...piece, is: 'date', field: 'created_on', open: false, closed: false };
    return at + 1;
  }
  if (s.frame.of === 'activity' || isParty(s.frame.of)) return unread(s, at);
  if (s.frame.of === 'lead') return leadStatus(s, at, piece.status);
  const all: Status[] = ['open', 'won', 'lost'];
  const is = s.not ? all.filter((one) => !piece.status.includes(one)) : piece.status;
  s.not = false;
  const known = s.frame.clauses.find((one) => one.says === 'status');
  if (known?.says !== 'status') {
    // "What closed today": nobody means what was lost; "closed deals" may.
    const verb = /^closed$/i.test(piece.text) && !['noun', 'and', 'or'].includes(s.list[at + 1]?.is ?? '');
    if (verb && !s.not) {
      s.assumptions.push('Closed = won.');
      clause(s, { says: 'status', is: ['won'], implied: false });
      return at + 1;
    }
    if (!piece.surely) assume(s, `"${piece.text}" = ${is.join(' or ')}.`);
    clause(s, { says: 'status', is, implied: false });
    return at + 1;
  }
  const before = s.list.slice(0, at).findLast((one) => one.is !== 'filler');
  // "Not won or lost": neither.
  if (before && (before.is === 'and' || before.is === 'or') && isDenied(s, s.list.indexOf(before)))
    known.is = known.is.filter((one) => !piece.status.includes(one));
  else if (before?.is === 'and' || before?.is === 'or')
    known.is = all.filter((one) => known.is.includes(one) || is.includes(one));
  else {
    // "Won deals closed in March": the narrower holds.
    const both = known.is.filter((one) => is.includes(one));
    if (both.length === 0) return unread(s, at);
    known.is = both;
  }
  return at + 1;
}

/** Whether the status before the joint at `at` was left out: "not won or …". */
function isDenied({ list }: State, at: number): boolean {
  const told = list.slice(0, at).findLastIndex((piece) => piece.is === 'status');
  const before = list.slice(0, told).findLast((piece) => piece.is !== 'filler');
  return told >= 0 && (before?.is === 'except' || /^not\b/i.test(list[told]?.text ?? ''));
}

/** A lead is open until it is converted; it is neither won nor lost. */
function leadStatus(s: State, at: number, status: Status[]): number {
  if (status.join() !== 'open') return unread(s, at);
  assume(s, 'Open leads = not converted yet.');
  clause(s, { says: 'truth', field: 'converted', value: s.not });
  s.not = false;
  return at + 1;
}

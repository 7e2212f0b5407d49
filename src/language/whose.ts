/** "My", "my team's", "my top 5 reps": whose, and where they are the people of a team, that each of them is asked about. */
import type { Piece } from './pieces.ts';
import { saysBy } from './sorting.ts';
import { clause, type State, skip, take, unread } from './state.ts';
import { fieldNamed } from './vocabulary.ts';

export function readMe(s: State, at: number): number {
  const piece = s.list[at];
  if (piece?.is !== 'me') return at + 1;
  if (/^for me$/i.test(piece.text) && isFavour(s, at)) return at + 1;
  if (s.frame.of === 'activity' && piece.whose !== 'mine') return unread(s, at);
  const reps = repsAfter(s, at);
  clause(s, { says: 'mine', whose: reps === null ? piece.whose : 'team', not: s.not });
  s.not = false;
  const named = reps === skip(s, at + 1, ['filler']) ? reps : null;
  if (named !== null) take(s, named);
  if (named !== null || people.test(piece.text)) eachOf(s, at, named ?? at);
  return at + 1;
}

/** "My top 5 reps", "my AEs": nobody has reps but who leads them. */
function repsAfter(s: State, at: number): number | null {
  if (!/^my$/i.test(s.list[at]?.text ?? '')) return null;
  const place = skip(s, at + 1, ['filler', 'rank', 'quantity', 'direction']);
  const piece = s.list[place];
  return piece?.is === 'field' && piece.field === 'owner' && !/owner/i.test(piece.text) ? place : null;
}

const people = /\b(?:reps|people|guys|folks|mates|teammates)$/i;

/** "My reps by win rate", "which of my reps has the most deals": one figure for each of them. "My reps' deals" are a list. */
function eachOf(s: State, at: number, last: number): void {
  const next = s.list[last + 1];
  const by = next && (saysBy(next) || next.is === 'sort');
  const figure = by && next.is !== 'sum' ? s.list[skip(s, last + 1, ['by', 'sort', 'filler'])] : next;
  const chosen = /^which of$/i.test(s.list[at - 1]?.text ?? '') && next?.is !== 'noun' && next?.text !== "'";
  if (!chosen && !(by && figure && isFigure(figure))) return;
  s.frame.by = ['owner'];
  s.asked.add('ranked');
  s.weight += 1;
}

const isFigure = (piece: Piece): boolean =>
  ['metric', 'bookings', 'noun', 'count', 'sum', 'status'].includes(piece.is) ||
  (piece.is === 'field' && fieldNamed(piece.field)?.type === 'money');

/** "Pull the deals for me": not mine, but done for me. "Forecast for me", "how much is in Contract for me" are mine. */
function isFavour(s: State, at: number): boolean {
  const first = s.list.find(
    (piece) => piece.is !== 'filler' || !/^(?:please|pls|ok|okay|hey|hi|hello|so)$/i.test(piece.text),
  );
  const asks = /^(?:how|whats?|wats?|wat|which|whos?|is|are|do|does|did|any|anything)\b/i.test(
    first?.text ?? '',
  );
  const before = s.list[at - 1];
  const direct = first === before && (before?.is === 'noun' || before?.is === 'metric');
  return !asks && !direct;
}

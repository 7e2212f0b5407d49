/** A second request beside the first, and ends after which nothing comes: neither is dropped in silence. */
import { type State, skip, unread } from './state.ts';

/** "Deals stuck 30 days and also pipeline", "pipeline and deals over 100k": where a second request beside the first begins; null where none does. */
export function secondAt(s: State, at: number): number | null {
  const said = s.list[at]?.text ?? '';
  const [also, plain] = [/\balso$|^as well as$/i.test(said), s.list[at]?.is === 'and'];
  const first = s.list.slice(0, at).find(({ is }) => is === 'noun');
  if (!(also || plain) || first?.is !== 'noun') return null;
  const begins = skip(s, at + 1, ['filler']);
  const place = skip(s, begins, ['filler', 'prep', 'list', 'count', 'sum', 'how', 'status', 'me']);
  const piece = s.list[place];
  if (piece?.is === 'metric') return also && s.frame.clauses.length > 0 ? begins : null;
  if (piece?.is !== 'noun') return null;
  // "Deals and pipeline by stage" are one; "how many deals and how much pipeline" are two.
  const anew = s.list.slice(begins, place).some(({ is }) => ['list', 'count', 'sum', 'how'].includes(is));
  if (s.list[at - 1]?.is === 'noun' && !also && !anew) return null;
  // "Pipeline by industry, count of open opps" says more of the same.
  const differs = piece.pipeline !== first.pipeline && (piece.pipeline || /^\p{L}/u.test(said));
  return also || differs ? begins : null;
}

/** Leaves what is said after such a joint unread to the end, so that none of it narrows the first request. */
export function readJoint(s: State, at: number): number {
  // "Deals in Negotiation and": and what?
  if (/^and$/i.test(s.list[at]?.text ?? '') && at > 0 && s.list[at + 1] === undefined) return unread(s, at);
  const second = secondAt(s, at);
  return second === null ? at + 1 : unread(s, second, s.list.length);
}

/** "Show deals in", "list deals with": in or with what? */
export const isOpenEnd = (s: State, at: number): boolean =>
  s.list[at + 1] === undefined &&
  // "From last quarter on"
  !(s.list[at - 1]?.is === 'period' && /^on$/i.test(s.list[at]?.text ?? '')) &&
  ['noun', 'name', 'status', 'quantity', 'period'].includes(s.list[at - 1]?.is ?? '') &&
  !asksWhich(s);

/** "Which stage are my deals in?" */
const asksWhich = (s: State): boolean => s.list.some(({ text }) => /^(?:which|what|who|where)/i.test(text));

/** A point in the past at which things stood as they are asked about: "as of 1 March", "at the end of last quarter", "two weeks ago". */
import { addDays } from '../sales/days.ts';
import { dateClause, ofWhichYear, whichDay } from './dates.ts';
import { monthsBack } from './months.ts';
import { periodDays } from './period-days.ts';
import type { Piece } from './pieces.ts';
import { type State, skip, take, unread } from './state.ts';
import { fieldNamed } from './vocabulary.ts';
import { lastBegun } from './which-year.ts';

/** "As of 1 March", "as it stood two weeks ago". What happens on a day has happened until then: "won as of 1 March". */
export function readAsOf(s: State, at: number): number {
  const next = skip(s, at + 1);
  if (s.list[next]?.is === 'period' && isOnlyPeriod(s) && s.list.some(isHappening))
    return dateClause(s, next, 'by', at);
  const found = dayOf(s, next, true) ?? dayAgo(s, next);
  return found ? stood(s, found) : unread(s, at);
}

/** A period without "as of" that is over, where something stood then; null where it limits a day of the deals themselves. */
export function pointIn(s: State, at: number): number | null {
  if (isThenAndNow(s)) return unread(s, at);
  if (comparesPoints(s)) {
    const side = dayOf(s, at, true);
    if (side && isPoint(side) && side.day <= s.about.today) return stood(s, side);
  }
  if (!isOnlyPeriod(s) || !stands(s)) return null;
  const asked = s.before?.asOf !== undefined;
  const told = isTold(s);
  const found = dayOf(s, at, told || asked);
  if (!found) return null;
  const one = found.from === found.to;
  if (found.day >= s.about.today && !(asked && one)) return null;
  const piped = s.list.some(isPipeline);
  const sure = asked || told || piped || isEdge(found.name) || (leans(s) && s.before?.pipeline);
  if (one && sure) return stood(s, found);
  // "How many deals were there in Q4" counts those of all its days.
  if (one || asked || piped || (told && !s.list.some(isThere))) s.point = { is: 'either', day: found.day };
  return null;
}

/** "Open deals two weeks ago": a length of time that nothing else is counted by. */
export function agoIn(s: State, at: number): number | null {
  const found = stands(s) || comparesPoints(s) ? dayAgo(s, at) : null;
  return found && stood(s, found);
}

/** "Pipeline vs a month ago", "… compared with 1 March", "… with last quarter": the other side, which is the same at another point in time. */
export function otherPoint(s: State, at: number): number | null {
  if (!comparesPoints(s)) return null;
  const next = skip(s, at, ['prep', 'filler', 'asOf']);
  const { today } = s.about;
  const found = isNow(s.list[next]) ? onDay(today, next + 1) : (dayOf(s, next, true) ?? dayAgo(s, next));
  // "Pipeline this quarter vs last quarter" is of what closes then, and is asked about.
  const limited = [...s.frame.clauses, ...(s.before?.clauses ?? [])].some((one) => one.says === 'period');
  if (!found || found.day > today || (!isPoint(found) && (found.to >= today || limited))) return null;
  for (let place = at; place < found.end; place++) take(s, place);
  s.weight += 1;
  s.frame.other = [];
  s.frame.otherAsOf = found.day === today ? null : found.day;
  return found.end;
}

/** What stands is compared, and nothing but its point in time may differ. */
function comparesPoints(s: State): boolean {
  const { list, before, frame } = s;
  const sides = list.filter(({ is }) => is === 'versus');
  const metric = list.some(({ is }) => is === 'metric') || before?.measure.kind === 'metric';
  if (sides.length === 0 || frame.of !== 'deal' || metric || list.some(isHappening)) return false;
  if (list.some((piece) => piece.is !== 'versus' && isElsewhere(piece))) return false;
  return before?.asOf !== undefined || leans(s) || list.some(isStanding);
}

const isPoint = ({ from, to, name }: Found): boolean => from === to || isEdge(name);
const isNow = (piece: Piece | undefined): boolean =>
  /^(?:now|right now|at present|at the moment|currently)$/i.test(piece?.text ?? '');

type Found = { name: string; from: string; to: string; day: string; end: number };

function dayOf(s: State, at: number, back: boolean): Found | null {
  const piece = s.list[at];
  if (piece?.is !== 'period') return null;
  const { either } = piece.period;
  const said = either ? whichDay(s, piece.text, either) : piece.period.name;
  const name = back ? lookingBack(s, said) : said;
  const { calendar, now, zone, today } = s.about;
  const span = periodDays(name, { ...calendar, now, zone });
  if (!span?.from || !span.to) return null;
  const { from, to } = span;
  return { name, from, to, day: from <= today && today <= to ? today : to, end: at + 1 };
}

/** "31 December", "Monday", "the end of December": the last one that has begun. */
function lookingBack(s: State, name: string): string {
  const [, edge, of] = /^(end of |start of )(.+)$/.exec(name) ?? [];
  return edge && of ? `${edge}${lastBegun(of, s.about)}` : ofWhichYear(s, name, 'ago', null);
}

/** How many days they are counted as elsewhere, and how many months they are. */
const units = { year: [365, 12], quarter: [90, 3], month: [30, 1] } as const;

const single: Record<string, number> = { week: 7, month: 30, quarter: 90, year: 365 };

function dayAgo(s: State, at: number): Found | null {
  const [piece, ago] = [s.list[at], s.list[at + 1]];
  if (isYearAgo(piece)) return onDay(monthsBefore(s, 12), at + 1);
  if (ago?.is !== 'until' || ago.edge !== 'ago') return null;
  // Of "with a month ago" the first two words are one piece.
  const one = piece?.is === 'field' || piece?.is === 'unread' ? single[piece.text.toLowerCase()] : undefined;
  if (!piece || (one === undefined && (piece.is !== 'quantity' || piece.quantity.unit !== 'days')))
    return null;
  const value = one ?? (piece.is === 'quantity' ? piece.quantity.value : 0);
  const unit = Object.entries(units).find(([one]) => piece.text.toLowerCase().includes(one))?.[1];
  const day = unit ? monthsBefore(s, (value / unit[0]) * unit[1]) : addDays(s.about.today, -value);
  return onDay(day, at + 2);
}

const onDay = (day: string, end: number): Found => ({ name: day, from: day, to: day, day, end });
const monthsBefore = ({ about }: State, count: number): string =>
  monthsBack(new Date(`${about.today}T00:00:00Z`), count);
const isYearAgo = (piece: Piece | undefined): boolean => piece?.is === 'shift' && /\bago$/i.test(piece.text);

function stood(s: State, { day, end }: Found): number {
  const other = s.point?.is === 'then' && s.point.day !== day;
  if (other) return unread(s, end - 1);
  s.weight += 1;
  if (day === s.about.today) s.point = { is: 'now' };
  else {
    s.point = { is: 'then', day };
    s.frame.asOf = day;
  }
  return end;
}

/** Whether the words are about how things stood, and not about what happened. */
function stands(s: State): boolean {
  const { list, before, frame } = s;
  const measured = list.some(({ is }) => is === 'metric') || before?.measure.kind === 'metric';
  if (frame.of !== 'deal' || measured || list.some(isHappening) || list.some(isElsewhere)) return false;
  if (before?.asOf !== undefined || leans(s)) return true;
  return list.some(isStanding);
}

const isStanding = (one: Piece): boolean => isOpen(one) || isPipeline(one) || isStage(one) || isThere(one);

/** "And a month ago?", in a thread about what is open. */
function leans({ list, before }: State): boolean {
  if (!before || list.some(({ is }) => is === 'noun')) return false;
  const open = before.clauses.some((one) => one.says === 'status' && one.is.join() === 'open');
  return open && !before.clauses.some((one) => one.says === 'period');
}

const isOnlyPeriod = ({ list }: State): boolean => list.filter(({ is }) => is === 'period').length === 1;

const isHappening = (piece: Piece): boolean =>
  ['date', 'didClose', 'bookings'].includes(piece.is) ||
  (piece.is === 'status' && !piece.status.includes('open')) ||
  (piece.is === 'field' && fieldNamed(piece.field)?.type === 'day');

const elsewhere = new Set<Piece['is']>(['versus', 'shift', 'trend', 'until', 'within', 'between', 'soFar']);
const isElsewhere = (piece: Piece): boolean =>
  (elsewhere.has(piece.is) && !(piece.is === 'until' && piece.edge === 'ago') && !isYearAgo(piece)) ||
  (piece.is === 'motion' && piece.motion === 'activity');

const isOpen = (piece: Piece): boolean => piece.is === 'status' && piece.status.includes('open');
const isThere = ({ text }: Piece): boolean => /^were there$/i.test(text);
const isPipeline = (piece: Piece): boolean => piece.is === 'noun' && piece.pipeline;
const isStage = (piece: Piece): boolean =>
  (piece.is === 'motion' && piece.motion === 'stage') ||
  (piece.is === 'name' && piece.match.entries.some(({ kind }) => kind === 'stage'));

const isEdge = (name: string): boolean => /^(?:end|start) of /.test(name);

/** "Were in Negotiation on 1 March and are won", "… won now": two points in time, of which a question has one. */
function isThenAndNow({ list }: State): boolean {
  const said = list.map(({ text }) => text).join(' ');
  return (
    list.some((piece) => isStage(piece) || isOpen(piece)) &&
    list.some((piece) => piece.is === 'status' && !piece.status.includes('open')) &&
    (/\bnow\b/i.test(said) || (/\b(?:was|were)\b/i.test(said) && /\b(?:is|are)\b/i.test(said)))
  );
}

/** "Which deals were open", "what did Tom have open"; "did we open" is something that happened. */
const isTold = ({ list }: State): boolean => {
  const said = list.map(({ text }) => text).join(' ');
  return (
    /\b(?:was|were|had|looked|stood)\b/i.test(said) ||
    (/\bdid\b/i.test(said) && !/\b(?:i|we|they|he|she) open\b/i.test(said))
  );
};

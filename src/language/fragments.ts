/** Words that are all known and ask nothing yet: "EMEA", "over 50k", "the other ones", "compare them". What is asked of them is asked back. */
import type { Piece } from './pieces.ts';
import { type Clause, emptyFrame, type Frame, type Option } from './request.ts';
import type { Sentence } from './sentence.ts';
import { fold, squash } from './text.ts';
import { typed, understanding, type Wording } from './understanding.ts';

/** Words that point at something that is not here. */
const pointing = new Set(
  'other others another one ones before earlier previous last next first second third rest same again usual that this it them these those they here there thing things stuff both none neither else more less remaining before that time way also good bad better worse numbers number stats results upside downside whitespace sandbagging sandbags outlook status size sure right wrong ok fine done whichever whatever'.split(
    ' ',
  ),
);
const empty = new Set<Piece['is']>([
  'filler',
  'goesOn',
  'list',
  'prep',
  'and',
  'or',
  'versus',
  'sort',
  'by',
  'who',
  'how',
  'howLong',
  'with',
  'soFar',
]);

type Asks = { question: string; options: Option[] };

/** What could be asked with these words; null where there are words that are not known, or a question that is whole. */
export function fragment(text: string, list: readonly Piece[], found: Sentence, use: Wording): Asks | null {
  if (list.length === 0 || found.which) return null;
  const points = (piece: Piece): boolean => piece.is === 'unread' && pointing.has(fold(piece.text));
  if (
    list.every(
      (piece) =>
        empty.has(piece.is) ||
        points(piece) ||
        (piece.is === 'metric' && /^(?:numbers|stats|results|doing)$/i.test(piece.text)),
    )
  )
    return { question: 'What is meant?', options: options(text, general(), use) };
  if (list.every((piece) => empty.has(piece.is) || piece.is === 'name') && found.unread.length > 0)
    return { question: 'What about them?', options: options(text, general(), use) };
  if (found.unread.length > 0 || found.beyond.length > 0 || found.noun || found.measured) return null;
  const { frame } = found;
  if (frame.of !== 'deal' || frame.other) return null;
  const limits = frame.clauses.filter((clause) => clause.says !== 'status' || !clause.implied);
  if (limits.length > 0 || frame.by.length > 0 || frame.sort || frame.limit !== null)
    return { question: 'What about it?', options: options(text, of(frame, limits), use) };
  return null;
}

const smallWords = new Set(
  'a an the and or but so ok okay then now please pls plz can could would will you i we me us my our do did does done doing run rerun repeat redo check look show see send give get make take compare sort why how what when where which who is are was were be been as like with without w from to for of at in on about up over out just only also once more we discussed talked spoke said told mentioned agreed had have has time way what s im ill it s like because'.split(
    ' ',
  ),
);

/** "Run it again", "the ones from before", "???", where nothing was said before: small words that point at something, or none. */
export function leaning(text: string, use: Wording): Asks | null {
  const words = fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (words.length === 0 && text.includes('?'))
    return { question: 'What is meant?', options: options(text, general(), use) };
  if (!words.some((word) => pointing.has(word)) || words.length > 12) return null;
  if (!words.every((word) => pointing.has(word) || smallWords.has(word))) return null;
  return {
    question: 'Nothing was asked here before this. What is meant?',
    options: options(text, general(), use),
  };
}

const open: Clause = { says: 'status', is: ['open'], implied: false };
const won: Clause = { says: 'status', is: ['won'], implied: false };
const thisQuarter: Clause = { says: 'period', field: 'close_date', period: 'this quarter' };
const mine: Clause = { says: 'mine', whose: 'mine', not: false };

const general = (): Frame[] => [
  { ...emptyFrame, clauses: [open, mine] },
  {
    ...emptyFrame,
    clauses: [open],
    by: ['stage'],
    measure: { kind: 'sum', field: 'amount' },
    pipeline: true,
  },
  { ...emptyFrame, clauses: [won, thisQuarter] },
  { ...emptyFrame, clauses: [open, { ...thisQuarter, period: 'this month' }] },
];

function of(frame: Frame, limits: Clause[]): Frame[] {
  const said = limits.some((clause) => clause.says === 'status');
  const staged = limits.some((clause) => clause.says === 'names' && clause.field === 'stage');
  const dated = limits.some((clause) => clause.says === 'period');
  const aged = limits.some(
    (clause) => clause.says === 'stale' || (clause.says === 'range' && clause.unit === 'days'),
  );
  const rows: Frame = { ...frame, measure: frame.by.length > 0 ? { kind: 'count' } : { kind: 'rows' } };
  const sum: Frame = { ...frame, measure: { kind: 'sum', field: 'amount' }, sort: null, limit: null };
  if (said) return [rows, sum];
  const openly = [open, ...limits];
  const both = [
    { ...rows, clauses: openly },
    { ...sum, clauses: openly, pipeline: true },
  ];
  if (staged || aged) return both;
  return [...both, { ...rows, clauses: [won, ...limits, ...(dated ? [] : [thisQuarter])] }];
}

export function options(text: string, frames: Frame[], use: Wording): Option[] {
  const words = whole(text);
  return frames.map((frame) => ({
    label: understanding(frame, use).replace(/ \(\d[^)]*\)/g, ''),
    kind: 'reading',
    fact: null,
    choice: { words, kind: 'reading', ids: [typed(frame, use)] },
  }));
}

/** The key under which a choice stands for the whole text. */
export const whole = (text: string): string => squash(`whole ${text}`);

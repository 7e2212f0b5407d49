/** What Steward can do that lies nearest to words it did not read: requests typed out, of the company's own names and the person's own words where possible. */
import { dayIn } from '../sales/days.ts';
import type { FieldName } from '../sales/fields.ts';
import { metricNamed } from '../sales/metrics.ts';
import { closing, knownCommands, knownQuestions, open, rows } from './known-requests.ts';
import type { Lexicon } from './lexicon.ts';
import { fieldOfKind } from './named.ts';
import { type Piece, pieces } from './pieces.ts';
import { readByRules } from './reader.ts';
import { type Clause, type Command, emptyFrame, type Frame } from './request.ts';
import { changes } from './spelling.ts';
import { fold } from './text.ts';
import { typed, type Wording } from './understanding.ts';
import { fieldNamed } from './vocabulary.ts';
import { words } from './words.ts';

type Use = Wording & { lexicon: Lexicon };
/** A request that can be offered, and the words that lead to it. */
type Candidate = { request: string; words: string[]; near: string[] };

const offered = 3;

/**
 * Three requests that read back as they stand, the nearest first: those that have most in common with the words, where a
 * word that few requests have counts for more. What was understood is kept in them. Where nothing is near, the usual three.
 * `may`: whether a command is one that the person may give.
 */
export function nearestTo(
  text: string,
  understood: Frame | null,
  use: Use,
  may: (command: Command) => boolean = () => true,
): string[] {
  const said = wordsOf(text);
  const candidates = candidatesFor(text, understood, use);
  const weights = said.map((word) => {
    const has = candidates.filter((one) => [...one.words, ...one.near].some((other) => isLike(word, other)));
    return { word, weight: has.length === 0 ? 0 : 1 / has.length };
  });
  const score = (one: Candidate): number =>
    weights.reduce((all, { word, weight }) => all + weight * part(word, one), 0);
  const ranked = candidates
    .map((one, place) => ({ one, place, score: score(one) }))
    .sort((a, b) => b.score - a.score || a.place - b.place);
  const nearest: string[] = [];
  for (const { one } of ranked) {
    if (nearest.length === offered) break;
    if (!nearest.includes(one.request) && isOfUse(one.request, use, may)) nearest.push(one.request);
  }
  return nearest;
}

/** What people also call it says less than what it is called. */
function part(word: string, { words: own, near }: Candidate): number {
  if (own.some((one) => isLike(word, one))) return 1;
  return near.some((one) => isLike(word, one)) ? 0.4 : 0;
}

function isOfUse(request: string, use: Use, may: (command: Command) => boolean): boolean {
  const reading = readByRules(request, use);
  return reading.say === 'question' || (reading.say === 'command' && may(reading.command));
}

function candidatesFor(text: string, understood: Frame | null, use: Use): Candidate[] {
  const list = pieces(words(text), use.lexicon, { today: dayIn(use.now, use.zone) });
  const kept = keptNames(list, understood);
  const place = use.lexicon.territories[0];
  const names = { agent: use.lexicon.agents[0]?.name ?? '', place: place ? ` for ${place.name}` : '' };
  const question = (frame: Frame, near: string): Candidate => {
    const request = typed(withNames(frame, kept), use);
    return { request, words: wordsOf(request), near: wordsOf(near) };
  };
  const read = list.filter(({ is }) => is !== 'unread' && is !== 'filler').map((piece) => piece.text);
  const whole = understood && limits(understood) > 0 ? understood : null;
  const known = understood?.measure.kind === 'metric' ? understood.measure.metric : null;
  return [
    ...(whole ? [question(whole, read.join(' '))] : []),
    ...list.flatMap((piece) =>
      ofPiece(piece, known).map((frame) => ({ ...question(frame, ''), words: wordsOf(piece.text) })),
    ),
    ...(kept.length > 0 && !whole ? [question(rows([open]), '')] : []),
    ...knownQuestions.map(({ frame, near }) => question(frame, near)),
    ...knownCommands
      .filter((one) => names.agent !== '' || !/ $/.test(one.text(names)))
      .map((one) => {
        const request = one.text(names);
        return { request, words: wordsOf(request), near: wordsOf(one.near) };
      }),
  ];
}

/** How much was understood beside that deals are open. */
const limits = ({ clauses, by, measure }: Frame): number =>
  clauses.filter((one) => !(one.says === 'status' && one.implied)).length +
  by.length +
  (measure.kind === 'rows' ? 0 : 1);

/** Names that were read, and those that stand in the text alone. Accounts only where they were read: some are not for everybody. */
function keptNames(list: readonly Piece[], understood: Frame | null): Clause[] {
  const read = (understood?.clauses ?? []).filter((one) => one.says === 'names');
  const known = new Set<FieldName>(read.flatMap((one) => ('field' in one ? [one.field] : [])));
  const standing = list.flatMap((piece): Clause[] => {
    const [entry, ...others] = piece.is === 'name' ? piece.match.entries : [];
    const field = entry && others.length === 0 ? fieldOfKind[entry.kind] : undefined;
    if (!entry || !field || known.has(field) || !everybodys.has(entry.kind)) return [];
    known.add(field);
    const { kind, id, name } = entry;
    return [{ says: 'names', field, kind, names: [{ id, name }], not: false }];
  });
  return [...read, ...standing];
}

const everybodys = new Set<string>(['person', 'team', 'territory', 'stage', 'product']);

function withNames(frame: Frame, kept: Clause[]): Frame {
  const has = (field: FieldName): boolean =>
    frame.clauses.some((one) => 'field' in one && one.field === field);
  const more = kept.filter((one) => 'field' in one && !has(one.field));
  return { ...frame, clauses: [...frame.clauses, ...more] };
}

/** What could be asked with one thing that was named. */
function ofPiece(piece: Piece, known: string | null): Frame[] {
  switch (piece.is) {
    case 'field':
      return ofField(piece.field);
    case 'metric': {
      const { name, dated, by } = metricNamed(piece.metric);
      const clauses: Clause[] = [{ says: 'period', field: dated, period: 'this quarter' }];
      const whose: FieldName[] = by === 'any' || by.includes('owner') ? ['owner'] : [];
      if (name === known) return [];
      return [{ ...emptyFrame, clauses, measure: { kind: 'metric', metric: name }, by: whose }];
    }
    case 'status':
      return [rows([{ says: 'status', is: piece.status, implied: false }, closing('this quarter')])];
    case 'motion':
      return [
        rows([
          open,
          piece.motion === 'stage'
            ? { says: 'stale', field: 'days_in_stage', setting: 'stale_days' }
            : { says: 'stale', field: 'days_since_activity', setting: 'inactivity_days' },
        ]),
      ];
    default:
      return [];
  }
}

function ofField(name: FieldName): Frame[] {
  const field = fieldNamed(name);
  if (!field) return [];
  if (field.groupable) return [rows([open], { measure: { kind: 'count' }, by: [name] })];
  if (field.type === 'day') return [rows([open, { says: 'period', field: name, period: 'this month' }])];
  if (!['money', 'number', 'days'].includes(field.type)) return [];
  return [
    rows([open], { sort: { field: name, down: true }, limit: 10 }),
    rows([open], { measure: { kind: 'average', field: name } }),
  ];
}

const empty = new Set(
  'a an the of for in with by to this that my me i is are was were be and or not on at from all do does did can could would will please show give get list tell it its them us we you your our deal deals open'.split(
    ' ',
  ),
);

const wordsOf = (text: string): string[] => [
  ...new Set(
    (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length > 1 && !empty.has(word)),
  ),
];

/** The same word, its beginning, or a slip of it: "forecasts", "quot", "piepline". */
function isLike(said: string, word: string): boolean {
  if (said === word) return true;
  const [a, b] = [stem(said), stem(word)];
  if (a === b) return true;
  if (a.length >= 5 && b.startsWith(a)) return true;
  return a.length >= 5 && a[0] === b[0] && changes(a, b, 1) !== null;
}

const stem = (word: string): string => word.replace(/(?<=...)(?:ies|ing|ed|es|s)$/, '');

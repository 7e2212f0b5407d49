/** A sentence while it is being read. */

import type { FieldName } from '../sales/fields.ts';
import type { Calendar } from '../sales/periods.ts';
import type { Lexicon } from './lexicon.ts';
import type { MeasureUnit } from './measure-units.ts';
import type { Piece } from './pieces.ts';
import type { Choice, Clause, Frame, Option } from './request.ts';

export type State = {
  list: Piece[];
  about: About;
  /** Answers given to questions back. */
  choices: Choice[];
  /** The last question of the thread. */
  before: Frame | null;
  frame: Frame;
  /** Pieces that another one has used. */
  taken: Set<number>;
  unread: Set<number>;
  beyond: Set<number>;
  assumptions: string[];
  /** A word was taken in a sense that it does not always have. */
  assumed: boolean;
  which: { question: string; options: Option[] } | null;
  /** "except": the next names are excluded. */
  not: boolean;
  asked: Set<string>;
  impliesOpen: boolean;
  weight: number;
  /** The same period, so much earlier, is the other side. */
  shift: 'year' | 'quarter' | 'month' | 'week' | null;
  trend: { by: 'month' | 'quarter' | 'week' | 'year'; at: number } | null;
  /** A limit on groups: in what unit, and between which places it was said. */
  limited: { unit: MeasureUnit; places: [start: number, end: number][] } | null;
  /** As of when it is asked. */
  point: Point | null;
  /** Something that the sentence needs was not said: "compare" with what? */
  lacking: boolean;
};

/** As of when something is asked. */
export type Point =
  | { is: 'then'; day: string }
  /** As of today: as it is anyway. */
  | { is: 'now' }
  /** As it stood at the end of that period, or what was to close in it? */
  | { is: 'either'; day: string };

/** What the reader knows besides the words. `today` is a day in the company's zone. */
export type About = {
  lexicon: Lexicon;
  now: Date;
  zone: string;
  /** In which whoever asks names a time of day; absent: the company's. */
  clockZone?: string | null;
  calendar: Calendar;
  today: string;
  companyCurrency: string;
};

/** The next place that is none of these kinds. */
export function skip(s: State, from: number, over: Piece['is'][] = ['filler', 'prep']): number {
  let at = from;
  for (let piece = s.list[at]; piece && over.includes(piece.is); piece = s.list[at]) at += 1;
  return at;
}

export const take = (s: State, at: number): void => void s.taken.add(at);

/** Marks pieces as not read; gives the place to go on from. */
export function unread(s: State, at: number, to = at + 1): number {
  for (let place = at; place < to; place++) s.unread.add(place);
  return to;
}

/** Adds a limit; saying the same twice changes nothing. */
export function clause(s: State, made: Clause): void {
  s.weight += 1;
  const { clauses } = s.frame;
  const text = clauses.length > 0 ? JSON.stringify(made) : '';
  if (!clauses.some((one) => JSON.stringify(one) === text)) clauses.push(made);
}

/** The field that a piece stands for when something is sorted or measured. */
export function sureField(piece: Piece): FieldName | null {
  if (piece.is === 'field') return piece.field;
  if (piece.is === 'motion') return piece.motion === 'stage' ? 'days_in_stage' : 'days_since_activity';
  if (piece.is === 'date') return piece.field;
  return piece.is === 'age' ? 'age' : null;
}

export const assume = (s: State, sentence: string): void => {
  s.assumptions.push(sentence);
  s.assumed = true;
};

/** "Negotiation or later", "from Discovery to Proposal": the stages of a run, by their order. */
import type { LexiconStage } from './lexicon.ts';
import type { Entry } from './names.ts';
import type { State } from './state.ts';

/** `end`: the place to go on from. */
export type StageSpan = { entries: Entry[]; end: number };

/** The open stages that `first` and the words from `at` on mean together; null where they say no run of stages. */
export function stageSpan(s: State, at: number, first: Entry): StageSpan | null {
  return openEnded(s, at, first) ?? fromTo(s, at, first);
}

function openEnded(s: State, at: number, first: Entry): StageSpan | null {
  const later = s.list[at];
  if (later?.is !== 'orMore' || !/later|onward|beyond|after|up|earlier|before/i.test(later.text)) return null;
  const order = orderOf(s, first) ?? 0;
  const reaches = (stage: LexiconStage): boolean =>
    later.compare === 'most' ? stage.order <= order : stage.order >= order;
  return { entries: entries(s, reaches), end: at + 1 };
}

const moves =
  /^(?:mov(?:e|es|ed|ing)|went|gone|going|jumped|advanced|progressed|slid|fell|converted|conversion)\b/i;
const upTo = /^(?:to|up to|through|thru|until|till)$/i;

/** Between both, and both. Deals that moved from one to the other, or how long that takes, is something else. */
function fromTo(s: State, at: number, first: Entry): StageSpan | null {
  const between = isBetweenStages(s, at - 2);
  const joint = s.list[at]?.text ?? '';
  if (!(between ? /^and$/i : upTo).test(joint)) return null;
  if (s.list.some(({ is, text }) => ['motion', 'howLong', 'metric'].includes(is) || moves.test(text)))
    return null;
  const last = stageAt(s, at + 1);
  const [from, to] = [orderOf(s, first), last && orderOf(s, last)];
  if (from === null || to === null || from >= to) return null;
  return { entries: entries(s, ({ order }) => order >= from && order <= to), end: at + 2 };
}

/** "Between Discovery and Contract". */
export const isBetweenStages = (s: State, at: number): boolean =>
  s.list[at]?.is === 'between' &&
  stageAt(s, at + 1) !== null &&
  s.list[at + 2]?.is === 'and' &&
  stageAt(s, at + 3) !== null;

function stageAt(s: State, at: number): Entry | null {
  const piece = s.list[at];
  const found = piece?.is === 'name' ? piece.match.entries : [];
  return found.length === 1 && found[0]?.kind === 'stage' ? found[0] : null;
}

const orderOf = (s: State, { id }: Entry): number | null =>
  s.about.lexicon.stages.find((stage) => stage.id === id && stage.is === 'open')?.order ?? null;

const entries = (s: State, reaches: (stage: LexiconStage) => boolean): Entry[] =>
  s.about.lexicon.stages
    .filter((stage) => stage.is === 'open' && reaches(stage))
    .map(({ id, name }) => ({ kind: 'stage', id, name, tokens: [] }));

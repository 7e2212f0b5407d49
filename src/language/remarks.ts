/** One request among the sentences of a message: what only tells a story, greets or thanks is set aside; what narrows the request is kept. */
import type { Talk } from './commands/read.ts';
import { readOnce } from './once.ts';
import { type Piece, pieces } from './pieces.ts';
import type { ReadWith } from './read-with.ts';
import type { Frame, Reading } from './request.ts';
import { namedIn } from './unclear.ts';
import { words } from './words.ts';

type Read = (text: string, use: ReadWith) => Reading;

const joints =
  /(?<=[.!?…])\s+|\s+-+\s+|:\s+|;\s+|,\s+(?:so\s+|and\s+)?(?=(?:can|could|would) you\b|please\b|pls\b|show me\b|list\b|give me\b|which made me\b|what(?:'s| is| are| was| were| does| do| did| has| have)\b|how (?:many|much|is|are|do|does|did|has|have)\b|which (?:of|deals|reps|accounts|ones)\b)/i;
const cue =
  /\b(?:show|list|give|get|pull|fetch|find|display|tell me|how many|how much|what|which|who|whose|count|can you|could you|please|sum|total|average|any|anything)\b|\?/i;
const thanks =
  /^\W*(?:many )?(?:thanks?|thank you|thx|ty|tia|cheers|please|pls|bye|regards|best|appreciate|much appreciated|no rush|asap|sorry|lol|haha|great|perfect|cool|ok|okay)\b/i;
const plans =
  /^(?:and |then |also |so |because )*(?:i|we|it|this|that|he|she|they)(?:'ll|'m|'d|'re| will| would| can| could| need| want| have to| am| are| is| was| were| plan)\b(?!.*\b(?:only|over|under|above|below|except|without|not)\b)/i;
export const scope =
  /\b(?:only|care|cares|focus|focus(?:ed|ing)|limit|filter|exclud\w*|except|ignor\w*|skip|leave out|interested)\b/i;

/** `again` reads a text with all the ways there are. */
export function readOneOfMany(clean: string, use: ReadWith, talk: Talk, again: Read): Reading | null {
  const parts = clean.split(joints).filter((part) => /[\p{L}\d]/u.test(part ?? ''));
  if (parts.length < 2 || parts.length > 12) return null;
  const said = parts.map((part) => namedIn(part, clean, use.lexicon));
  const readings = said.map((part) => readOnce(part, part, use, talk));
  const asks = said.flatMap((_, n) => (isAsked(readings[n]) ? [n] : []));
  const [at, ...more] = asks.length > 1 ? asks.filter((n) => cue.test(said[n] ?? '')) : asks;
  const first = at === undefined ? undefined : readings[at];
  if (at === undefined || !first || more.length > 0) return null;
  const at_ = at;
  if (said.slice(0, at_).some((part) => !isSetAside(part, use, talk, clean))) return null;
  const told = { assumptions: [`Read: "${(said[at_] ?? '').slice(0, 80)}".`] };
  if (first.say !== 'question') {
    const silent = said.slice(at_ + 1).every((part) => thanks.test(part) || isSetAside(part, use, talk));
    return silent ? { ...first, assumptions: [...first.assumptions, ...told.assumptions] } : null;
  }
  const whole = narrowedBy(said.slice(at_ + 1), first, use, talk, again);
  return whole && { ...whole, assumptions: [...whole.assumptions, ...told.assumptions] };
}

/** "Without Priya, she skews it", "…, because the board wants it": the request without its reason. */
export function readWithoutReason(clean: string, use: ReadWith, talk: Talk, again: Read): Reading | null {
  const found =
    /^(.+?),?\s+[-–]*\s*((?:because|since|as|so that|otherwise|she|he|they|it|that|this)(?:'s|'re)?\s[^,]{3,80})$/i.exec(
      clean,
    );
  const [, head = '', reason = ''] = found ?? [];
  if (
    head === '' ||
    (!/,\s*$/.test(clean.slice(0, clean.length - reason.length).trimEnd()) &&
      !/^(?:because|so that|otherwise)/i.test(reason))
  )
    return null;
  const why = reason.replace(
    /\b(?:my|our) (?=(?:boss|manager|vp|ceo|cfo|cro|director|team lead|lead)\b)/gi,
    '',
  );
  if (scope.test(why) || saysDeals(why, use, talk) || saysLimit(why, use, talk)) return null;
  const reading = again(head.replace(/,\s*$/, ''), use);
  return isAsked(reading) ? reading : null;
}

const isAsked = (reading: Reading | undefined): boolean =>
  reading?.say === 'question' || reading?.say === 'which';

type Asked = Extract<Reading, { say: 'question' }>;

/** "Just those, with the largest on top", "the wins only": what comes after the request may narrow it. */
function narrowedBy(after: string[], first: Asked, use: ReadWith, talk: Talk, again: Read): Asked | null {
  let reading = first;
  for (const part of after) {
    if (thanks.test(part) && !saysLimit(part, use, talk)) continue;
    if (plans.test(part) && !saysDeals(part, use, talk)) continue;
    const thread: Frame = reading.frame;
    const reply = again(part, { ...use, thread });
    if (reply.say === 'question' && reply.goesOn) {
      reading = {
        ...reply,
        goesOn: first.goesOn,
        changed: [],
        assumptions: [...reading.assumptions, ...reply.assumptions],
      };
      continue;
    }
    if (!isSetAside(part, use, talk)) return null;
  }
  return reading;
}

// In a story a strange word is no slip of a word that asks.
export const piecesOf = (part: string, use: ReadWith, talk: Talk): Piece[] =>
  pieces(words(part), use.lexicon, talk).map((piece) =>
    piece.corrected !== null && piece.is !== 'name' ? { ...piece, is: 'unread' } : piece,
  );

const ofDeals = new Set<Piece['is']>([
  'noun',
  'status',
  'motion',
  'metric',
  'overdue',
  'bookings',
  'didClose',
  'pushed',
  'missing',
]);
export const saysDeals = (part: string, use: ReadWith, talk: Talk): boolean =>
  piecesOf(part, use, talk).some(
    (piece) =>
      ofDeals.has(piece.is) ||
      (piece.is === 'quantity' && piece.quantity.unit !== 'plain') ||
      (piece.is === 'me' && /\b(?:i have|i own|i've|mine|do i|have i)\b/i.test(piece.text)),
  );
export const saysLimit = (part: string, use: ReadWith, talk: Talk): boolean =>
  piecesOf(part, use, talk).some((piece) =>
    ['name', 'period', 'quantity', 'me', 'field', 'status', 'motion', 'rank', 'direction'].includes(piece.is),
  );

/** A story, a greeting, a lead-in: it says nothing about deals, and nothing that could limit them. */
function isSetAside(part: string, use: ReadWith, talk: Talk, whole = ''): boolean {
  if (/\?\W*$/.test(part) || scope.test(part) || saysDeals(part, use, talk)) return false;
  const list = piecesOf(part, use, talk);
  if (
    list.every((piece) =>
      ['filler', 'prep', 'and', 'or', 'list', 'goesOn', 'how', 'unread'].includes(piece.is),
    )
  )
    return true;
  const strange = list.filter((piece) => piece.is === 'unread').length;
  const tells =
    /\b(?:i|we|he|she|it|they|you|somebody|someone|nobody|everybody|everyone|my (?:boss|manager|vp|ceo|predecessor|team lead))\b|^(?:the |our )?\p{L}+ (?:wants|needs|asked|asks|said|says|thinks|has|is|was|looks|seems|feels|keeps|came|called|wrote|told)\b/iu.test(
      part,
    );
  // "First step: which deals …"
  const limits = ['name', 'period', 'quantity', 'field', 'me'];
  if (whole.includes(`${part}:`) && strange > 0 && !list.some((piece) => limits.includes(piece.is)))
    return true;
  // Three words or less may well be a limit: "Only EMEA", "Acme".
  return part.split(' ').length > 3 && ((tells && strange >= 1) || strange >= 3);
}

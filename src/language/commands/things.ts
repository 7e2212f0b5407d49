/** The deal or lead that a command is about: "D-1042", "the Globex lead", "this deal", "Acme Platform". */
import type { Thing } from '../request.ts';
import { fold } from '../text.ts';
import { asTyped, type Talk } from './read.ts';

type Unsure = { lacks: string; completes: string | null };

const pointing =
  /^(?:it|this|that|this one|that one|(?:this|that|the) (?:deal|lead|opportunity|card|proposal)|him|her)$/;

export const isPointing = (folded: string): boolean => pointing.test(folded);

/** `text` is the whole request as typed, `said` the part of it that names the thing, folded. */
export function thingOf(text: string, said: string, talk: Talk): Thing | Unsure | null {
  const words = said.trim();
  if (words === '') return null;
  if (isPointing(words)) return pointedAt(words, talk);
  const lead =
    /^(?:the |that |this |a )?lead(?:\s*[:#]\s*|\s+(?:of |from |called |named )?)(.+)$/.exec(words) ??
    /^(?:the |that |this )?(.+?)\s+lead$/.exec(words);
  if (lead) return make('lead', text, lead[1] ?? '');
  const deal =
    /^(?:the |that |this )?(?:deal|opportunity)(?:\s*[:#]\s*|\s+(?:called |named |with )?)(.+)$/.exec(
      words,
    ) ?? /^(?:the |that |this )?(.+?)\s+(?:deal|opportunity)$/.exec(words);
  if (deal) return make('deal', text, deal[1] ?? '');
  if (/^l-[\w-]+$/.test(words)) return make('lead', text, words);
  return make('either', text, words.replace(/^the\s+/, ''));
}

function make(kind: Thing['kind'], text: string, folded: string): Thing | null {
  const name = asTyped(text, folded.trim(), fold)?.replace(/'s$/i, '') ?? '';
  return name === '' ? null : { kind, name, id: null };
}

function pointedAt(words: string, { it }: Talk): Thing | Unsure {
  if (
    it &&
    it.kind !== 'agent' &&
    !(/lead/.test(words) && it.kind !== 'lead') &&
    !(/deal|opportunity/.test(words) && it.kind !== 'deal')
  )
    return { kind: it.kind, name: it.name, id: it.id };
  const kind = /lead/.test(words) ? 'lead' : 'deal';
  return { lacks: `Which ${kind} is meant? Say its name or id.`, completes: null };
}

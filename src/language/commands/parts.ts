/** Agents, a period and a number among the other words of a command. What is none of them has to be a word that may stand there. */
import { spokenNumber } from '../numbers.ts';
import type { NamedValue } from '../request.ts';
import { agentNamed } from './naming.ts';
import { periodIn } from './periods.ts';
import type { Talk } from './read.ts';

export type Parts = {
  agents: NamedValue[];
  /** "All agents", "the crew". */
  all: boolean;
  period: string | null;
  number: number | null;
  /** Words that mean nothing here. */
  unread: string;
};

/** "One" is no count: "the last one". */
const spoken = (word: string): number | null =>
  word === 'couple' ? 2 : word === 'one' ? null : (spokenNumber(word) ?? null);
const everyone =
  /\b(?:all (?:of )?(?:the )?agents?|every agent|each agent|(?:the )?agents|(?:the )?(?:whole )?crew)\b/;

/** `silent` are the words that may stand beside them. */
export function partsIn(text: string, talk: Talk, silent: ReadonlySet<string>): Parts {
  const { period, rest } = periodIn(dayWords(text.replace(/[?,.!:;]+(?=\s|$)/g, ' ')), talk);
  const agents: NamedValue[] = [];
  const unread: string[] = [];
  let number: number | null = null;
  const whole = everyone.exec(rest);
  const list = (whole && !namesOne(rest, talk) ? rest.replace(whole[0], ' ') : rest).split(/\s+/);
  const isNumber = (word: string): number | null =>
    /^x?\d{1,4}x?$/.test(word) ? Number(word.replace(/x/g, '')) : spoken(word);
  for (const [at, typed] of list.entries()) {
    const word = typed.replace(/'s?$/, '');
    if (word === '') continue;
    const count = isNumber(word);
    if (count !== null && number === null) number = count;
    else if (silent.has(word) || silent.has(typed)) continue;
    else {
      const called = /^agents?$/.test(list[at + 1] ?? '') ? `${word} agent` : word;
      const agent = agentNamed(called, talk.lexicon);
      if (agent) agents.push(agent);
      else unread.push(typed);
    }
  }
  return { agents, all: whole !== null && agents.length === 0, period, number, unread: unread.join(' ') };
}

/** "Yesterday's changes", "this morning". */
const dayWords = (text: string): string =>
  text
    .replace(/\b(today|yesterday)'s\b/g, '$1')
    .replace(/\b(?:this (?:morning|afternoon|evening)|so far today|earlier today|tonight)\b/g, 'today')
    .replace(/\blast night\b/g, 'yesterday');

/** "The pipeline and intake agents" are two of them. */
const namesOne = (text: string, { lexicon }: Talk): boolean =>
  text.split(/\s+/).some((word) => agentNamed(word.replace(/'s?$/, ''), lexicon) !== null);

export const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** What was missing of a request, or of a name in it, said by itself in the next message. */

import { type ReadWith, read } from '../language/reader.ts';
import type { Option } from '../language/request.ts';
import { fold, plain, squash } from '../language/text.ts';
import type { Stored } from './store.ts';

/** Words that are a request of their own begin anew; others make the waiting request whole. */
export function completed(waiting: Stored | null, text: string, use: ReadWith): string {
  const { completes } = waiting?.reading ?? { completes: null };
  if (!waiting || completes === null || text.length > 200) return text;
  const said = plain(text);
  const options = waiting.reply?.kind === 'clarify' && waiting.reply.options.length > 0;
  // "Monday 9:00" is for what was asked just now, and not for the command before it.
  const alone = options ? null : read(text, { ...use, before: null, it: null, thread: null }).say;
  const made = options ? undefined : wholes(completes, said).find((one) => read(one, use).say === 'command');
  if (made !== undefined && (alone === 'unread' || alone === 'partly')) return made;
  const own = read(text, use);
  if (own.say === 'command' || own.say === 'question' || own.say === 'refused' || own.say === 'lacks')
    return text;
  if (options) {
    const named = withLonger(completes, said);
    return read(named, use).say === 'question' ? named : text;
  }
  if (made !== undefined) return made;
  const [whole = text] = wholes(completes, said);
  const asks = read(whole, use).say;
  return asks === 'which' || asks === 'lacks' || asks === 'question' ? whole : text;
}

/** "until Friday" where an end is asked for says "until" twice, and "in 2 hours" and "2 hours" are no "until". */
function wholes(completes: string, said: string): string[] {
  const whole = completes.replace('…', () => said);
  if (!completes.endsWith(' until …')) return [whole];
  const before = completes.slice(0, -' until …'.length);
  const end = said.replace(/^(?:until|till|til|to|by)\s+/i, '');
  return [`${before} until ${end}`, `${before} for ${said.replace(/^(?:in|for)\s+/i, '')}`];
}

/** "acme pipeline total", where more names have "acme" than are offered: "acme … pipeline total". Null where it is no such name. */
export function longerOf(text: string, options: readonly Option[]): string | null {
  const words = options[0]?.choice.words ?? '';
  if (words === '' || options.some(({ kind, choice }) => kind === 'reading' || choice.words !== words))
    return null;
  const list = text.split(' ');
  for (let length = 1; length <= 3; length++)
    for (let at = 0; at + length <= list.length; at++) {
      const run = list
        .slice(at, at + length)
        .join(' ')
        .replace(/'s?$/i, '');
      if (squash(run) === words)
        return [...list.slice(0, at), run, '…', ...list.slice(at + length)].join(' ');
    }
  return null;
}

/** "Logistics" and "Acme Logistics" are the same answer to "Which Acme?". */
function withLonger(completes: string, said: string): string {
  const [head = '', tail = ''] = completes.split('…');
  const before = head.trim().split(' ');
  for (let length = Math.min(3, before.length); length > 0; length--) {
    const run = before.slice(-length).join(' ');
    if (fold(said).startsWith(`${fold(run)} `))
      return `${[...before.slice(0, -length), said].join(' ')}${tail}`;
  }
  return `${head}${said}${tail}`;
}

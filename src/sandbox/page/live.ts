import type { PageEvent, PageMessage } from '../page-api.ts';
import { plainWords } from './plain.ts';
import { isReply, looksSame } from './reduce.ts';
import { messageKey, personOf, type State } from './store.ts';

/** What a screen reader is told, politely: new messages of the open place, and once that a card changed. */
export const spokenOf = (event: PageEvent, before: State): string => {
  if (event.type === 'message' && isOpen(event.message, before) && event.message.user !== before.me?.id) {
    // What is streamed is read once, when it is whole.
    return event.message.streaming ? '' : said(event.message, before);
  }
  if (event.type === 'message_changed' && isOpen(event.message, before)) {
    const was = [
      ...(before.timelines[event.message.channel]?.items ?? []),
      ...Object.values(before.threads).flat(),
    ].find((message) => messageKey(message) === messageKey(event.message));
    if (event.message.streaming) return '';
    if (was?.streaming) return said(event.message, before);
    const changed = was !== undefined && !looksSame(was, event.message);
    return changed ? `Card updated: ${firstSentence(plainWords(event.message.text, before))}` : '';
  }
  if (event.type === 'notice') return event.notice.text;
  return '';
};

const said = (message: PageMessage, before: State): string => {
  const who = personOf(before, message.user)?.name ?? 'Somebody';
  const aside = message.ephemeral ? ', only visible to you' : '';
  const files = (message.files ?? []).map(({ name }) => name).join(', ');
  return `${who}${aside}: ${[plainWords(message.text, before), files].filter(Boolean).join(' File: ')}`;
};

const isOpen = (message: PageMessage, { place, thread }: State): boolean => {
  const inThread = thread?.channel === message.channel && thread.ts === (message.thread_ts ?? message.ts);
  if (isReply(message)) return inThread;
  return inThread || (place.kind === 'conversation' && place.id === message.channel);
};

/** Up to the first full stop that ends a sentence ("3.5 h" and "D. Roe" do not). */
export const firstSentence = (words: string): string =>
  /^[\s\S]*?[^\s.][.?](?=\s+\p{Lu}|\s*$)/u.exec(words)?.[0] ?? words;

export const hear = (event: PageEvent, before: State): void => say(spokenOf(event, before));

export const say = (words: string): void => {
  const region = document.getElementById('spoken');
  if (!region || !words) return;
  // A new node each time: a repeated sentence is then read again.
  const line = document.createElement('p');
  line.textContent = words;
  region.append(line);
  while (region.childElementCount > 5) region.firstElementChild?.remove();
};

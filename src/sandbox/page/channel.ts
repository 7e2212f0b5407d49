import { useEffect, useRef } from 'preact/hooks';
import type { Conversation } from '../page-api.ts';
import { markRead, readOlder } from './acts.ts';
import { AppTabs } from './app-tabs.ts';
import { Composer } from './composer.ts';
import { type Drawn, html } from './html.ts';
import { NoticeStrip } from './notices.ts';
import { PlaceHead } from './place-head.ts';
import { Prompts } from './prompts.ts';
import { personOf, useStore } from './store.ts';
import { Timeline } from './timeline.ts';
import { Working } from './working.ts';

export const Channel = ({ one }: { one: Conversation }): Drawn => {
  const { timeline, other } = useStore((state) => ({
    timeline: state.timelines[one.id],
    other: one.user ? personOf(state, one.user) : undefined,
  }));
  const items = timeline?.items ?? [];
  // Where reading stopped is taken once, on arrival: the line "New" does not move while one looks.
  const arrival = useRef({ id: '', lastRead: '' });
  if (arrival.current.id !== one.id)
    arrival.current = { id: one.id, lastRead: one.unread > 0 ? one.lastRead : '' };
  useEffect(() => {
    const read = (): void => {
      if (document.visibilityState === 'visible') void markRead(one.id);
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [one.id, items.length, one.unread]);
  const title = one.kind === 'dm' ? one.name : `#${one.name}`;
  const facts =
    one.kind === 'dm'
      ? (other?.role ?? '')
      : `${one.members.length} ${one.members.length === 1 ? 'person' : 'people'}`;
  const older = timeline?.hasMore
    ? html`<button type="button" class="button quiet older" onClick=${() => readOlder(one.id)}>Earlier messages</button>`
    : timeline && html`<${Beginning} one=${one} />`;
  return html`<main class="place" aria-label=${title} data-region="channel">
    <${PlaceHead} title=${title} facts=${one.withApp ? '' : facts} topic=${one.topic} />
    ${one.withApp && html`<${AppTabs} at="messages" />`}
    <${NoticeStrip} />
    ${
      timeline
        ? html`<${Timeline} key=${one.id} items=${items} label=${`Messages in ${title}`} lastRead=${arrival.current.lastRead} head=${older}
          foot=${html`<${Working} channel=${one.id} />`} />`
        : html`<div class="timeline" aria-busy="true"></div>`
    }
    <div class="place-foot">
      <${Prompts} one=${one} items=${items} ready=${timeline !== undefined} />
      <${Composer} key=${one.id} channel=${one.id} placeholder=${`Message ${title}`} archived=${one.archived} />
    </div>
  </main>`;
};

const Beginning = ({ one }: { one: Conversation }): Drawn =>
  html`<p class="beginning">${
    one.kind === 'dm'
      ? `This is the beginning of your messages with ${one.name}.`
      : `This is the beginning of #${one.name}.`
  }</p>`;

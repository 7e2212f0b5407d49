import { openThread } from './acts.ts';
import { Composer } from './composer.ts';
import { type Drawn, html } from './html.ts';
import { Icon } from './icons.ts';
import { conversationOf, messageKey, type Thread, useStore } from './store.ts';
import { Timeline } from './timeline.ts';
import { Working } from './working.ts';

export const ThreadPane = ({ thread }: { thread: Thread }): Drawn => {
  const { items, one } = useStore((state) => ({
    items: state.threads[messageKey(thread)],
    one: conversationOf(state, thread.channel),
  }));
  const where = one ? (one.kind === 'dm' ? one.name : `#${one.name}`) : '';
  const close = (): Promise<void> => openThread(null);
  const count = Math.max(0, (items?.length ?? 1) - 1);
  const counted = html`<div class="reply-count" role="separator"><span>${count === 0 ? 'No replies yet' : `${count} ${count === 1 ? 'reply' : 'replies'}`}</span></div>`;
  return html`<aside class="thread" aria-label=${`Thread in ${where}`} data-region="thread">
    <header class="place-head">
      <button type="button" class="icon-button back" aria-label="Back to ${where}" onClick=${close}><${Icon} name="left" /></button>
      <h2>Thread</h2><span class="facts">${where}</span>
      <button type="button" class="icon-button close" aria-label="Close thread" onClick=${close}><${Icon} name="close" /></button>
    </header>
    ${
      items
        ? html`<${Timeline} key=${messageKey(thread)} items=${items} label="Messages in this thread" inThread=${true}
        foot=${html`${count === 0 ? counted : null}<${Working} channel=${thread.channel} thread=${thread.ts} />`} />`
        : html`<div class="timeline" aria-busy="true"></div>`
    }
    <div class="place-foot">
      <${Composer} key=${messageKey(thread)} channel=${thread.channel} thread=${thread.ts} placeholder="Reply…" archived=${one?.archived ?? false} />
    </div>
  </aside>`;
};

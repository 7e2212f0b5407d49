import type { Conversation, PageMessage } from '../page-api.ts';
import { send } from './acts.ts';
import { type Drawn, html } from './html.ts';
import { useStore } from './store.ts';

/** Suggested prompts, until this person has said something here. In a channel they address the app by name. */
export const Prompts = ({
  one,
  items,
  ready,
}: {
  one: Conversation;
  items: PageMessage[];
  ready: boolean;
}): Drawn => {
  const { prompts, app, me } = useStore((state) => ({
    prompts: state.prompts,
    app: state.app,
    me: state.me?.id,
  }));
  const own = prompts.find((known) => known.channel === one.id) ?? (one.appIsMember ? prompts[0] : undefined);
  if (!ready || !own || own.prompts.length === 0 || items.some((message) => message.user === me)) return null;
  const opening = one.withApp || !app ? '' : `<@${app.user}> `;
  return html`<div class="prompts" role="group" aria-label=${own.title || 'Suggestions'}>
    <span class="prompts-title">${own.title || 'Try one'}</span>
    ${own.prompts.map(
      (prompt) => html`<button type="button" class="button prompt" key=${prompt.title}
      onClick=${() => send({ channel: one.id, text: opening + prompt.message })}>${prompt.title}</button>`,
    )}
  </div>`;
};

import { go } from './acts.ts';
import { type Drawn, html } from './html.ts';
import { useStore } from './store.ts';

/** Home and Messages of the app. */
export const AppTabs = ({ at }: { at: 'home' | 'messages' }): Drawn => {
  const dm = useStore((state) => state.conversations.find((one) => one.withApp));
  return html`<nav class="tabs" aria-label="Steward">
    <button type="button" class="tab" aria-current=${at === 'home' ? 'page' : undefined} onClick=${() => go({ kind: 'home' })}>Home</button>
    ${
      dm &&
      html`<button type="button" class="tab" aria-current=${at === 'messages' ? 'page' : undefined}
      onClick=${() => go({ kind: 'conversation', id: dm.id })}>Messages</button>`
    }
  </nav>`;
};

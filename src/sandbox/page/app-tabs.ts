import { go, talkToApp } from './acts.ts';
import { type Drawn, html } from './html.ts';

/** Home and Messages of the app. */
export const AppTabs = ({
  at,
}: {
  at: 'home' | 'messages';
}): Drawn => html`<nav class="tabs" aria-label="Steward">
  <button type="button" class="tab" aria-current=${at === 'home' ? 'page' : undefined} onClick=${() => go({ kind: 'home' })}>Home</button>
  <button type="button" class="tab" aria-current=${at === 'messages' ? 'page' : undefined} onClick=${talkToApp}>Messages</button>
</nav>`;

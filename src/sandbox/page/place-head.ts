import { showList } from './acts.ts';
import { openGoTo } from './go-to.ts';
import { type Drawn, html } from './html.ts';
import { Icon } from './icons.ts';
import { useStore } from './store.ts';

/** The line above a place: what it is, who is there, and the way to everything else. */
export const PlaceHead = ({
  title,
  facts,
  topic = '',
}: {
  title: string;
  facts: string;
  topic?: string;
}): Drawn => {
  const banner = useStore((state) => state.banner);
  return html`<header class="place-head">
    <button type="button" class="icon-button back" aria-label="Back to the list" onClick=${showList}><${Icon} name="left" /></button>
    <h1>${title}</h1>
    ${facts && html`<span class="facts">${facts}</span>`}
    ${topic && html`<span class="topic">${topic}</span>`}
    <button type="button" class="search-button" aria-label="Go to or search" aria-keyshortcuts="Control+K Meta+K" onClick=${openGoTo}>
      <${Icon} name="search" /><span>Search</span><kbd>${onMac() ? '⌘K' : 'Ctrl K'}</kbd>
    </button>
    ${banner && html`<p class="banner" role="status">${banner}</p>`}
  </header>`;
};

const onMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);

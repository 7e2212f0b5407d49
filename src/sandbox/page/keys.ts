import { openThread } from './acts.ts';
import { reachableIn } from './dialog.ts';
import { openGoTo } from './go-to.ts';
import { getState } from './store.ts';

const order = ['sidebar', 'channel', 'thread'];

/** Keys of the whole page. Lists and windows take theirs first, so Escape closes list, modal, thread in that order. */
export const pageKeys = (event: KeyboardEvent): void => {
  if (event.defaultPrevented) return;
  if (event.key === 'F6') {
    event.preventDefault();
    nextRegion(event.shiftKey ? -1 : 1);
  }
  if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    if (!document.querySelector('dialog[open]')) openGoTo();
  }
  if (event.key === 'Escape' && !document.querySelector('dialog[open]') && getState().thread) {
    event.preventDefault();
    const back = getState().thread?.ts;
    void openThread(null).then(() =>
      document.querySelector<HTMLElement>(`.place [data-ts="${back}"]`)?.focus(),
    );
  }
};

/** F6: to the next of sidebar, channel, thread; into the composer where there is one. */
const nextRegion = (step: 1 | -1): void => {
  const regions = order
    .map((name) => document.querySelector<HTMLElement>(`[data-region=${name}]`))
    .filter((region): region is HTMLElement => region?.checkVisibility() === true);
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const goal = regions[(at + step + regions.length) % regions.length];
  const start = goal?.querySelector<HTMLElement>('.composer textarea, .side-item.on');
  (start ?? (goal && reachableIn(goal)[0]))?.focus();
};

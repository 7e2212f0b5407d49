import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { arrive } from './acts.ts';
import { Channel } from './channel.ts';
import { ConfirmWindow } from './confirm.ts';
import { FaultPanel } from './faults.ts';
import { GoTo } from './go-to.ts';
import { Home } from './home.ts';
import { type Drawn, html } from './html.ts';
import { pageKeys } from './keys.ts';
import { Modals } from './modal.ts';
import { NoticeLog, NoticeStrip } from './notices.ts';
import { PayloadWindow } from './payload.ts';
import { readHash, unknownPlace } from './places.ts';
import { becomesNamed, hurryLine, sayNoPlace, startPage } from './session.ts';
import { Sidebar } from './sidebar.ts';
import { change, getState, placed, unreadOf, useStore } from './store.ts';
import { followSystemTheme } from './theme.ts';
import { ThreadPane } from './thread.ts';

const App = (): Drawn => {
  const { phase, place, one, thread, listShown, me } = useStore((state) => ({
    phase: state.phase,
    place: state.place,
    one: placed(state),
    thread: state.thread,
    listShown: state.listShown,
    me: state.me?.id,
  }));
  useTitle();
  if (phase === 'loading') return html`<div class="frame loading"><${NoticeStrip} /></div>`;
  const pane = thread ? 'thread' : listShown ? 'list' : 'place';
  return html`<div class=${`frame showing-${pane}${thread ? ' with-thread' : ''}`} key=${me}>
    <button type="button" class="skip" onClick=${toWriting}>Skip to writing</button>
    <${Sidebar} />
    ${place.kind === 'home' || !one ? html`<${Home} />` : html`<${Channel} key=${one.id} one=${one} />`}
    ${thread && html`<${ThreadPane} key=${thread.ts} thread=${thread} />`}
    <${Modals} />
    <${ConfirmWindow} />
    <${PayloadWindow} />
    <${NoticeLog} />
    <${FaultPanel} />
    <${GoTo} />
  </div>`;
};

/** Past the list and all cards, to where one writes; on a place without such a box, into the place. */
const toWriting = (): void => {
  const boxes = [...document.querySelectorAll<HTMLElement>('.composer textarea')];
  const goal = boxes.findLast((box) => box.checkVisibility());
  (goal ?? document.querySelector<HTMLElement>('.place button'))?.focus();
};

/** "(3) #deals · Steward local workspace" */
const useTitle = (): void => {
  const title = useStore((state) => {
    const one = placed(state);
    const unread = unreadOf(state);
    const where = one ? (one.kind === 'dm' ? one.name : `#${one.name}`) : 'Home';
    return `${unread > 0 ? `(${unread}) ` : ''}${where} · Steward local workspace`;
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
};

/** Back and forward, and an address typed by hand. */
const follow = async (): Promise<void> => {
  const { conversations, me, place } = getState();
  const as = new URLSearchParams(location.search).get('as');
  if (as && me && as !== me.handle) return becomesNamed(as);
  const address = readHash(location.hash, conversations);
  const nowhere = unknownPlace(location.hash, conversations);
  if (nowhere) sayNoPlace(nowhere);
  change(() =>
    address.place.kind === 'none'
      ? { place, thread: null, listShown: address.list }
      : { ...address, listShown: false },
  );
  await arrive();
};

followSystemTheme();
addEventListener('popstate', () => void follow());
addEventListener('keydown', pageKeys);
addEventListener('online', hurryLine);
document.addEventListener('visibilitychange', hurryLine);
const root = document.getElementById('app');
if (root) {
  render(html`<${App} />`, root);
  await startPage();
  await arrive();
}

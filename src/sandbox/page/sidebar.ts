import type { Conversation } from '../page-api.ts';
import { go, talkToApp } from './acts.ts';
import { Avatar } from './avatar.ts';
import { arrows } from './elements/lists.ts';
import { openFaults } from './faults.ts';
import { openGoTo } from './go-to.ts';
import { type Drawn, html } from './html.ts';
import { Icon, Mark } from './icons.ts';
import { openLog } from './notices.ts';
import { textOf } from './read.ts';
import { personOf, type State, useStore } from './store.ts';
import { ThemeToggle } from './theme.ts';
import { YouAre } from './you-are.ts';

export const Sidebar = (): Drawn => {
  const { conversations, place, home, notices, app, faults } = useStore((state) => ({
    faults: state.faults.length,
    app: state.people.find((person) => person.isApp),
    conversations: state.conversations,
    place: state.place,
    home: state.home,
    notices: state.notices,
  }));
  // That Steward came or went, or what one has switched on, is in the log; it is nothing to look after.
  const amiss = notices.filter(({ kind }) => kind !== 'app' && kind !== 'fault').length;
  const shown = place.kind === 'conversation' ? place.id : place.kind;
  const channels = conversations
    .filter((one) => one.kind !== 'dm')
    .sort((a, b) => a.name.localeCompare(b.name));
  const direct = conversations
    .filter((one) => one.kind === 'dm')
    .sort((a, b) => Number(b.withApp) - Number(a.withApp) || a.name.localeCompare(b.name));
  return html`<nav class="sidebar" aria-label="Places" data-region="sidebar" onKeyDown=${arrows('.side-item')}>
    <div class="side-head"><${Mark} /><span class="side-name">Steward local workspace</span></div>
    <${YouAre} />
    <div class="side-scroll">
      <${Item} label="Home" on=${shown === 'home'} count=${waitingIn(home)} icon=${html`<${Icon} name="home" />`} open=${() => go({ kind: 'home' })} />
      <h2 class="side-title">Channels</h2>
      ${channels.map((one) => html`<${Place} key=${one.id} one=${one} on=${shown === one.id} />`)}
      <h2 class="side-title">Messages</h2>
      ${
        app &&
        !direct.some((one) => one.withApp) &&
        html`<${Item} label=${app.name} on=${false} count=${0} icon=${html`<${Avatar} person=${app} size=${20} />`} open=${talkToApp} />`
      }
      ${direct.map((one) => html`<${Place} key=${one.id} one=${one} on=${shown === one.id} />`)}
      <button type="button" class="side-item quiet" onClick=${openGoTo}><span class="side-icon">+</span><span class="side-label">New message</span></button>
    </div>
    <div class="side-foot">
      <button type="button" class="side-tool wide" onClick=${openLog}><${Icon} name="log" />Notices${amiss > 0 ? ` (${amiss})` : ''}</button>
      <button type="button" class=${`side-tool${faults > 0 ? ' on' : ''}`} aria-label=${faults > 0 ? `Try a fault, ${faults} on` : 'Try a fault'} title="Try a fault" onClick=${openFaults}><${Icon} name="fault" /></button>
      <${ThemeToggle} />
    </div>
  </nav>`;
};

const Place = ({ one, on }: { one: Conversation; on: boolean }): Drawn => {
  const person = useStore((state) => (one.user ? personOf(state, one.user) : undefined));
  const icon =
    one.kind === 'dm' ? html`<${Avatar} person=${person} size=${20} />` : html`<span class="hash">#</span>`;
  return html`<${Item} label=${one.name} on=${on} count=${on ? 0 : one.unread} icon=${icon} open=${() => go({ kind: 'conversation', id: one.id })} />`;
};

type ItemProps = { label: string; on: boolean; count: number; icon: Drawn; open(): void };

const Item = ({ label, on, count, icon, open }: ItemProps): Drawn => html`<button type="button"
  class=${`side-item${on ? ' on' : ''}${count > 0 ? ' unread' : ''}`} aria-current=${on ? 'page' : undefined} onClick=${open}>
  <span class="side-icon">${icon}</span><span class="side-label">${label}</span>
  ${count > 0 && html`<span class="badge"><span aria-hidden="true">${count > 99 ? '99+' : count}</span><span class="hidden">, ${count} new</span></span>`}
</button>`;

/** "4 wait for you": the home's first heading may begin with how many things wait. */
const waitingIn = (home: State['home']): number =>
  Number(/^\d+(?= wait)/.exec(textOf(home?.blocks[0]?.text))?.[0] ?? 0);

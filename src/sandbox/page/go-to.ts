import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageMessage } from '../page-api.ts';
import { go, search, talkTo } from './acts.ts';
import { Avatar } from './avatar.ts';
import { clockTime, dayTitle, instantOfTs } from './dates.ts';
import { Dialog, reachableIn } from './dialog.ts';
import { nextIndex, onRealMove } from './elements/lists.ts';
import { type Drawn, html } from './html.ts';
import { Icon } from './icons.ts';
import { plainWords } from './plain.ts';
import { conversationOf, getState, personOf, type State } from './store.ts';

let show: (open: boolean) => void = () => {};
export const openGoTo = (): void => show(true);

type Target = { key: string; title: string; note: string; icon: Drawn; go(): unknown };

/** Where the chosen place is worked in: its thread's composer, its own, and in Home its first button. */
const whereOneGoesOn = (): HTMLElement | null | undefined => {
  const [thread, place] = ['thread', 'channel'].map((name) =>
    document.querySelector<HTMLElement>(`[data-region=${name}]`),
  );
  return (
    (getState().thread ? thread : place)?.querySelector<HTMLElement>('.composer textarea') ??
    (place && reachableIn(place)[0])
  );
};

/** "Go to": places and people by name, messages by their words. */
export const GoTo = (): Drawn => {
  const [open, setOpen] = useState(false);
  show = setOpen;
  return open && html`<${GoToWindow} close=${() => setOpen(false)} />`;
};

const GoToWindow = ({ close }: { close(): void }): Drawn => {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [hits, setHits] = useState<PageMessage[]>([]);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (query.trim().length < 3) {
      setHits([]);
      return;
    }
    let current = true;
    const timer = setTimeout(async () => {
      const found = await search(query.trim());
      if (current) setHits(found);
    }, 150);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query]);
  const targets = [...placesFor(query, getState()), ...hits.slice(0, 8).map(messageTarget)];
  const take = (target: Target | undefined): void => {
    if (!target) return;
    close();
    void Promise.resolve(target.go()).then(() => requestAnimationFrame(() => whereOneGoesOn()?.focus()));
  };
  const keys = (event: KeyboardEvent): void => {
    const goal = event.key.startsWith('Arrow') ? nextIndex(event.key, at, targets.length) : null;
    if (goal !== null) setAt(goal);
    else if (event.key === 'Enter') take(targets[at]);
    else return;
    event.preventDefault();
  };
  return html`<${Dialog} key="go-to" label="Go to" kind="go-to" onClose=${close}>
    <div class="go-field"><${Icon} name="search" />
      <input ref=${field} type="text" role="combobox" aria-expanded="true" aria-controls="go-list" aria-activedescendant=${`go-${at}`} autocomplete="off"
        placeholder="Go to a channel or a person, or search messages" aria-label="Go to" value=${query} onKeyDown=${keys}
        onInput=${(event: Event) => {
          setQuery((event.target as HTMLInputElement).value);
          setAt(0);
        }} />
    </div>
    <div class="go-list" id="go-list" role="listbox">
      ${targets.map(
        (
          target,
          i,
        ) => html`<div role="option" id=${`go-${i}`} key=${target.key} aria-selected=${i === at} class=${`go-item${i === at ? ' at' : ''}`}
        onPointerMove=${onRealMove(() => setAt(i))} onClick=${() => take(target)}>
        <span class="go-icon">${target.icon}</span><span class="go-title">${target.title}</span><span class="go-note">${target.note}</span></div>`,
      )}
      ${targets.length === 0 && html`<p class="choice-none">Nothing matches "${query}".</p>`}
    </div>
  </${Dialog}>`;
};

const placesFor = (query: string, state: State): Target[] => {
  const words = query.trim().toLowerCase().replace(/^[#@]/, '');
  const home: Target = {
    key: 'home',
    title: 'Home',
    note: 'App',
    icon: html`<${Icon} name="home" />`,
    go: () => go({ kind: 'home' }),
  };
  const channels = state.conversations
    .filter((one) => one.kind !== 'dm')
    .map(
      (one): Target => ({
        key: one.id,
        title: one.name,
        note: one.unread > 0 ? `${one.unread} new` : '',
        icon: html`<span class="hash">#</span>`,
        go: () => go({ kind: 'conversation', id: one.id }),
      }),
    );
  const people = state.people
    .filter((person) => person.id !== state.me?.id)
    .map(
      (person): Target => ({
        key: person.id,
        title: person.name,
        note: person.isApp ? 'App' : person.role,
        icon: html`<${Avatar} person=${person} size=${24} />`,
        go: () => talkTo(person.id),
      }),
    );
  return [home, ...channels, ...people].filter((target) => target.title.toLowerCase().includes(words));
};

const messageTarget = (message: PageMessage): Target => {
  const state = getState();
  const one = conversationOf(state, message.channel);
  const at = instantOfTs(message.ts);
  const zone = state.me?.tz ?? 'UTC';
  const where = one ? `${one.kind === 'dm' ? '' : '#'}${one.name}` : '';
  return {
    key: `${message.channel}/${message.ts}`,
    title: plainWords(message.text, state).slice(0, 120),
    note: `${where}, ${dayTitle(at, { zone, now: new Date() })} ${clockTime(at, zone)}`,
    icon: html`<${Avatar} person=${personOf(state, message.user)} size=${24} />`,
    go: () =>
      go(
        { kind: 'conversation', id: message.channel },
        { channel: message.channel, ts: message.thread_ts ?? message.ts },
      ),
  };
};

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Conversation, PagePerson, SlashCommand } from '../page-api.ts';
import { command, send } from './acts.ts';
import { Avatar } from './avatar.ts';
import { nextIndex, onRealMove } from './elements/lists.ts';
import { type Drawn, html } from './html.ts';
import { getState, useStore } from './store.ts';

type ComposerProps = { channel: string; thread?: string; placeholder: string; archived: boolean };

/** What was begun stays where it was begun, until the page is closed. */
const drafts = new Map<string, string>();

export const Composer = ({ channel, thread, placeholder, archived }: ComposerProps): Drawn => {
  const key = `${useStore((state) => state.me?.id)}/${channel}/${thread ?? ''}`;
  const [words, setWords] = useState(drafts.get(key) ?? '');
  const [failed, setFailed] = useState('');
  const [at, setAt] = useState(0);
  const [hidden, setHidden] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  const line = useStore((state) => state.line);
  const names = useStore((state) => ({
    people: state.people,
    conversations: state.conversations,
    commands: state.commands,
  }));
  const typed = (next: string): void => {
    drafts.set(key, next);
    setWords(next);
    setAt(0);
    setHidden('');
    setFailed('');
  };
  useEffect(() => {
    if (line === 'up') setFailed('');
  }, [key, line]);
  useEffect(() => setWords(drafts.get(key) ?? ''), [key]);
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 220)}px`;
    if (caret.current !== null) area.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [words]);
  const before = words.slice(0, caret.current ?? field.current?.selectionStart ?? words.length);
  const found = suggestionsFor(before, names);
  const list = found && found.stem !== hidden ? found.items : [];
  const pick = (item: Suggestion): void => {
    const start = before.length - (found?.stem.length ?? 0);
    caret.current = start + item.insert.length;
    typed(words.slice(0, start) + item.insert + words.slice(before.length));
    field.current?.focus();
  };
  const submit = async (): Promise<void> => {
    const text = words.trim();
    if (!text) return;
    typed('');
    const error = await deliver(channel, thread, text);
    if (error) typed(text);
    setFailed(error);
  };
  const keys = (event: KeyboardEvent): void => {
    const goal =
      list.length > 0 && event.key.startsWith('Arrow') ? nextIndex(event.key, at, list.length) : null;
    const here = list[at];
    if (goal !== null) setAt(goal);
    else if (here && (event.key === 'Tab' || event.key === 'Enter')) pick(here);
    else if (here && event.key === 'Escape') setHidden(found?.stem ?? '');
    else if (event.key === 'ArrowUp' && words === '') lastMessage(field.current)?.focus();
    else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) void submit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const start = (mark: string): void => {
    caret.current = before.length + mark.length + (/\S$/.test(before) ? 1 : 0);
    typed(`${before}${/\S$/.test(before) ? ' ' : ''}${mark}${words.slice(before.length)}`);
    field.current?.focus();
  };
  if (archived) return html`<p class="archived">This channel is archived.</p>`;
  const listId = `suggest-${channel}${thread ?? ''}`;
  return html`<div class="composer">
    ${
      list.length > 0 &&
      html`<div class="suggestions" role="listbox" id=${listId} aria-label="Suggestions">
      ${list.map((item, i) => html`<${SuggestionRow} key=${item.insert} id=${`${listId}-${i}`} item=${item} on=${i === at} over=${() => setAt(i)} pick=${() => pick(item)} />`)}
    </div>`
    }
    ${failed && html`<p class="composer-failed" role="alert">${failed}</p>`}
    <div class="composer-box" onClick=${(event: Event) => event.target === event.currentTarget && field.current?.focus()}>
      <textarea ref=${field} rows="1" value=${words} placeholder=${placeholder} aria-label=${placeholder} aria-autocomplete="list"
        aria-controls=${list.length > 0 ? listId : undefined} aria-activedescendant=${list.length > 0 ? `${listId}-${at}` : undefined}
        onInput=${(event: Event) => typed((event.target as HTMLTextAreaElement).value)} onKeyDown=${keys}></textarea>
      <div class="composer-tools">
        <button type="button" class="tool" aria-label="Mention somebody" title="Mention somebody" onClick=${() => start('@')}>@</button>
        ${!thread && html`<button type="button" class="tool" aria-label="Commands" title="Commands" onClick=${() => typed('/')} onMouseUp=${() => field.current?.focus()}>/</button>`}
        <span class="composer-hint">Enter sends, Shift+Enter starts a line</span>
        <button type="button" class="button primary send" aria-disabled=${words.trim() === ''} onClick=${submit}>Send</button>
      </div>
    </div>
  </div>`;
};

/** ↑ in an empty composer goes into the messages above it. */
const lastMessage = (field: HTMLElement | null): HTMLElement | undefined =>
  [...(field?.closest('[data-region]')?.querySelectorAll<HTMLElement>('.timeline .message') ?? [])].at(-1);

export type Suggestion = { insert: string; title: string; note: string; person?: PagePerson };
type Names = { people: PagePerson[]; conversations: Conversation[]; commands: SlashCommand[] };

/** The list for what stands before the caret: `/…` at the start, `@…` or `#…` after a space. None when it is complete. */
export const suggestionsFor = (
  before: string,
  names: Names,
): { stem: string; items: Suggestion[] } | null => {
  const stem =
    /^\/\S*$/.exec(before)?.[0] ?? /(?:^|\s)([@#][\p{L}\p{N}._-]*(?: [\p{L}]*)?)$/u.exec(before)?.[1];
  if (stem === undefined) return null;
  const items = offered(stem, names).slice(0, 8);
  const complete = items.some((item) => item.insert.trim().toLowerCase() === stem.toLowerCase());
  return items.length > 0 && !complete ? { stem, items } : null;
};

const offered = (stem: string, { people, conversations, commands }: Names): Suggestion[] => {
  const query = stem.slice(1).toLowerCase();
  if (stem.startsWith('/'))
    return commands
      .filter((one) => one.command.startsWith(stem))
      .map((one) => ({
        insert: `${one.command} `,
        title: `${one.command} ${one.usageHint}`,
        note: one.description,
      }));
  if (stem.startsWith('@')) return people.filter((person) => fits(person, query)).map(personSuggestion);
  return conversations
    .filter((one) => one.kind !== 'dm' && one.name.startsWith(query))
    .map((one) => ({ insert: `#${one.name} `, title: `#${one.name}`, note: one.topic }));
};

const fits = (person: PagePerson, query: string): boolean =>
  person.handle.startsWith(query) ||
  person.name.toLowerCase().startsWith(query) ||
  (query !== '' &&
    person.name
      .toLowerCase()
      .split(' ')
      .some((name) => name.startsWith(query)));

const personSuggestion = (person: PagePerson): Suggestion => ({
  insert: `@${person.name} `,
  title: person.name,
  note: person.isApp ? 'App' : person.role,
  person,
});

const SuggestionRow = (props: {
  id: string;
  item: Suggestion;
  on: boolean;
  over(): void;
  pick(): void;
}): Drawn => {
  const press = (event: Event): void => {
    event.preventDefault();
    props.pick();
  };
  return html`<div role="option" id=${props.id} class=${`suggestion${props.on ? ' at' : ''}`} aria-selected=${props.on} onPointerMove=${onRealMove(props.over)} onMouseDown=${press}>
    ${props.item.person && html`<${Avatar} person=${props.item.person} size=${24} />`}
    <strong>${props.item.title}</strong><span>${props.item.note}</span>
  </div>`;
};

const deliver = async (channel: string, thread: string | undefined, text: string): Promise<string> => {
  const slash = /^\/\S+/.exec(text)?.[0];
  const { commands, people, conversations } = getState();
  if (!slash)
    return send({ channel, text: withIds(text, { people, conversations }), ...(thread ? { thread } : {}) });
  if (!commands.some((one) => one.command === slash))
    return `${slash} is not a command here. Known: ${commands.map((one) => one.command).join(', ') || 'none'}.`;
  return command({
    channel,
    command: slash,
    text: withIds(text.slice(slash.length).trim(), { people, conversations }),
    ...(thread ? { thread } : {}),
  });
};

/** Names as ids, the longest name first: "@Priya Nair" is `<@U…>`, "#deals" is `<#C…>`. */
export const withIds = (
  text: string,
  { people, conversations }: Pick<Names, 'people' | 'conversations'>,
): string => {
  const ids = new Map<string, string>([
    ...people.map((person) => [`@${person.handle.toLowerCase()}`, `<@${person.id}>`] as const),
    ...people.map((person) => [`@${person.name.toLowerCase()}`, `<@${person.id}>`] as const),
    ...conversations
      .filter((one) => one.kind !== 'dm')
      .map((one) => [`#${one.name}`, `<#${one.id}>`] as const),
  ]);
  const names = [...ids.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (names.length === 0) return text;
  const anyName = new RegExp(`(?<=^|[\\s(])(?:${names.join('|')})(?![\\p{L}\\p{N}_-])`, 'giu');
  return text.replace(anyName, (name) => ids.get(name.toLowerCase()) ?? name);
};

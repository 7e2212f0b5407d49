import type { Block, Person } from './nouns.ts';
import type { Store } from './store.ts';

/**
 * What a person typed, as Slack stores it: &, < and > escaped, mentions and addresses as tokens.
 * `<@U…>` and `<#C…>` come from the composer's lists; a plain @handle, @First or @Full Name is a mention too.
 */
export function asTyped(store: Store, text: string): string {
  const people = [...store.people.all()].filter((person) => !person.deleted);
  const names = new Map(
    people.flatMap((person) =>
      spellings(person).map((name): [string, Person] => [name.toLowerCase(), person]),
    ),
  );
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length).map(literally);
  const mention = names.size > 0 ? `|(?<![\\w@])@(${longestFirst.join('|')})(?![\\w])` : '|(?!)()';
  const tokens = new RegExp(`<[@#][A-Z0-9_]+(?:\\|[^>]*)?>${mention}|https?://[^\\s<>]+`, 'gi');
  let made = '';
  let at = 0;
  for (const found of text.matchAll(tokens)) {
    made += escaped(text.slice(at, found.index)) + token(found[0], names.get(found[1]?.toLowerCase() ?? ''));
    at = found.index + found[0].length;
  }
  return made + escaped(text.slice(at));
}

/** The rich_text block that Slack's composer adds to a person's message. */
export function asRichText(text: string): Block {
  const elements: Record<string, unknown>[] = [];
  let at = 0;
  const plain = (part: string): void => {
    if (part)
      elements.push({
        type: 'text',
        text: part.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
      });
  };
  for (const found of text.matchAll(/<(@|#)?([^>|]+)(?:\|[^>]*)?>/g)) {
    plain(text.slice(at, found.index));
    const id = found[2] ?? '';
    if (found[1] === '@') elements.push({ type: 'user', user_id: id });
    else if (found[1] === '#') elements.push({ type: 'channel', channel_id: id });
    else elements.push({ type: 'link', url: id });
    at = found.index + found[0].length;
  }
  plain(text.slice(at));
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** With `should_escape`, a command's text names people and channels as `<@U…|name>` and `<#C…|name>`. */
export function asCommandText(store: Store, text: string): string {
  return asTyped(store, text)
    .replace(/<@([A-Z0-9_]+)>/g, (_all, id: string) => `<@${id}|${store.people.get(id)?.handle ?? ''}>`)
    .replace(/<#([A-Z0-9_]+)>/g, (_all, id: string) => `<#${id}|${store.channels.get(id)?.name ?? ''}>`)
    .replace(/<(https?:[^>]+)>/g, '$1');
}

const spellings = (person: Person): string[] => [person.handle, person.name, person.firstName];
const literally = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function token(found: string, person: Person | undefined): string {
  if (person) return `<@${person.id}>`;
  if (found.startsWith('<')) return found;
  return found.startsWith('http') ? `<${escaped(found)}>` : escaped(found);
}

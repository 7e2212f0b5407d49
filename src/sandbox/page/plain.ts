import { dateToken } from './dates.ts';
import { type Inline, parseMrkdwn } from './mrkdwn.ts';
import { conversationOf, personOf, type State } from './store.ts';

type Names = Pick<State, 'people' | 'conversations' | 'me'>;

/** A message's text as somebody would read it out: names for ids, no marks. */
export const plainWords = (text: string, names: Names): string =>
  parseMrkdwn(text)
    .map((part) =>
      part.kind === 'pre' ? part.text : part.children.map((node) => spoken(node, names)).join(''),
    )
    .join('\n');

const spoken = (node: Inline, names: Names): string => {
  switch (node.kind) {
    case 'text':
    case 'code':
      return node.text;
    case 'bold':
    case 'italic':
    case 'strike':
    case 'link':
      return node.children.map((child) => spoken(child, names)).join('');
    case 'user':
      return personOf(names, node.id)?.name ?? (node.label || 'somebody');
    case 'channel':
      return `#${conversationOf(names, node.id)?.name ?? (node.label || 'channel')}`;
    case 'group':
      return `@${node.label || 'group'}`;
    case 'broadcast':
      return `@${node.range}`;
    case 'date':
      return dateToken(node.seconds, node.format, { zone: names.me?.tz ?? 'UTC', now: new Date() });
    case 'emoji':
      return node.char;
    case 'break':
      return '\n';
  }
};

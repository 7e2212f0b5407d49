import { go } from './acts.ts';
import { capital, dateToken, fullInstant } from './dates.ts';
import { Emoji, withEmoji } from './emoji.ts';
import { type Drawn, html } from './html.ts';
import { type Inline, parseMrkdwn, unescaped } from './mrkdwn.ts';
import { dict, string } from './read.ts';
import { safeUrl } from './safe-url.ts';
import { conversationOf, personOf, useStore } from './store.ts';

/** A text object of Block Kit, marked or plain. */
export const TextObject = ({ of }: { of: unknown }): Drawn => {
  const text = string(dict(of).text);
  if (dict(of).type === 'mrkdwn')
    return html`<${Mrkdwn} text=${text} verbatim=${dict(of).verbatim === true} />`;
  return html`<${Plain} text=${text} />`;
};

/** Words as they are: only emoji are drawn, and a line break breaks the line. */
export const Plain = ({ text }: { text: string }): Drawn => {
  const named = unescaped(text).split(/(:[a-z0-9_+'-]+:)/);
  const shown = named.map((piece) => withEmoji(shortcode(piece)));
  return html`<span class="plain">${shown}</span>`;
};

const shortcode = (piece: string): string => {
  const only = /^:[a-z0-9_+'-]+:$/.test(piece) ? parseMrkdwn(piece)[0] : undefined;
  const node = only && only.kind !== 'pre' ? only.children[0] : undefined;
  return node?.kind === 'emoji' ? node.char : piece;
};

export const Mrkdwn = ({ text, verbatim = false }: { text: string; verbatim?: boolean }): Drawn =>
  parseMrkdwn(text, { verbatim }).map((part, i) => {
    if (part.kind === 'pre') return html`<pre key=${i}><code>${part.text}</code></pre>`;
    const words = html`<${Inlines} nodes=${part.children} first=${true} />`;
    return part.kind === 'quote'
      ? html`<blockquote key=${i}>${words}</blockquote>`
      : html`<span class="lines" key=${i}>${words}</span>`;
  });

export const Inlines = ({ nodes, first = false }: { nodes: Inline[]; first?: boolean }): Drawn =>
  nodes.map(
    (node, i) => html`<${InlineNode} key=${i} node=${node} first=${first && startsLine(nodes, i)} />`,
  );

const startsLine = (nodes: Inline[], i: number): boolean => i === 0 || nodes[i - 1]?.kind === 'break';

const InlineNode = ({ node, first }: { node: Inline; first: boolean }): Drawn => {
  switch (node.kind) {
    case 'text':
      return withEmoji(node.text);
    case 'bold':
      return html`<strong><${Inlines} nodes=${node.children} first=${first} /></strong>`;
    case 'italic':
      return html`<em><${Inlines} nodes=${node.children} first=${first} /></em>`;
    case 'strike':
      return html`<s><${Inlines} nodes=${node.children} first=${first} /></s>`;
    case 'code':
      return html`<code>${node.text}</code>`;
    case 'link':
      return html`<${Link} url=${node.url}><${Inlines} nodes=${node.children} /></${Link}>`;
    case 'user':
      return html`<${UserMention} id=${node.id} label=${node.label} />`;
    case 'channel':
      return html`<${ChannelMention} id=${node.id} label=${node.label} />`;
    case 'group':
      return html`<span class="mention">@${node.label || 'group'}</span>`;
    case 'broadcast':
      return html`<span class="mention">@${node.range}</span>`;
    case 'date':
      return html`<${Instant} ...${node} capital=${first} />`;
    case 'emoji':
      return html`<${Emoji} char=${node.char} />`;
    case 'break':
      return html`<br />`;
  }
};

/** A link only where the address is one that a message may send a person to; otherwise its words. */
export const Link = ({ url, children }: { url: string; children: Drawn }): Drawn => {
  const safe = safeUrl(url);
  return safe
    ? html`<a href=${safe} target="_blank" rel="noreferrer noopener">${children}</a>`
    : html`<span>${children}</span>`;
};

export const UserMention = ({ id, label = '' }: { id: string; label?: string }): Drawn => {
  const { person, mine } = useStore((state) => ({ person: personOf(state, id), mine: state.me?.id === id }));
  return html`<span class=${`mention${mine ? ' mine' : ''}`}>@${person?.name ?? (label || id)}</span>`;
};

export const ChannelMention = ({ id, label = '' }: { id: string; label?: string }): Drawn => {
  const one = useStore((state) => conversationOf(state, id));
  if (!one) return html`<span class="mention">#${label || 'private channel'}</span>`;
  return html`<button type="button" class="mention link" onClick=${() => go({ kind: 'conversation', id })}>#${one.name}</button>`;
};

type InstantProps = { seconds: number; format: string; url: string; fallback: string; capital?: boolean };

export const Instant = ({ seconds, format, url, capital: first = false }: InstantProps): Drawn => {
  const zone = useStore((state) => state.me?.tz ?? 'UTC');
  const at = new Date(seconds * 1000);
  const words = dateToken(seconds, format, { zone, now: new Date() });
  const time = html`<time datetime=${at.toISOString()} title=${fullInstant(at, zone)}>${first ? capital(words) : words}</time>`;
  return url ? html`<${Link} url=${url}>${time}</${Link}>` : time;
};

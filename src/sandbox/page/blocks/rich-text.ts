import { charOf, Emoji, withEmoji } from '../emoji.ts';
import { type Drawn, html } from '../html.ts';
import { type Dict, dict, dicts, number, string } from '../read.ts';
import { ChannelMention, Instant, Link, UserMention } from '../text.ts';
import type { BlockProps } from './props.ts';

export const RichText = ({ block }: Pick<BlockProps, 'block'>): Drawn =>
  html`<div class="rich-text">${dicts(block.elements).map((part, i) => html`<${Part} key=${i} part=${part} />`)}</div>`;

const Part = ({ part }: { part: Dict }): Drawn => {
  const leaves = dicts(part.elements);
  switch (part.type) {
    case 'rich_text_list':
      return html`<${List} part=${part} />`;
    case 'rich_text_quote':
      return html`<blockquote><${Leaves} leaves=${leaves} /></blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre><code>${leaves.map((leaf) => string(leaf.text) || string(leaf.url)).join('')}</code></pre>`;
    default:
      return html`<div class="lines"><${Leaves} leaves=${leaves} /></div>`;
  }
};

const List = ({ part }: { part: Dict }): Drawn => {
  const items = dicts(part.elements).map(
    (item, i) => html`<li key=${i}><${Leaves} leaves=${dicts(item.elements)} /></li>`,
  );
  const indent = number(part.indent, 0);
  const inset = indent > 0 ? { marginLeft: `${indent * 22}px` } : {};
  return part.style === 'ordered'
    ? html`<ol style=${inset} start=${number(part.offset, 0) + 1} data-indent=${indent % 3}>${items}</ol>`
    : html`<ul style=${inset} data-indent=${indent % 3}>${items}</ul>`;
};

const Leaves = ({ leaves }: { leaves: Dict[] }): Drawn =>
  leaves.map(
    (leaf, i) => html`<${Styled} key=${i} style=${dict(leaf.style)}><${Leaf} leaf=${leaf} /></${Styled}>`,
  );

const Styled = ({ style, children }: { style: Dict; children?: Drawn }): Drawn => {
  let drawn = children;
  if (style.code === true) drawn = html`<code>${drawn}</code>`;
  if (style.strike === true) drawn = html`<s>${drawn}</s>`;
  if (style.italic === true) drawn = html`<em>${drawn}</em>`;
  if (style.bold === true) drawn = html`<strong>${drawn}</strong>`;
  if (style.underline === true) drawn = html`<u>${drawn}</u>`;
  return drawn;
};

const Leaf = ({ leaf }: { leaf: Dict }): Drawn => {
  switch (leaf.type) {
    case 'text':
      return html`<span class="plain">${withEmoji(string(leaf.text))}</span>`;
    case 'link':
      return html`<${Link} url=${string(leaf.url)}>${string(leaf.text) || string(leaf.url)}</${Link}>`;
    case 'emoji':
      return html`<${Emoji} char=${unicodeOf(leaf)} />`;
    case 'user':
      return html`<${UserMention} id=${string(leaf.user_id)} />`;
    case 'channel':
      return html`<${ChannelMention} id=${string(leaf.channel_id)} />`;
    case 'usergroup':
      return html`<span class="mention">@group</span>`;
    case 'broadcast':
      return html`<span class="mention">@${string(leaf.range)}</span>`;
    case 'date':
      return html`<${Instant} seconds=${number(leaf.timestamp, 0)} format=${string(leaf.format)} url=${string(leaf.url)} fallback=${string(leaf.fallback)} />`;
    case 'color':
      return html`<code>${string(leaf.value)}</code>`;
    default:
      return html`<span class="unknown-leaf">[${string(leaf.type)}]</span>`;
  }
};

const unicodeOf = (leaf: Dict): string => {
  const points = string(leaf.unicode)
    .split('-')
    .map((hex) => Number.parseInt(hex, 16));
  const valid = points.length > 0 && points.every((point) => point > 0 && point < 0x110000);
  return valid ? String.fromCodePoint(...points) : (charOf(string(leaf.name)) ?? `:${string(leaf.name)}:`);
};

/** The words of a table cell: raw_text, raw_number or rich_text. */
export const Cell = ({ cell }: { cell: Dict }): Drawn =>
  cell.type === 'rich_text'
    ? html`<${RichText} block=${cell} />`
    : html`<span class="plain">${withEmoji(string(cell.text))}</span>`;

export const isNumber = (cell: Dict | undefined): boolean => cell?.type === 'raw_number';

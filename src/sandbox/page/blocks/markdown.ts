import { withEmoji } from '../emoji.ts';
import { type Drawn, html } from '../html.ts';
import { type Chunk, parseMarkdown, type Span } from '../markdown.ts';
import { string } from '../read.ts';
import { Link } from '../text.ts';
import type { BlockProps } from './props.ts';
import { WideTable } from './wide-table.ts';

/** The markdown block: real Markdown, not Slack's marking. */
export const Markdown = ({ block }: BlockProps): Drawn =>
  html`<div class="markdown">${parseMarkdown(string(block.text)).map((chunk, i) => html`<${Piece} key=${i} chunk=${chunk} />`)}</div>`;

const Piece = ({ chunk }: { chunk: Chunk }): Drawn => {
  switch (chunk.kind) {
    case 'heading':
      return html`<div class=${`header level-${chunk.level}`} role="heading" aria-level=${chunk.level + 2}><${Spans} spans=${chunk.spans} /></div>`;
    case 'paragraph':
      return html`<p><${Spans} spans=${chunk.spans} /></p>`;
    case 'quote':
      return html`<blockquote><${Spans} spans=${chunk.spans} /></blockquote>`;
    case 'code':
      return html`<pre><code>${chunk.text}</code></pre>`;
    case 'rule':
      return html`<hr class="divider" />`;
    case 'list': {
      const items = chunk.items.map(
        (item, i) =>
          html`<li key=${i} style=${{ marginLeft: `${item.indent * 22}px` }}><${Spans} spans=${item.spans} /></li>`,
      );
      return chunk.ordered ? html`<ol start=${chunk.start}>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case 'table':
      return html`<div class="table-frame"><${WideTable} label="Table"><table>
        <thead><tr>${chunk.head.map((cell, i) => html`<th key=${i} scope="col"><${Spans} spans=${cell} /></th>`)}</tr></thead>
        <tbody>${chunk.rows.map((row, r) => html`<tr key=${r}>${row.map((cell, i) => html`<td key=${i}><${Spans} spans=${cell} /></td>`)}</tr>`)}</tbody>
      </table><//></div>`;
  }
};

const Spans = ({ spans }: { spans: Span[] }): Drawn =>
  spans.map((span, i) => html`<${OneSpan} key=${i} span=${span} />`);

const OneSpan = ({ span }: { span: Span }): Drawn => {
  switch (span.kind) {
    case 'text':
      return withEmoji(span.text);
    case 'code':
      return html`<code>${span.text}</code>`;
    case 'bold':
      return html`<strong><${Spans} spans=${span.children} /></strong>`;
    case 'italic':
      return html`<em><${Spans} spans=${span.children} /></em>`;
    case 'strike':
      return html`<s><${Spans} spans=${span.children} /></s>`;
    case 'link':
      return html`<${Link} url=${span.url}><${Spans} spans=${span.children} /></${Link}>`;
    case 'break':
      return html`<br />`;
  }
};

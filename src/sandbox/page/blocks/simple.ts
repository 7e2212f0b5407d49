import { useId } from 'preact/hooks';
import { Element, Thumbnail } from '../elements/element.ts';
import { type Drawn, html } from '../html.ts';
import { dict, dicts, has, number, string, textOf } from '../read.ts';
import { ElementRow } from '../surface.ts';
import { Plain, TextObject } from '../text.ts';
import type { BlockProps } from './props.ts';

export const Section = ({ block }: BlockProps): Drawn => {
  const fields = dicts(block.fields);
  const accessory = dict(block.accessory);
  const id = useId();
  const words = html`<div class="section-words" id=${id}>
    ${has(block.text) && html`<div class="section-text"><${TextObject} of=${block.text} /></div>`}
    ${
      fields.length > 0 &&
      html`<div class="fields">${fields.map((field, i) => html`<div class="field" key=${i}><${TextObject} of=${field} /></div>`)}</div>`
    }
  </div>`;
  if (!string(accessory.type)) return html`<div class="section">${words}</div>`;
  return html`<${ElementRow} blockId=${string(block.block_id)}>
    <div class=${`section with-${string(accessory.type)}`}>${words}
      <div class="accessory"><${Element} element=${accessory} sends=${true} describedBy=${id} /></div>
    </div>
  </${ElementRow}>`;
};

export const Header = ({ block }: BlockProps): Drawn => {
  const level = Math.min(4, Math.max(1, number(block.level, 1)));
  return html`<div class=${`header level-${level}`} role="heading" aria-level=${level + 2}><${Plain} text=${textOf(block.text)} /></div>`;
};

export const Divider = (): Drawn => html`<hr class="divider" />`;

export const Context = ({ block }: BlockProps): Drawn => html`<div class="context">
  ${dicts(block.elements).map((element, i) =>
    element.type === 'image'
      ? html`<${Thumbnail} key=${i} element=${element} kind="context-image" />`
      : html`<div class="context-text" key=${i}><${TextObject} of=${element} /></div>`,
  )}
</div>`;

export const ImageBlock = ({ block }: BlockProps): Drawn => html`<figure class="image">
  ${has(block.title) && html`<figcaption><${Plain} text=${textOf(block.title)} /></figcaption>`}
  <${Thumbnail} element=${block} kind="image-full" />
</figure>`;

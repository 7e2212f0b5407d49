import { useState } from 'preact/hooks';
import type { SlackBlock } from '../../page-api.ts';
import { Element, Thumbnail } from '../elements/element.ts';
import { type Drawn, html } from '../html.ts';
import { Icon } from '../icons.ts';
import { dict, dicts, has, string, textOf } from '../read.ts';
import { ElementRow } from '../surface.ts';
import { Plain, TextObject } from '../text.ts';
import type { BlockProps } from './props.ts';
import { RichText } from './rich-text.ts';

export const Card = ({ block }: Pick<BlockProps, 'block'>): Drawn => html`<div class="card">
  ${has(block.hero_image) && html`<${Thumbnail} element=${block.hero_image} kind="card-hero" />`}
  <div class="card-body">
    ${has(block.icon) && html`<${Thumbnail} element=${block.icon} kind="card-icon" />`}
    <div class="card-words">
      ${has(block.title) && html`<div class="card-title"><${TextObject} of=${block.title} /></div>`}
      ${has(block.subtitle) && html`<div class="card-subtitle"><${TextObject} of=${block.subtitle} /></div>`}
      ${has(block.body) && html`<div class="card-text"><${TextObject} of=${block.body} /></div>`}
      ${has(block.subtext) && html`<div class="card-subtitle"><${TextObject} of=${block.subtext} /></div>`}
    </div>
  </div>
  ${
    dicts(block.actions).length > 0 &&
    html`<${ElementRow} blockId=${string(block.block_id)}><div class="actions">
    ${dicts(block.actions).map((element, i) => html`<${Element} key=${string(element.action_id) || i} element=${element} sends=${true} />`)}
  </div></${ElementRow}>`
  }
</div>`;

export const Carousel = ({
  block,
}: BlockProps): Drawn => html`<div class="carousel" tabindex="0" role="region" aria-label="Cards">
  ${dicts(block.elements).map((card, i) => html`<${Card} key=${string(card.block_id) || i} block=${card as SlackBlock} />`)}
</div>`;

export const Container = ({ block, draw }: BlockProps): Drawn => {
  const folds = block.is_collapsible === true;
  const [open, setOpen] = useState(!(folds && block.default_collapsed === true));
  const head = html`
    ${folds && html`<span class=${`fold${open ? ' open' : ''}`}><${Icon} name="right" /></span>`}
    ${has(block.icon) && html`<${Thumbnail} element=${block.icon} kind="context-image" />`}
    <span class="container-title">
      ${has(block.rich_text_title) ? html`<${RichText} block=${dict(block.rich_text_title)} />` : html`<${Plain} text=${textOf(block.title)} />`}
      ${has(block.subtitle) && html`<small><${TextObject} of=${block.subtitle} /></small>`}
    </span>`;
  return html`<div class=${`container width-${string(block.width) || 'standard'}`}>
    ${
      folds
        ? html`<button type="button" class="container-head" aria-expanded=${open} onClick=${() => setOpen(!open)}>${head}</button>`
        : html`<div class="container-head">${head}</div>`
    }
    ${open && html`<div class=${`container-body${block.has_header_divider === false ? '' : ' divided'}`}>${draw(block.child_blocks)}</div>`}
  </div>`;
};

const levels: Record<string, string> = { info: 'Note', warning: 'Warning', error: 'Error', success: 'Done' };

export const Alert = ({ block }: BlockProps): Drawn => {
  const level = Object.hasOwn(levels, string(block.level)) ? string(block.level) : 'default';
  return html`<div class=${`alert ${level}`} role=${level === 'error' ? 'alert' : 'note'}>
    <${Icon} name=${level === 'success' ? 'check' : 'info'} />
    <div>${levels[level] && html`<strong class="hidden">${levels[level]}: </strong>`}<${TextObject} of=${block.text} /></div>
  </div>`;
};

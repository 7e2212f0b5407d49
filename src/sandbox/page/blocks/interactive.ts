import { useId } from 'preact/hooks';
import { Element } from '../elements/element.ts';
import { type Drawn, html } from '../html.ts';
import { dict, dicts, has, string, textOf } from '../read.ts';
import { ElementRow, useSurface } from '../surface.ts';
import { Plain } from '../text.ts';
import type { BlockProps } from './props.ts';

export const Actions = ({
  block,
}: BlockProps): Drawn => html`<${ElementRow} blockId=${string(block.block_id)}>
  <div class="actions">
    ${dicts(block.elements).map((element, i) => html`<${Element} key=${string(element.action_id) || i} element=${element} sends=${true} />`)}
  </div>
</${ElementRow}>`;

export const ContextActions = ({
  block,
}: BlockProps): Drawn => html`<${ElementRow} blockId=${string(block.block_id)}>
  <div class="actions quiet">
    ${dicts(block.elements).map((element, i) => html`<${Element} key=${string(element.action_id) || i} element=${element} sends=${true} />`)}
  </div>
</${ElementRow}>`;

/** A labelled field; what is wrong with it stands under it. */
export const Input = ({ block }: BlockProps): Drawn => {
  const id = useId();
  const { errors } = useSurface();
  const blockId = string(block.block_id);
  const error = errors[blockId] ?? '';
  const described = [error ? `${id}-error` : '', has(block.hint) ? `${id}-hint` : '']
    .filter(Boolean)
    .join(' ');
  return html`<${ElementRow} blockId=${blockId}>
    <div class=${`field-row${error ? ' wrong' : ''}`}>
      <div class="label" id=${`${id}-label`}><${Plain} text=${textOf(block.label)} />${
        block.optional === true
          ? html` <span class="optional">(optional)</span>`
          : html`<span class="required" aria-label="required"> *</span>`
      }</div>
      <${Element} element=${dict(block.element)} sends=${block.dispatch_action === true} labelId=${`${id}-label`}
        describedBy=${described || undefined} invalid=${error ? true : undefined} />
      ${error && html`<p class="field-error" id=${`${id}-error`} role="alert">${error}</p>`}
      ${has(block.hint) && html`<p class="hint" id=${`${id}-hint`}><${Plain} text=${textOf(block.hint)} /></p>`}
    </div>
  </${ElementRow}>`;
};

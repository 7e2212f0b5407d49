import { useId } from 'preact/hooks';
import type { SlackOption } from '../../page-api.ts';
import { type Drawn, html } from '../html.ts';
import { dict, dicts, has } from '../read.ts';
import { type ElementProps, useElement } from '../surface.ts';
import { TextObject } from '../text.ts';

/** checkboxes and radio_buttons: an option is a line with a small second one. */
export const ChoicesElement = ({ element, sends, labelId, describedBy, invalid }: ElementProps): Drawn => {
  const { value, choose, busy } = useElement({ element, sends });
  const name = useId();
  const many = element.type === 'checkboxes';
  const chosen = many ? (value.selected_options ?? []) : value.selected_option ? [value.selected_option] : [];
  const isOn = (option: SlackOption): boolean => chosen.some((one) => one.value === option.value);
  const toggle = (option: SlackOption): void => {
    const next = isOn(option) ? chosen.filter((one) => one.value !== option.value) : [...chosen, option];
    void choose(many ? { ...value, selected_options: next } : { ...value, selected_option: option });
  };
  return html`<div class="options" role=${many ? 'group' : 'radiogroup'} aria-labelledby=${labelId} aria-describedby=${describedBy} aria-invalid=${invalid}>
    ${(dicts(element.options) as SlackOption[]).map(
      (option) => html`<label class="option" key=${option.value}>
      <input type=${many ? 'checkbox' : 'radio'} name=${name} checked=${isOn(option)} disabled=${busy} onChange=${() => toggle(option)} />
      <span class="option-text"><${TextObject} of=${option.text} />
        ${has(dict(option).description) && html`<small><${TextObject} of=${dict(option).description} /></small>`}
      </span>
    </label>`,
    )}
  </div>`;
};

import { useRef, useState } from 'preact/hooks';
import { type Drawn, html } from '../html.ts';
import { Icon } from '../icons.ts';
import { Popover } from '../popover.ts';
import { dict, dicts, string, textOf } from '../read.ts';
import { safeUrl } from '../safe-url.ts';
import { type ElementProps, questionOf, useElement, useRow } from '../surface.ts';
import { Plain } from '../text.ts';
import { arrows } from './lists.ts';

export const ButtonElement = ({ element }: ElementProps): Drawn => {
  const row = useRow();
  const actionId = string(element.action_id);
  const url = safeUrl(string(element.url));
  const style = element.style === 'primary' || element.style === 'danger' ? element.style : '';
  const press = async (): Promise<void> => {
    const pressed = await row.press(actionId, undefined, questionOf(element));
    if (pressed && url) open(url, '_blank', 'noreferrer,noopener');
  };
  return html`<${PressButton} text=${textOf(element.text)} label=${string(element.accessibility_label)} style=${style}
    waiting=${row.busy === actionId} busy=${row.busy !== ''} link=${url !== null} press=${press} />`;
};

type PressProps = {
  text: string;
  label: string;
  style: string;
  waiting: boolean;
  busy: boolean;
  link?: boolean;
  press(): void;
};

/** Stays in place and keeps focus while it waits: `aria-disabled`, never `disabled`. */
export const PressButton = ({ text, label, style, waiting, busy, link, press }: PressProps): Drawn =>
  html`<button type="button" class=${`button ${style}${waiting ? ' waiting' : ''}`} aria-label=${label || undefined}
    aria-disabled=${busy} aria-busy=${waiting} onClick=${() => busy || press()}>
    <span class="button-text"><${Plain} text=${text} /></span>
    ${link && html`<span class="away" aria-hidden="true">↗</span>`}
    ${waiting && html`<span class="spinner" aria-hidden="true"></span>`}
  </button>`;

export const OverflowElement = ({ element, describedBy }: ElementProps): Drawn => {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const row = useRow();
  const actionId = string(element.action_id);
  const waiting = row.busy === actionId;
  const pick = async (option: Record<string, unknown>): Promise<void> => {
    setOpen(false);
    anchor.current?.focus();
    const url = safeUrl(string(option.url));
    const chosen = { type: 'overflow', selected_option: option as never };
    const pressed = await row.press(actionId, chosen, questionOf(element));
    if (pressed && url) globalThis.open(url, '_blank', 'noreferrer,noopener');
  };
  return html`<button type="button" ref=${anchor} class=${`button more${waiting ? ' waiting' : ''}`} aria-haspopup="menu" aria-expanded=${open}
      aria-label=${string(element.accessibility_label) || 'More'} aria-describedby=${describedBy} aria-disabled=${row.busy !== ''} onClick=${() => row.busy || setOpen(!open)}>
      <span class="button-text"><${Icon} name="more" /></span>
      ${waiting && html`<span class="spinner" aria-hidden="true"></span>`}
    </button>
    ${
      open &&
      html`<${Popover} anchor=${anchor} kind="menu" edge="end" onClose=${() => setOpen(false)}>
      <div role="menu" onKeyDown=${arrows('[role=menuitem]')}>
        ${dicts(element.options).map(
          (
            option,
          ) => html`<button type="button" role="menuitem" class="menu-item" key=${string(option.value)} onClick=${() => pick(option)}>
          <${Plain} text=${textOf(option.text)} />
          ${option.description ? html`<small>${textOf(option.description)}</small>` : null}
        </button>`,
        )}
      </div>
    </${Popover}>`
    }`;
};

/** Two quiet buttons of which one stays pressed. */
export const FeedbackButtons = ({ element }: ElementProps): Drawn => {
  const row = useRow();
  const [given, setGiven] = useState('');
  const actionId = string(element.action_id);
  const give = async (which: 'positive_button' | 'negative_button'): Promise<void> => {
    const value = string(dict(element[which]).value);
    if (await row.press(actionId, { type: 'feedback_buttons', value })) setGiven(which);
  };
  return html`<span class="feedback" role="group">
    ${(['positive_button', 'negative_button'] as const).map(
      (which) => html`<button type="button" key=${which} class="button quiet"
      aria-pressed=${given === which} aria-disabled=${row.busy !== ''} aria-label=${string(dict(element[which]).accessibility_label) || undefined}
      onClick=${() => row.busy || give(which)}><${Plain} text=${textOf(dict(element[which]).text)} /></button>`,
    )}
  </span>`;
};

export const IconButton = ({ element }: ElementProps): Drawn => {
  const { busy, waiting } = useElement({ element, sends: true });
  const row = useRow();
  return html`<button type="button" class=${`button quiet${waiting ? ' waiting' : ''}`} aria-disabled=${busy}
    aria-label=${string(element.accessibility_label) || textOf(element.text)} title=${textOf(element.text)}
    onClick=${() => busy || row.press(string(element.action_id), undefined, questionOf(element))}>
    <span class="button-text"><${Icon} name="trash" /></span>
    ${waiting && html`<span class="spinner" aria-hidden="true"></span>`}
  </button>`;
};

/** Block Kit's pieces with our limits built in. A builder composes these and never writes a block by hand. */
import type {
  ActionsBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  KnownBlock,
  ModalView,
  MrkdwnElement,
  Overflow,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';
import { limits } from './limits.ts';
import { cut, cutMarkup, joined, type Markup, type Plain, plainOr } from './text.ts';

export type Block = KnownBlock;
/** A message: `text` is a complete statement, the blocks are its picture. */
export type Card = { text: string; blocks: Block[] };
export type Modal = ModalView;

/** What every card needs to know of where and when it is read. */
export type Here = { now: Date; zone: string; currency: string; clockSet?: boolean };

export const plainText = (text: string, most: number, otherwise = '–'): PlainTextElement => ({
  type: 'plain_text',
  text: plainOr(text, most, otherwise),
});

// The same few labels stand on every card.
const labels = new Map<string, PlainTextElement>();
const label = (text: string, most: number): PlainTextElement => {
  const known = text.length <= most ? labels.get(text) : undefined;
  if (known) return known;
  const made = Object.freeze(plainText(text, most));
  if (labels.size < 500 && text.length <= most) labels.set(text, made);
  return made;
};

// `verbatim`: Slack must not make links or mentions of what it finds in the text.
const mrkdwn = (text: Markup, most: number): MrkdwnElement => ({
  type: 'mrkdwn',
  text: cutMarkup(text, most) || '–',
  verbatim: true,
});

export const section = (text: Markup, accessory?: Button | Overflow): SectionBlock => {
  const made: SectionBlock = { type: 'section', text: mrkdwn(text, limits.section.text) };
  if (accessory) made.accessory = accessory;
  return made;
};

/** A section whose end must not be folded away, for lines with numbers. */
export const unfolded = (text: Markup): SectionBlock => {
  const made = section(text);
  made.expand = true;
  return made;
};

export const context = (...items: (Markup | null | undefined | false)[]): ContextBlock => ({
  type: 'context',
  elements: [mrkdwn(joined(items, ' · '), limits.context.text)],
});

export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: plainText(text, limits.header.text),
});
export const divider = (): DividerBlock => ({ type: 'divider' });

export type ButtonOptions = {
  value?: string;
  style?: 'primary' | 'danger';
  /** Names the object where the label is not unique on the screen. */
  label?: string;
  /** What it is about, said after its text: "Why: move close date of Acme Platform". */
  of?: Plain;
  url?: string;
  /** Of its text, where it holds a name with the fact that tells it apart. */
  most?: number;
  confirm?: { title: string; text: string; yes: string };
};

export const button = (actionId: string, text: string, options: ButtonOptions = {}): Button => {
  const { value, style, url, of, confirm } = options;
  const made: Button = {
    type: 'button',
    action_id: actionId,
    text: label(text, options.most ?? limits.button.shown),
  };
  if (value !== undefined) made.value = value;
  if (style) made.style = style;
  if (url) made.url = url;
  if (of) made.accessibility_label = cut(`${text}: ${of.plain}`, limits.button.label);
  else if (options.label) made.accessibility_label = plainOr(options.label, limits.button.label, text);
  if (confirm) {
    made.confirm = {
      title: plainText(confirm.title, limits.confirm.title),
      text: plainText(confirm.text, limits.confirm.text),
      confirm: plainText(confirm.yes, limits.confirm.button),
      deny: plainText('Cancel', limits.confirm.button),
    };
  }
  return made;
};

export const option = (text: string, value: string): PlainTextOption => ({
  text: label(text, limits.option.text),
  value: value.slice(0, limits.option.value),
});

export const overflow = (actionId: string, options: PlainTextOption[]): Overflow => ({
  type: 'overflow',
  action_id: actionId,
  options: options.slice(0, limits.overflow.options),
});

/** A row of buttons; nothing when there are none. */
export const row = (
  ...elements: (ActionsBlock['elements'][number] | null | undefined | false)[]
): ActionsBlock[] => {
  const kept: ActionsBlock['elements'] = [];
  for (const element of elements) if (element && kept.length < limits.actions.elements) kept.push(element);
  return kept.length === 0 ? [] : [{ type: 'actions', elements: kept }];
};

export const input = (
  blockId: string,
  label: string,
  element: InputBlock['element'],
  options: { hint?: string; optional?: boolean } = {},
): InputBlock => ({
  type: 'input',
  block_id: blockId,
  label: plainText(label, limits.input.label),
  element,
  optional: options.optional ?? false,
  ...(options.hint ? { hint: plainText(options.hint, limits.input.hint) } : {}),
});

export const modal = (view: {
  callbackId: string;
  title: string;
  blocks: Block[];
  submit?: string;
  close?: string;
  keep?: string;
}): Modal => ({
  type: 'modal',
  callback_id: view.callbackId,
  title: plainText(view.title, limits.modal.title),
  close: plainText(view.close ?? (view.submit ? 'Cancel' : 'Close'), limits.modal.button),
  ...(view.submit ? { submit: plainText(view.submit, limits.modal.button) } : {}),
  ...(view.keep === undefined ? {} : { private_metadata: view.keep }),
  blocks: view.blocks.slice(0, limits.modal.blocks),
});

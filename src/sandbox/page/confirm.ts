import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from './dialog.ts';
import { type Drawn, html } from './html.ts';
import { textOf } from './read.ts';
import { TextObject } from './text.ts';

/** Slack's confirm object. */
export type Question = { title?: unknown; text?: unknown; confirm?: unknown; deny?: unknown; style?: string };

type Asked = { question: Question; answer(yes: boolean): void };
let show: (asked: Asked | null) => void = () => {};

/** Asks in a small window; resolves with the answer. */
export const ask = (question: Question): Promise<boolean> =>
  new Promise((resolve) =>
    show({
      question,
      answer: (yes) => {
        show(null);
        resolve(yes);
      },
    }),
  );

export const ConfirmWindow = (): Drawn => {
  const [asked, setAsked] = useState<Asked | null>(null);
  const yes = useRef<HTMLButtonElement>(null);
  show = setAsked;
  useEffect(() => yes.current?.focus(), [asked]);
  if (!asked) return null;
  const { question, answer } = asked;
  const tone = question.style === 'danger' ? 'danger' : 'primary';
  return html`<${Dialog} key="confirm" label=${textOf(question.title) || 'Are you sure?'} kind="confirm" onClose=${() => answer(false)}>
    <h2>${textOf(question.title) || 'Are you sure?'}</h2>
    <div class="dialog-text"><${TextObject} of=${question.text} /></div>
    <footer>
      <button type="button" class="button" onClick=${() => answer(false)}>${textOf(question.deny) || 'Cancel'}</button>
      <button type="button" class=${`button ${tone}`} ref=${yes} onClick=${() => answer(true)}>${textOf(question.confirm) || 'Yes'}</button>
    </footer>
  </${Dialog}>`;
};

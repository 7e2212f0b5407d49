/** The draft of a second message after one that went out: whoever drafted it reads, edits and sends it. */
import { about, actions, forms, inputs } from './ids.ts';
import { button, type Card, context, type Here, input, type Modal, modal, row, section } from './kit.ts';
import { bold, data, instant, joined, lines, md, name, plain, quote, spoken } from './text.ts';
import { clockSetTo } from './words.ts';

export type CorrectionCard = {
  id: number;
  to: string;
  deal: string;
  text: string;
  /** When the first message went out, and whether by e-mail. */
  sentAt: Date;
  outside: boolean;
  at: Date;
  state:
    | { is: 'draft' }
    | { is: 'discarded'; at: Date }
    | { is: 'held'; until: Date; changeId: number }
    | { is: 'on its way' }
    | { is: 'sent'; at: Date }
    | { is: 'not sent'; because: string };
};

export const correctionCard = (card: CorrectionCard, here: Here): Card => {
  const of = `correction to ${card.to} about ${card.deal}`;
  const value = about('correction', card.id);
  const heading = (mark: string, said: string) =>
    section(lines(joined([data(mark), bold(data(said))], ' '), quote(card.text)));
  const meta = context(
    card.outside
      ? md`The first message went out by e-mail ${instant(card.sentAt)} and stays sent`
      : md`The first message was sent ${instant(card.sentAt)} and stays sent`,
    clockSetTo(here),
  );
  const { state } = card;
  switch (state.is) {
    case 'draft':
      return {
        text: spoken(`Draft of a ${of}. Nothing is sent before you send it.`),
        blocks: [
          section(
            lines(
              md`${bold(md`Draft: correction to ${name(card.to)} about ${name(card.deal)}.`)} Nothing is sent before you send it.`,
              quote(card.text),
            ),
          ),
          meta,
          ...row(
            button(actions.sendCorrection, 'Edit and send…', {
              value,
              label: `Edit and send: ${of}`,
              style: 'primary',
            }),
            button(actions.discardCorrection, 'Discard', { value, label: `Discard: ${of}` }),
          ),
        ],
      };
    case 'held':
      return {
        text: spoken(`The ${of} is held and can be stopped.`),
        blocks: [
          section(
            lines(
              md`⏳ ${bold(md`Correction to ${name(card.to)} goes out at ${instant(state.until, 'time')}.`)} It cannot be taken back once it is sent.`,
              quote(card.text),
            ),
          ),
          meta,
          ...row(
            button(actions.stopSending, 'Stop', {
              value: about('change', state.changeId),
              label: `Stop: ${of}`,
              style: 'danger',
            }),
          ),
        ],
      };
    case 'discarded':
      return {
        text: spoken(`The ${of} was discarded. Nothing was sent.`),
        blocks: [heading('⚪', 'Discarded. Nothing was sent.'), meta],
      };
    case 'on its way':
      return {
        text: spoken(`The ${of} is on its way.`),
        blocks: [heading('⏳', `Correction to ${card.to} is on its way.`), meta],
      };
    case 'sent':
      return {
        text: spoken(`The ${of} was sent.`),
        blocks: [heading('✅', `Correction to ${card.to} was sent.`), meta],
      };
    case 'not sent':
      return {
        text: spoken(`The ${of} was not sent: ${state.because}`),
        blocks: [heading('⚪', `Correction to ${card.to} was not sent: ${state.because}`), meta],
      };
  }
};

/** What was drafted, to be read and edited; its button sends it. */
export const correctionForm = (
  card: Pick<CorrectionCard, 'id' | 'to' | 'deal' | 'text' | 'outside'>,
): Modal =>
  modal({
    callbackId: forms.correction,
    title: 'Send a correction',
    submit: 'Send',
    keep: JSON.stringify({ about: about('correction', card.id) }),
    blocks: [
      section(
        joined(
          [
            md`Correction to ${name(card.to)} about ${bold(name(card.deal))}.`,
            card.outside ? md`It goes out by e-mail, after the minutes in which it can be stopped.` : null,
          ],
          ' ',
        ),
      ),
      input(inputs.note, 'Message', {
        type: 'plain_text_input',
        action_id: inputs.note,
        multiline: true,
        max_length: 1000,
        initial_value: plain(card.text, 1000),
      }),
    ],
  });

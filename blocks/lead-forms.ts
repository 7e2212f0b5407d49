/** The small form in which a lead is handed to somebody. */
import { type Kept, keep } from './forms.ts';
import { forms, inputs } from './ids.ts';
import { input, type Modal, modal, option, section } from './kit.ts';
import { limits } from './limits.ts';
import { bold, md, name } from './text.ts';

export type Receiver = {
  id: string;
  name: string;
  /** "EMEA", "50 open deals, at the limit". */
  fact: string | null;
};

export const handOverForm = (view: { leadId: string; lead: string; to: Receiver[]; place: Kept }): Modal =>
  modal({
    callbackId: forms.handOver,
    title: 'Hand over lead',
    submit: 'Hand over',
    keep: keep({ ...view.place, about: `lead:${view.leadId}` }),
    blocks: [
      section(md`${bold(name(view.lead))}`),
      input(inputs.to, 'To', {
        type: 'static_select',
        action_id: inputs.to,
        options: view.to
          .slice(0, limits.select.options)
          .map((one) => option(one.fact ? `${one.name} (${one.fact})` : one.name, one.id)),
      }),
      input(
        inputs.note,
        'Note',
        { type: 'plain_text_input', action_id: inputs.note, max_length: 500 },
        { optional: true, hint: 'The new owner reads it with the lead.' },
      ),
    ],
  });

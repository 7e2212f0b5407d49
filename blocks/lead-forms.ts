/** The small forms about a lead: handing it to somebody, saying that it is none, merging it into another. */
import { notALeadReasons } from '../src/story/lead.ts';
import { type Kept, keep } from './forms.ts';
import { actions, forms, inputs } from './ids.ts';
import { button, context, input, type Modal, modal, option, row, section } from './kit.ts';
import { limits } from './limits.ts';
import { bold, data, lines, md, name } from './text.ts';

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

/** Whoever had the lead when the form was opened: a claim meanwhile is not passed over. */
type OfLead = { leadId: string; lead: string; seenWith: string | null; place: Kept };
const kept = ({ leadId, seenWith, place }: OfLead): string =>
  keep({ ...place, about: `lead:${leadId}`, seenWith });

export const notALeadForm = (view: OfLead): Modal =>
  modal({
    callbackId: forms.notALead,
    title: 'Not a lead',
    submit: 'Close the lead',
    keep: kept(view),
    blocks: [
      section(lines(bold(name(view.lead)), data('Tap a reason; the card closes at once.'))),
      ...row(
        ...notALeadReasons.map((reason, n) =>
          button(`${actions.notALeadBecause}#${n}`, reason, {
            value: String(n),
            label: `Not a lead: ${reason}`,
          }),
        ),
      ),
      input(
        inputs.reason,
        'Or in your words',
        { type: 'plain_text_input', action_id: inputs.reason, max_length: 200 },
        { optional: true },
      ),
      context(data('Later leads of this sender get a lower confidence. You can undo it.')),
    ],
  });

export type SameAs = { kind: 'lead' | 'contact'; id: string; name: string; fact: string | null };

export const mergeForm = (view: OfLead & { same: SameAs[] }): Modal =>
  modal({
    callbackId: forms.merge,
    title: 'Merge lead',
    submit: 'Merge',
    keep: kept(view),
    blocks: [
      section(bold(name(view.lead))),
      input(
        inputs.to,
        'Is the same as',
        {
          type: 'static_select',
          action_id: inputs.to,
          options: view.same
            .slice(0, limits.select.options)
            .map((one) => option(one.fact ? `${one.name} (${one.fact})` : one.name, `${one.kind}:${one.id}`)),
        },
        { hint: 'What is missing there is filled in from this lead, and nothing else is changed.' },
      ),
      context(data('Whatever this person sends from now on goes there. You can undo it.')),
    ],
  });

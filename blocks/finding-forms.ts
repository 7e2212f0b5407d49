/** The small forms of an alert on a figure: another limit, with what it does before it is set; and who is told as well. */
import { type Kept, keep } from './forms.ts';
import { forms, inputs } from './ids.ts';
import { context, input, type Modal, modal, option, section } from './kit.ts';
import { limits } from './limits.ts';
import { bold, data, lines, plain } from './text.ts';

const mostTyped = 20;

export const limitForm = (view: {
  findingId: number;
  sentence: string;
  limit: string;
  hint: string;
  was: number;
  place: Kept;
}): Modal =>
  modal({
    callbackId: forms.limit,
    title: 'Change limit',
    submit: 'Preview',
    keep: keep({ ...view.place, about: `finding:${view.findingId}`, shown: { was: view.was } }),
    blocks: [
      section(data(view.sentence)),
      input(
        inputs.limit,
        'Limit',
        {
          type: 'plain_text_input',
          action_id: inputs.limit,
          ...(plain(view.limit, mostTyped) === '' ? {} : { initial_value: plain(view.limit, mostTyped) }),
          max_length: mostTyped,
        },
        { hint: view.hint },
      ),
      context(data('The next window shows what it does. Nothing is set before.')),
    ],
  });

/** What was typed, and what it does: the second step of the same form. */
export const limitPreview = (view: { limit: string; typed: string; effect: string[]; kept: Kept }): Modal =>
  modal({
    callbackId: forms.limitSeen,
    title: 'Change limit',
    submit: `Set to ${view.limit}`,
    keep: keep({ ...view.kept, typed: { limit: view.typed } }),
    blocks: [section(lines(bold(data(`Limit ${view.limit}`)), ...view.effect.map((line) => data(line))))],
  });

export const handForm = (view: {
  findingId: number;
  headline: string;
  to: { id: string; name: string }[];
  place: Kept;
}): Modal =>
  modal({
    callbackId: forms.handFinding,
    title: 'Hand to',
    submit: 'Hand over',
    keep: keep({ ...view.place, about: `finding:${view.findingId}` }),
    blocks: [
      section(bold(data(view.headline))),
      input(inputs.to, 'To', {
        type: 'static_select',
        action_id: inputs.to,
        options: view.to.slice(0, limits.select.options).map(({ id, name }) => option(name, id)),
      }),
      input(
        inputs.note,
        'Note',
        { type: 'plain_text_input', action_id: inputs.note, max_length: 200 },
        { optional: true, hint: 'It stands on the card.' },
      ),
    ],
  });

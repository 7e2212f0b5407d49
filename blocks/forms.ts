/** The small forms (ux.md 3.4): edit, reject, needs edit, rephrase, and the one sentence that a form turns into. */

import { number } from '../src/story/format.ts';
import type { About } from '../src/story/group.ts';
import { fieldInput, type ShownField } from './fields.ts';
import { about, actions, choice, forms, inputs } from './ids.ts';
import {
  type Block,
  button,
  context,
  type Here,
  input,
  type Modal,
  modal,
  option,
  row,
  section,
} from './kit.ts';
import { limits } from './limits.ts';
import { bold, data, lines, md, name, plain, quote } from './text.ts';

type Value = string | number | boolean | null;
/** What a form has to remember until it is sent: ids, and the values that it was opened with. Slack shows it to nobody. */
export type Kept = Record<string, Value | Record<string, Value>>;
export const keep = (kept: Kept): string => JSON.stringify(kept);

export const editForm = (
  view: { exceptionId: number; hash: string; deal: string; now: string; fields: ShownField[]; place: Kept },
  here: Here,
): Modal => {
  const fields = view.fields.slice(0, limits.modal.inputs - 2);
  const choices = fields.map((field) => option(field.label, field.field));
  const apply: Block[] =
    fields.length > 1
      ? [
          input(
            inputs.apply,
            'Apply',
            { type: 'checkboxes', action_id: inputs.apply, options: choices, initial_options: choices },
            { hint: 'Only ticked fields are changed.', optional: true },
          ),
        ]
      : [];
  return modal({
    callbackId: forms.edit,
    title: 'Edit proposal',
    submit: 'Save and approve',
    keep: keep({ ...view.place, exceptionId: view.exceptionId, hash: view.hash }),
    blocks: [
      section(fields.length > 1 ? bold(name(view.deal)) : md`${bold(name(view.deal))}, now: ${view.now}`),
      ...fields.map((field) => fieldInput(field, here, fields.length === 1)),
      ...apply,
    ],
  });
};

/** What is missing, and nothing else; each of them is to be filled in. */
export const fillForm = (
  view: {
    exceptionId: number;
    hash: string;
    deal: string;
    why: string;
    fields: ShownField[];
    place: Kept;
  },
  here: Here,
): Modal =>
  modal({
    callbackId: forms.edit,
    title: 'Fill in',
    submit: 'Save',
    keep: keep({ ...view.place, exceptionId: view.exceptionId, hash: view.hash }),
    blocks: [
      section(lines(bold(name(view.deal)), data(view.why))),
      ...view.fields.slice(0, limits.modal.inputs).map((field) => fieldInput(field, here, true)),
    ],
  });

/** A nudge is edited as text. */
export const editNudgeForm = (view: {
  exceptionId: number;
  hash: string;
  deal: string;
  to: string;
  text: string;
  place: Kept;
}): Modal =>
  modal({
    callbackId: forms.edit,
    title: 'Edit message',
    submit: 'Save and approve',
    keep: keep({ ...view.place, exceptionId: view.exceptionId, hash: view.hash }),
    blocks: [
      section(md`Message to ${name(view.to)} about ${bold(name(view.deal))}`),
      input(inputs.note, 'Message', {
        type: 'plain_text_input',
        action_id: inputs.note,
        multiline: true,
        max_length: 1000,
        initial_value: plain(view.text, 1000),
      }),
    ],
  });

/** By their numbers, which buttons that were drawn long ago name as well: later ones come last. */
export const rejectReasons = [
  'Deal is fine',
  'Wrong value',
  'Already done',
  'Not now',
  'Wrong deal',
  'Not applicable',
  'Contact is fine',
  'Wrong contact',
  'Account is fine',
  'Wrong account',
] as const;
/** What a tap says of a form. */
export const notApplicable = rejectReasons.indexOf('Not applicable');
const reasonsAbout: Record<About, (typeof rejectReasons)[number][]> = {
  deal: ['Deal is fine', 'Wrong value', 'Already done', 'Not now', 'Wrong deal'],
  contact: ['Contact is fine', 'Wrong value', 'Already done', 'Not now', 'Wrong contact'],
  account: ['Account is fine', 'Wrong value', 'Already done', 'Not now', 'Wrong account'],
};

export const rejectForm = (view: {
  about: About;
  exceptionId: number;
  hash: string;
  proposal: string;
  place: Kept;
}): Modal =>
  modal({
    callbackId: forms.reject,
    title: 'Reject proposal',
    submit: 'Reject',
    keep: keep({ ...view.place, exceptionId: view.exceptionId, hash: view.hash }),
    blocks: [
      section(lines(data(view.proposal), data('Tap a reason; the card closes at once.'))),
      ...reasonRow(view.about, actions.rejectBecause, (n) => choice(String(n), view.exceptionId, view.hash)),
      reasonInput(),
    ],
  });

export const wrongs = [
  ['understanding', 'Understanding'],
  ['rows', 'Rows'],
  ['number', 'Number'],
  ['wording', 'Wording'],
  ['timing', 'Timing'],
] as const;

export const needsEditForm = (view: {
  about: string;
  said: string;
  prefilled: string;
  place: Kept;
}): Modal => {
  const prefilled = plain(view.prefilled, limits.input.typed);
  // What it was opened with, to tell a correction from none; a very long one has no room in what a form may remember.
  const short = prefilled.length <= 1000;
  return modal({
    callbackId: forms.needsEdit,
    title: 'What should it say?',
    submit: 'Send',
    keep: keep({
      ...view.place,
      about: view.about,
      ...(short ? { shown: { [inputs.said]: prefilled } } : {}),
    }),
    blocks: [
      section(md`It said: ${quote(view.said)}`),
      input(
        inputs.wrong,
        'Wrong',
        {
          type: 'checkboxes',
          action_id: inputs.wrong,
          options: wrongs.map(([value, label]) => option(label, value)),
        },
        { optional: true },
      ),
      input(inputs.said, 'It should have said', {
        type: 'plain_text_input',
        action_id: inputs.said,
        multiline: true,
        max_length: limits.input.typed,
        ...(prefilled === '' ? {} : { initial_value: prefilled }),
      }),
      context(data('Kept with this run to improve rules. Changes nothing today.')),
    ],
  });
};

export const rephraseForm = (view: { requestId: string; text: string; place: Kept }): Modal =>
  modal({
    callbackId: forms.rephrase,
    title: 'Rephrase',
    submit: 'Ask',
    keep: keep({ ...view.place, requestId: view.requestId }),
    blocks: [
      input(inputs.rephrased, 'Request', {
        type: 'plain_text_input',
        action_id: inputs.rephrased,
        max_length: 1000,
        ...(view.text === '' ? {} : { initial_value: plain(view.text, 1000) }),
      }),
    ],
  });

/** Rejects what the card of a group shows; `shown` names each with what was on the screen. */
export const rejectAllForm = (view: {
  about: About;
  shown: string;
  count: number;
  rep: string;
  place: Kept;
}): Modal =>
  modal({
    callbackId: forms.rejectAll,
    title: 'Reject proposals',
    submit: `Reject ${view.count}`,
    keep: keep({ ...view.place, together: view.shown }),
    blocks: [
      section(
        lines(
          data(
            `${number(view.count)} proposals about ${view.about}s of ${view.rep} are rejected with one reason.`,
          ),
          data('Tap a reason; the card is updated at once.'),
        ),
      ),
      ...reasonRow(view.about, actions.rejectAllBecause, (n) => String(n)),
      reasonInput(),
    ],
  });

const reasonRow = (about: About, action: string, value: (n: number) => string): Block[] =>
  row(
    ...reasonsAbout[about].map((reason) => {
      const n = rejectReasons.indexOf(reason);
      return button(`${action}#${n}`, reason, { value: value(n), label: `Reject: ${reason}` });
    }),
  );

const reasonInput = (): Block =>
  input(
    inputs.reason,
    'Or in your words',
    { type: 'plain_text_input', action_id: inputs.reason, max_length: 500 },
    { optional: true },
  );

/** What a form turns into when it can do nothing more: one sentence, and what was typed, so that it is not lost. */
/** `anew`: the deal for which what was typed can be proposed as a new change. */
export const noticeView = (
  title: string,
  sentence: string,
  kept: string[] = [],
  anew: { dealId: string; typed: Record<string, string | null> } | null = null,
): Modal =>
  modal({
    callbackId: forms.notice,
    title,
    ...(anew ? { keep: JSON.stringify({ typed: anew.typed }) } : {}),
    blocks: [
      section(data(sentence)),
      ...(kept.length > 0
        ? [section(lines(data('Your text is kept:'), ...kept.map((line) => quote(line))))]
        : []),
      ...(anew
        ? row(button(actions.editDeal, 'Propose as new change', { value: about('deal', anew.dealId) }))
        : []),
    ],
  });

/** Shown at once while something slow is read. */
export const loadingView = (title: string, what: string): Modal =>
  modal({ callbackId: forms.notice, title, blocks: [section(md`Loading ${what}…`)] });

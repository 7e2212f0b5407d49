/** Words that were learned: as they wait for a person, as they are read by, switched off or rejected; and the form that changes them. */

import { number } from '../src/story/format.ts';
import { type Became, seenSentence } from '../src/story/phrasing.ts';
import { type Kept, keep } from './forms.ts';
import { about, actions, forms, inputs } from './ids.ts';
import {
  type Block,
  button,
  type Card,
  context,
  type Here,
  input,
  type Modal,
  modal,
  row,
  section,
} from './kit.ts';
import {
  bold,
  data,
  instant,
  joined,
  lines,
  type Markup,
  md,
  name,
  nothing,
  plain,
  quote,
  spoken,
} from './text.ts';
import { clockSetTo } from './words.ts';

export type PhrasingCard = {
  id: number;
  /** "deals gone quiet on <person>" */
  template: string;
  /** "Open deals of <person> without activity for more than <days>" */
  understood: string;
  seen: number;
  people: number;
  lastSeen: Date | null;
  /** As somebody typed it; null once that is erased. */
  example: string | null;
  /** Why it cannot be accepted as it stands. */
  wrong: string | null;
  replay: {
    days: number;
    read: number;
    examples: { text: string; understood: string }[];
    conflicts: { text: string; understood: string; by: 'rules' | 'refused' | 'model'; otherwise: string }[];
  };
  became: Became;
};

export const phrasingCard = (view: PhrasingCard, here: Here): Card => ({
  text: spoken(`${plainState(view)}: "${view.template}". It reads as: ${view.understood}.`),
  blocks: phrasingBlocks(view, here),
});

export const phrasingBlocks = (view: PhrasingCard, here: Here): Block[] => [
  section(
    lines(
      md`${headline(view)} ${slotted(view.template)}`,
      md`Reads as: ${slotted(view.understood)}`,
      view.wrong ? md`⚠️ ${data(view.wrong)}` : null,
    ),
  ),
  ...(view.became.is === 'waiting' ? evidence(view) : []),
  context(...footnotes(view), clockSetTo(here)),
  ...row(...buttons(view)),
];

const plainState = ({ became }: PhrasingCard): string =>
  ({
    waiting: 'Phrasing to review',
    live: 'Phrasing in use',
    off: 'Phrasing switched off',
    rejected: 'Phrasing rejected',
  })[became.is];

const headline = ({ became }: PhrasingCard): Markup => {
  switch (became.is) {
    case 'waiting':
      return bold(data('Phrasing to review:'));
    case 'live':
      return md`✅ ${bold(md`${name(became.by)} accepted this phrasing:`)}`;
    case 'off':
      return became.by === null
        ? md`⚪ ${bold(data('This phrasing has switched itself off:'))}`
        : md`⚪ ${bold(md`${name(became.by)} switched this phrasing off:`)}`;
    case 'rejected':
      return md`✅ ${bold(md`${name(became.by)} rejected this phrasing:`)}`;
  }
};

/** What stands in brackets is a slot, and stands out. */
const slotted = (text: string): Markup =>
  joined(
    text
      .split(/(<[a-z][a-z \d]*>)/)
      .filter((part) => part.trim() !== '')
      .map((part) => (part.startsWith('<') ? bold(data(part)) : data(part))),
    ' ',
  );

const evidence = ({ seen, people, lastSeen, example, replay }: PhrasingCard): Block[] => {
  const others = replay.examples.filter(({ text }) => text !== example).slice(0, 2);
  const [conflict, ...more] = replay.conflicts;
  return [
    section(
      lines(
        joined(
          [
            data(seenSentence({ seen, people })),
            lastSeen ? md`Last ${instant(lastSeen)}.` : null,
            example ? md`Typed: ${quote(example, 120)}.` : null,
          ],
          ' ',
        ),
        md`Of the requests of ${replay.days} days it would have read ${replay.read}${others.length > 0 ? ', such as:' : '.'}`,
        ...others.map((one) => md`• ${quote(one.text, 120)} as: ${data(one.understood, 160)}`),
      ),
    ),
    ...(conflict
      ? [
          section(
            lines(
              md`⚠️ ${count(replay.conflicts.length)} otherwise: ${quote(conflict.text, 120)} ${otherwise(conflict)}`,
              more.length > 0 ? md`and ${number(more.length)} more` : null,
            ),
          ),
        ]
      : []),
  ];
};

const count = (n: number): string => (n === 1 ? '1 request is read' : `${number(n)} requests are read`);

const otherwise = ({ by, otherwise: how }: PhrasingCard['replay']['conflicts'][number]): Markup => {
  if (by === 'refused') return md`is refused, and stays refused.`;
  return by === 'rules'
    ? md`is read by the rules as: ${data(how, 160)}. They go first.`
    : md`was read by the language model as: ${data(how, 160)}.`;
};

const footnotes = ({ id, became }: PhrasingCard): Markup[] => {
  const of = data(`phrasing ${id}`);
  switch (became.is) {
    case 'waiting':
      return [of, data('Nothing is read by it until it is accepted; rules and refusals go first.')];
    case 'live':
      return [of, data(`v${became.version}`), md`since ${instant(became.at)}`];
    case 'off':
      return [
        of,
        data(`v${became.version}`),
        instant(became.at),
        became.because ? data(became.because) : nothing,
      ];
    case 'rejected':
      return [of, instant(became.at)];
  }
};

const buttons = ({ id, template, became, wrong }: PhrasingCard) => {
  const value = about('phrasing', id);
  const labelled = (verb: string) => ({ value, label: `${verb}: ${template}` });
  switch (became.is) {
    case 'waiting':
      return [
        !wrong && button(actions.acceptPhrasing, 'Accept', { ...labelled('Accept'), style: 'primary' }),
        button(actions.editPhrasing, 'Edit', labelled('Edit')),
        button(actions.rejectPhrasing, 'Reject', labelled('Reject')),
      ];
    case 'live':
      return [button(actions.phrasingOff, 'Switch off', labelled('Switch off'))];
    default:
      return [button(actions.restorePhrasing, 'Restore', labelled('Restore'))];
  }
};

/** Other words for the same question; what stands in brackets stays. */
export const phrasingForm = (view: {
  id: number;
  template: string;
  understood: string;
  place: Kept;
}): Modal =>
  modal({
    callbackId: forms.phrasing,
    title: 'Edit phrasing',
    submit: 'Save and accept',
    keep: keep({ ...view.place, phrasingId: view.id }),
    blocks: [
      section(md`Reads as: ${slotted(view.understood)}`),
      input(
        inputs.template,
        'Words',
        {
          type: 'plain_text_input',
          action_id: inputs.template,
          max_length: 200,
          initial_value: plain(view.template, 200),
        },
        { hint: 'What stands in brackets stays, each once. How it is read does not change.' },
      ),
    ],
  });

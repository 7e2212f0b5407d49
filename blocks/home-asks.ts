/** What is most often set, from Home: a sentence that is completed in a form, and shown with what it does before anything is changed. */
import { list } from '../src/story/format.ts';
import { keep } from './forms.ts';
import { forms, inputs } from './ids.ts';
import { context, input, type Modal, modal } from './kit.ts';
import { data, plain } from './text.ts';

/** The place of whoever asks, "everyone" where they have none; and two between which settings are copied. */
export type Places = { own: string; from: string; to: string };
type Ask = { label: string; text: (at: Places) => string; or: (at: Places) => string[] };

export const homeAsks = {
  rule: {
    label: 'Make a rule',
    text: () =>
      'if a deal is worth more than $500,000 and has no activity in 7 days, alert me directly, in shadow first',
    or: () => ['if the account is tagged as Strategic, skip the standard stale deal warnings', 'show rules'],
  },
  playbook: {
    label: 'Use a playbook',
    text: ({ own }) => `activate Quarter-end push for ${own}`,
    or: () => ['list playbooks', 'deactivate Quarter-end push'],
  },
  snapshot: {
    label: 'Take a snapshot',
    text: () => 'take a snapshot',
    or: () => ['list snapshots', 'restore the snapshot …'],
  },
  copy: {
    label: 'Copy settings',
    text: ({ from, to }) => `copy the settings of ${from} to ${to}`,
    or: ({ from, to }) => [`copy the settings of ${from} to ${to} but stale 21 days`],
  },
  reset: {
    label: 'Reset to defaults',
    text: ({ own }) => `reset ${own} to defaults`,
    or: ({ own }) => [`reset the stale threshold for ${own}`, 'reset all thresholds'],
  },
  undo: {
    label: 'Roll back',
    text: () => 'undo everything the pipeline agent did today',
    or: () => ['undo', 'undo my last 3 changes', 'undo run 7F3K'],
  },
} as const satisfies Record<string, Ask>;

export type HomeAsk = keyof typeof homeAsks;
export const isHomeAsk = (name: string): name is HomeAsk => Object.hasOwn(homeAsks, name);

const most = 1000;

/** `playbooks`: those that there are, by name. */
export const homeAskForm = (name: HomeAsk, at: Places, playbooks: readonly string[] = []): Modal => {
  const { label, text, or }: Ask = homeAsks[name];
  return modal({
    callbackId: forms.say,
    title: label,
    submit: 'Preview',
    keep: keep({ ask: name }),
    blocks: [
      input(
        inputs.said,
        'In words',
        {
          type: 'plain_text_input',
          action_id: inputs.said,
          multiline: true,
          max_length: most,
          initial_value: plain(text(at), most),
        },
        {
          hint: `Or: ${or(at)
            .map((one) => `"${one}"`)
            .join(', ')}.`,
        },
      ),
      ...(playbooks.length > 0 ? [context(data(`Playbooks: ${list([...playbooks])}.`))] : []),
      context(data('What it would do comes as a message to you. Nothing is changed before your yes.')),
    ],
  });
};

/** What is said when the answer is not a number or a list: a question back, a confirmation, a refusal, a receipt. */
import type { Chart } from '../src/story/chart.ts';
import { worded } from '../src/story/explained.ts';
import { cost, count } from '../src/story/format.ts';
import { type Next, nextButtons, type Told } from './answer.ts';
import { chartBlocks, type Picture } from './chart.ts';
import { about, actions, choice, stopValue } from './ids.ts';
import { type Block, button, type Card, context, type Here, row, section, unfolded } from './kit.ts';
import { limits } from './limits.ts';
import { type Drawing, spokenRows, type Table, tableBlock } from './table.ts';
import { bold, cutApart, data, instant, joined, lines, md, plain, quote, spoken } from './text.ts';
import { clockSetTo, footRow, sentence } from './words.ts';

type Asked = Pick<Told, 'requestId' | 'runId'>;

const why = (requestId: string, of: string): Block[] =>
  row(button(actions.why, 'Why', { value: about('request', requestId), label: `Why: ${of}` }));

/** "Which Acme?" with one button for each candidate and the fact that tells it apart. */
export const clarifyCard = (
  view: Asked & {
    question: string;
    options: { choice: string; label: string; fact: string | null }[];
    next?: Next[];
  },
): Card => {
  const { next = [] } = view;
  const offered = view.options.slice(0, 25);
  const names = cutApart(
    offered.map(({ label }) => plain(label, limits.sentence)),
    limits.button.shown,
  );
  const options = offered.map((one, n) => ({
    choice: one.choice,
    label: one.fact ? `${one.label}, ${one.fact}` : one.label,
    shown: one.fact ? `${names[n]}, ${one.fact}` : (names[n] ?? one.label),
  }));
  return {
    text: spoken(
      options.length === 0
        ? [view.question, ...next.map(({ label }) => label)].join(' ')
        : `${view.question} ${options.map((one) => one.label).join('; ')}.`,
    ),
    blocks: [
      section(
        lines(data(view.question), next.length > 0 ? data('The nearest things Steward can do:') : null),
      ),
      ...row(
        ...options.map((one, n) =>
          button(`${actions.choose}#${n}`, one.shown, {
            value: choice(view.requestId, one.choice),
            label: one.label.length <= limits.button.label ? one.label : one.shown,
            most: limits.button.text,
          }),
        ),
      ),
      ...row(...nextButtons(view.requestId, next)),
    ],
  };
};

/** What a command would do, before it does it. Only the asker may press. */
export const confirmCard = (
  view: Asked & {
    headline: string;
    consequence: string;
    table?: Table;
    choose?: unknown[];
    wayBack: string;
    verb: string;
    expires: Date;
  },
  here: Here,
  drawing: Drawing = 'data_table',
): Card => ({
  text: spoken(
    [view.headline, view.consequence, view.table && spokenRows(view.table), 'Confirm or cancel.']
      .filter(Boolean)
      .join(' '),
  ),
  blocks: [
    section(
      lines(
        bold(data(view.headline)),
        data(view.consequence, limits.consequence),
        view.wayBack ? data(view.wayBack) : null,
      ),
    ),
    ...(view.table ? tableBlock(view.table, drawing).blocks : []),
    ...row(
      button(actions.confirm, view.verb, {
        value: choice(view.requestId, 'yes'),
        style: 'primary',
        label: view.verb,
      }),
      view.choose
        ? button(actions.leaveOut, 'Choose…', { value: view.requestId, label: 'Choose which of them' })
        : null,
      button(actions.cancel, 'Cancel', {
        value: choice(view.requestId, 'no'),
        label: `Cancel: ${view.headline}`,
      }),
    ),
    context(
      md`Only you can confirm. Expires at ${instant(view.expires, 'time')}. Typing "yes" or "no" works too.`,
      clockSetTo(here),
    ),
  ],
});

const marks = { done: '✅ ', cancelled: '⚪ ', expired: '⚪ ', changed: '⚠️ ' } as const;

/** A receipt: what was done, and the way back. */
export const doneCard = (
  view: Asked & { how: keyof typeof marks; sentence: string; next: Next[] },
): Card => ({
  text: spoken(view.sentence),
  blocks: [
    section({ markup: `${marks[view.how]}${sentence(view.sentence).markup}` }),
    ...row(...nextButtons(view.requestId, view.next)),
  ],
});

export const refusedCard = (view: Asked & { because: string; next: Next[] }): Card => ({
  text: spoken(view.because),
  blocks: [
    section(data(view.because)),
    ...row(...nextButtons(view.requestId, view.next)),
    ...why(view.requestId, view.because),
  ],
});

export const notUnderstoodCard = (view: Asked & { words: string; sentence: string; next: Next[] }): Card => ({
  text: spoken(`Not understood: "${view.words}". ${view.next.map((one) => one.label).join('; ')}`),
  blocks: [
    section(lines(md`Not understood: ${quote(view.words)}.`, data(view.sentence))),
    ...row(...nextButtons(view.requestId, view.next)),
    context(data('Or ask "what can you do". Nothing was run.')),
  ],
});

export const partlyCard = (view: Asked & { sentence: string; next: Next[] }): Card => ({
  text: spoken(view.sentence),
  blocks: [
    section(data(view.sentence)),
    ...row(
      ...nextButtons(view.requestId, view.next),
      button(actions.rephrase, 'Rephrase', { value: view.requestId, label: 'Rephrase the request' }),
    ),
    context(data('Nothing was run.')),
  ],
});

export const errorCard = (view: Asked & { sentence: string; next: Next[] }): Card => ({
  text: spoken(view.sentence),
  blocks: [
    section(data(view.sentence)),
    ...row(...nextButtons(view.requestId, view.next)),
    context(md`run ${view.runId}`),
  ],
});

/** An answer in words, such as how an agent is doing. */
export const textCard = (
  view: Asked & {
    understood: string | null;
    sentence: string;
    lines: string[];
    next: Next[];
    drawn?: { table: Table; saysLines: number; chart: Chart | null } | undefined;
  },
  can: { own: boolean; picture: Picture | null; table: Drawing } = {
    own: false,
    picture: null,
    table: 'table',
  },
): Card => ({
  text: spoken(`${view.sentence} ${view.lines.join(' ')}`),
  blocks: [
    unfolded(
      lines(
        bold(data(view.understood ?? '')),
        data(view.sentence),
        ...view.lines
          .slice(view.drawn?.saysLines ?? 0)
          .slice(0, 20)
          .map((line) => data(line)),
      ),
    ),
    ...(view.drawn?.chart ? chartBlocks(view.drawn.chart, can) : []),
    ...(view.drawn ? tableBlock(view.drawn.table, can.table).blocks : []),
    ...row(...nextButtons(view.requestId, view.next)),
    ...footRow('request', view.requestId, view.understood ?? view.sentence),
  ],
});

/** While the answer is being looked for; [Stop] once that takes long. */
/** `note`: said to the asker alone, beside which the answer will stand. */
export const workingCard = (view: {
  requestId: string;
  understood: string;
  stop: boolean;
  note?: boolean;
}): Card => ({
  text: spoken(`Working on: ${view.understood}.`),
  blocks: [
    section(md`Working on: ${bold(data(view.understood))}`),
    ...row(
      view.stop &&
        button(actions.stop, 'Stop', {
          value: stopValue(view.requestId, view.note === true),
          label: `Stop: ${view.understood}`,
        }),
    ),
  ],
});

/** An open question: the wording, whose it is, and a button for each question behind its numbers. */
export const explainedCard = (
  view: Told & {
    sentences: string[];
    worded: boolean;
    leftOut: number;
    sources: { n: number; understood: string; sentence: string }[];
    next: Next[];
  },
  here: Here,
): Card => {
  const understood = view.understood ?? 'Answer';
  const counted = view.worded ? [] : view.sources.map(({ n, sentence: said }) => `[${n}] ${said}`);
  const cut = view.leftOut > 0 ? `${count(view.leftOut, 'sentence')} left out: numbers not checked.` : null;
  return {
    text: spoken(`${understood}. ${[...view.sentences, ...counted].join(' ').replace(/ \[\d\]/g, '')}`),
    blocks: [
      unfolded(
        lines(
          bold(data(understood)),
          ...[...view.sentences, ...counted].map((one) => data(one, limits.sentence)),
        ),
      ),
      ...(view.worded || cut
        ? [context(data([view.worded ? worded : null, cut].filter((part) => part !== null).join(' ')))]
        : []),
      context(
        joined(
          [
            md`As of ${instant(new Date(view.asOf))}`,
            data(cost(view.latencyMs, view.model, view.costUsd)),
            clockSetTo(here),
          ],
          ' · ',
        ),
      ),
      ...row(
        ...view.next.slice(0, 6).map((one, n) =>
          button(`${actions.choose}#${n}`, one.label, {
            value: choice(view.requestId, one.choice),
            label: `Question ${view.sources[n]?.n ?? n + 1}: ${view.sources[n]?.understood ?? one.label}`,
          }),
        ),
      ),
      ...footRow('request', view.requestId, understood),
    ],
  };
};

/** Four lines with a button each, never a manual. */
export const helpCard = (
  view: Asked & { groups: { title: string; lines: string[]; next: Next[] }[] },
): Card => {
  let n = 0;
  const blocks = view.groups.slice(0, 6).flatMap((group) => {
    const buttons = group.next.slice(0, 3).map((one) =>
      button(`${actions.choose}#${n++}`, one.label, {
        value: choice(view.requestId, one.choice),
        label: one.label,
      }),
    );
    return [
      section(lines(bold(data(group.title)), ...group.lines.map((line) => data(line, limits.sentence)))),
      ...row(...buttons),
    ];
  });
  return {
    text: spoken(
      `Steward answers questions about deals and does what you confirm. ${view.groups.map((g) => `${g.title}: ${g.lines[0] ?? ''}`).join(' ')}`,
    ),
    blocks,
  };
};

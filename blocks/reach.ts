/** What an agent does to many: a few go first, and when it stops itself. */
import { count } from '../src/story/format.ts';
import { about, actions } from './ids.ts';
import { button, type Card, context, type Here, row, section } from './kit.ts';
import { bold, data, instant, lines, type Markup, md, name, nothing, spoken } from './text.ts';
import { agentName, clockSetTo, ended } from './words.ts';

/** "Acme Platform: undone by Mara Lind" */
export type Example = { what: string; because: string };

export type BatchCard = {
  id: number;
  agent: string;
  first: number;
  total: number;
  /** "phone numbers, nudges": what they are. */
  what: string;
  openedAt: Date;
  goesOnAt: Date;
  runId: string;
  state:
    | { is: 'waits' }
    | { is: 'stopped'; because: string; at: Date; examples: Example[] }
    | { is: 'went on'; by: string | null; at: Date }
    | { is: 'given up'; by: string; at: Date };
};

export const batchCard = (card: BatchCard, here: Here): Card => {
  const agent = agentName(card.agent);
  const rest = card.total - card.first;
  const meta = context(
    md`${agent}, run ${card.runId}`,
    instant(card.openedAt),
    card.state.is === 'waits' ? md`A few first: "set canary to 20" changes from how many on` : nothing,
    clockSetTo(here),
  );
  const value = about('batch', card.id);
  const buttons = row(
    button(actions.batchOn, `Let ${count(rest, 'thing')} go`, {
      value,
      label: `Let the rest of the batch go: ${count(rest, 'thing')}`,
    }),
    button(actions.batchDrop, 'Give the rest up', { value, label: 'Give the rest of the batch up' }),
  );
  const { state } = card;
  if (state.is === 'waits')
    return {
      text: spoken(
        `${agent} does ${card.first} of ${card.total} things first (${card.what}). The other ${rest} wait.`,
      ),
      blocks: [
        section(
          lines(
            md`⏳ ${bold(md`${agent} does ${card.first} of ${card.total} things first: ${data(card.what)}.`)}`,
            md`The other ${rest} go at ${instant(card.goesOnAt, 'time')}, unless one of the first is undone or fails.`,
            md`Way back: "undo run ${card.runId}".`,
          ),
        ),
        meta,
        ...buttons,
      ],
    };
  if (state.is === 'stopped')
    return {
      text: spoken(
        `${agent} stopped after ${card.first} of ${card.total} things: ${state.because} The other ${rest} wait for your word.`,
      ),
      blocks: [
        section(
          lines(
            md`🟡 ${bold(md`${agent} stopped after ${card.first} of ${card.total} things: ${data(card.what)}.`)}`,
            md`${ended(state.because)} The other ${rest} wait for your word.`,
            ...examples(state.examples),
          ),
        ),
        meta,
        ...buttons,
      ],
    };
  const settled =
    state.is === 'went on'
      ? state.by === null
        ? md`✅ ${bold(md`${agent} goes on with the other ${rest} of ${card.total} things.`)} Nothing of what went first was undone or failed.`
        : md`✅ ${bold(md`${name(state.by)} let the other ${rest} of ${card.total} things go.`)}`
      : md`⚪ ${bold(md`${name(state.by)} gave the other ${rest} of ${card.total} things up.`)} They were not done.`;
  return {
    text: spoken(
      state.is === 'went on'
        ? `${agent} goes on with the other ${rest} of ${card.total} things.`
        : `${state.by} gave the other ${rest} of ${card.total} things of the ${agent} up.`,
    ),
    blocks: [
      section(
        lines(
          settled,
          state.is === 'went on'
            ? md`Way back: "undo run ${card.runId}".`
            : md`The ${card.first} that went first stay: "undo run ${card.runId}" takes them back.`,
        ),
      ),
      meta,
    ],
  };
};

export type BreakCard = {
  agent: string;
  bad: number;
  cases: number;
  at: Date;
  examples: Example[];
  /** Whether it is paused at this moment. */
  paused: boolean;
};

export const breakCard = (card: BreakCard, here: Here): Card => {
  const agent = agentName(card.agent);
  const figures = `${card.bad} of the last ${card.cases} things it did or proposed failed, were undone or were rejected`;
  return {
    text: spoken(
      card.paused
        ? `${agent} paused itself: ${figures}. It does nothing until somebody resumes it.`
        : `${agent} works again. It had paused itself: ${figures}.`,
    ),
    blocks: [
      section(
        lines(
          card.paused
            ? md`🔴 ${bold(md`${agent} paused itself: ${figures}.`)}`
            : md`🟢 ${bold(md`${agent} works again.`)} It had paused itself: ${figures}.`,
          ...examples(card.examples),
          card.paused ? data('Nothing that was done is undone. Open cards stay open, and undo works.') : null,
        ),
      ),
      context(instant(card.at), data('Counted over 24 hours'), clockSetTo(here)),
      ...(card.paused
        ? row(
            button(actions.resume, 'Resume agent', {
              value: about('agent', card.agent),
              label: `Resume: ${agent}`,
            }),
          )
        : []),
    ],
  };
};

const examples = (all: Example[]): Markup[] =>
  all.slice(0, 3).map(({ what, because }) => md`• ${name(what)}: ${data(because, 200)}`);

/** What an agent does to many: a few go first, and when it stops itself. */
import { count } from '../src/story/format.ts';
import { about, actions } from './ids.ts';
import { type Block, button, type Card, context, type Here, row, section } from './kit.ts';
import { resumeAgent } from './resume.ts';
import { bold, data, instant, lines, type Markup, md, name, nothing, spoken } from './text.ts';
import { agentName, clockSetTo, ended } from './words.ts';

/** "Acme Platform: undone by Mara Lind" */
export type Example = { what: string; because: string };

export type BatchCard = {
  id: number;
  /** Null of what a person does; then `says` is it: "assign 40 deals to Priya Nair". */
  agent: string | null;
  person: string | null;
  says: string | null;
  first: number;
  total: number;
  /** "phone numbers, nudges": what they are. */
  what: string;
  openedAt: Date;
  goesOnAt: Date;
  runId: string | null;
  /** How much of it is done and was not taken back. */
  standing: number;
  /** There is a newer message about it, which asks. */
  askedBelow: boolean;
  state: /** Nothing of it is done before somebody else has approved it. */
    | { is: 'asks'; limit: number; until: Date; samples: Example[]; own: boolean }
    /** By nobody: it expired. */
    | { is: 'not approved'; by: string | null; at: Date }
    | { is: 'waits' }
    | { is: 'stopped'; because: string; at: Date; examples: Example[] }
    | { is: 'went on'; by: string | null; at: Date }
    | { is: 'given up'; by: string; at: Date };
};

export const batchCard = (card: BatchCard, here: Here): Card => {
  const agent = card.agent === null ? (card.person ?? 'Somebody') : agentName(card.agent);
  const back = card.runId === null ? `undo batch ${card.id}` : `undo run ${card.runId}`;
  const rest = card.total - card.first;
  const meta = context(
    card.runId === null ? md`${name(agent)}, batch ${card.id}` : md`${agent}, run ${card.runId}`,
    instant(card.openedAt),
    card.state.is === 'waits' && card.agent !== null
      ? md`A few first: "set canary to 20" changes from how many on`
      : nothing,
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
  if (state.is === 'asks') return asking(card, state, agent, meta);
  if (state.is === 'not approved') {
    const why = state.by === null ? 'Nobody gave the second approval in time' : `${state.by} said no`;
    return {
      text: spoken(`${why}: ${card.says ?? card.what}. Nothing was changed.`),
      blocks: [
        section(md`⚪ ${bold(data(`${why}: ${card.says ?? card.what}.`))} Nothing was changed.`),
        meta,
      ],
    };
  }
  if (rest === 0)
    return {
      text: spoken(`${agent}: ${card.says ?? card.what}. It was approved and goes.`),
      blocks: [section(md`✅ ${bold(data(`Approved: ${card.says ?? card.what}.`))}`), meta],
    };
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
            md`Way back: "${data(back)}".`,
          ),
        ),
        meta,
        ...buttons,
      ],
    };
  if (state.is === 'stopped' && card.askedBelow)
    return {
      text: spoken(
        `${agent} stopped after ${card.first} of ${card.total} things. A newer message asks about the rest.`,
      ),
      blocks: [
        section(
          md`🟡 ${bold(md`${agent} stopped after ${card.first} of ${card.total} things: ${data(card.what)}.`)} A newer message asks about the rest.`,
        ),
        meta,
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
          card.standing === 0
            ? state.is === 'given up' && data('Nothing of it stands.')
            : state.is === 'went on'
              ? md`Way back: "${data(back)}".`
              : md`What went first stays: "${data(back)}" takes it back.`,
        ),
      ),
      meta,
    ],
  };
};

/** What is asked of whoever may approve, with the count and some of what it would be; whoever asked may take it back. */
function asking(
  card: BatchCard,
  { limit, until, samples, own }: Extract<BatchCard['state'], { is: 'asks' }>,
  who: string,
  meta: Block,
): Card {
  const says = card.says ?? card.what;
  const value = about('batch', card.id);
  const more = card.total - samples.length;
  return {
    text: spoken(`${who} wants to ${says}. More than ${limit} at once need a second approval.`),
    blocks: [
      section(
        lines(
          md`⏳ ${bold(data(own ? `Waits for a second approval: ${says}.` : `${who} wants to ${says}.`))}`,
          md`More than ${limit} at once need a second approval. Nothing is changed before it.`,
        ),
      ),
      section(
        lines(
          ...samples.map(({ what, because }) => md`• ${name(what)}: ${data(because, 200)}`),
          more > 0 ? data(`And ${count(more, 'more', 'more')}.`) : null,
        ),
      ),
      meta,
      context(md`open until ${instant(until)}`, data('Way back: each can be undone for 30 days.')),
      ...row(
        !own &&
          button(actions.batchApprove, `Approve ${count(card.total, 'change')}`, {
            value,
            label: `Approve: ${says}`,
            style: 'primary',
            confirm: {
              title: `Approve these ${card.total}?`,
              text: `${who} wants to ${says}. ${card.first < card.total ? `${card.first} go first.` : ''} They can be undone.`,
              yes: `Approve ${card.total}`,
            },
          }),
        button(actions.batchReject, own ? 'Take it back' : 'Reject', {
          value,
          label: `${own ? 'Take it back' : 'Reject'}: ${says}`,
        }),
      ),
    ],
  };
}

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
      ...(card.paused ? row(resumeAgent(card.agent)) : []),
    ],
  };
};

const examples = (all: Example[]): Markup[] =>
  all.slice(0, 3).map(({ what, because }) => md`• ${name(what)}: ${data(because, 200)}`);

/** A figure that is not as it should be: one message for as long as it lasts, which says at its end how it is then. */
import type { Chart } from '../src/story/chart.ts';
import { duration } from '../src/story/format.ts';
import { chartBlocks, type Picture } from './chart.ts';
import { about, actions, choice, rowChoice } from './ids.ts';
import { button, type Card, context, type Here, option, overflow, row, section } from './kit.ts';
import { bold, data, instant, lines, md, name, spoken } from './text.ts';
import { agentName, clockSetTo, ended, footRow, sentence } from './words.ts';

export type FindingCard = {
  id: number;
  /** "Priya Nair has 57 open deals (limit 50)" */
  headline: string;
  sentence: string | null;
  asks: { label: string; text: string }[];
  agent: { name: string; version: number };
  foundAt: Date;
  goneAt: Date | null;
  /** While it is put off. */
  nap?: { by: string; until: Date } | null;
  /** Of a figure with a limit: on which side of it it was, and to which it is back; null where nobody can say so. */
  limit?: { was: string; back: string | null };
  chart?: Chart | null;
  /** Somebody set its limit, and it can be set anew from here. */
  alert?: boolean;
  /** Whom it was handed to, the latest last. */
  handed?: { by: string; to: string; note: string | null }[];
};

/** Its past is drawn; the sentence says the same in words. */
export const findingCard = (
  card: FindingCard,
  here: Here,
  can: { own: boolean; picture: Picture | null },
): Card => {
  const { goneAt } = card;
  if (card.nap && !goneAt) return asleep(card, card.nap, here);
  return {
    text: spoken(
      goneAt ? overSaid(card, goneAt) : [ended(card.headline), card.sentence].filter(Boolean).join(' '),
    ),
    blocks: [
      section(goneAt ? over(card, goneAt) : now(card)),
      ...(card.chart && !goneAt ? chartBlocks(card.chart, can) : []),
      context(
        md`${agentName(card.agent.name)} v${card.agent.version}`,
        md`found ${instant(card.foundAt)}`,
        goneAt ? md`over ${instant(goneAt)}` : null,
        ...(card.handed ?? []).map(({ by, to, note }) =>
          note
            ? md`${name(by)} handed it to ${name(to)}: ${data(note)}`
            : md`${name(by)} handed it to ${name(to)}`,
        ),
        clockSetTo(here),
      ),
      ...(goneAt ? [] : row(...questions(card), snoozeWeek(card), menu(card))),
      ...footRow('finding', card.id, card.headline),
    ],
  };
};

/** At most two beside the snooze. */
const questions = (card: FindingCard) =>
  card.asks.slice(0, 2).map((one, n) =>
    button(`${actions.askFrom}#${n}`, one.label, {
      value: choice('finding', card.id, n),
      label: `${one.label}: ${one.text}`,
    }),
  );

const snoozeWeek = ({ headline }: FindingCard) =>
  button(actions.more, 'Snooze 7 days', {
    value: choice('snooze', 'week', 'finding'),
    label: `Snooze 7 days: ${headline}`,
  });

const menu = (card: FindingCard) =>
  overflow(actions.row, [
    ...(card.alert
      ? [
          option('Change limit…', rowChoice('limit', about('finding', card.id))),
          option('Hand to…', rowChoice('handAlert', about('finding', card.id))),
        ]
      : []),
    option('Snooze until tomorrow 9:00', rowChoice('more', choice('snooze', 'tomorrow', 'finding'))),
    option('Snooze until Monday 9:00', rowChoice('more', choice('snooze', 'monday', 'finding'))),
  ]);

const asleep = (card: FindingCard, { by, until }: { by: string; until: Date }, here: Here): Card => ({
  text: spoken(`Snoozed by ${by}: ${ended(card.headline)}`),
  blocks: [
    section(lines(md`⏳ Snoozed by ${name(by)} until ${instant(until)}.`, sentence(card.headline))),
    context(
      md`${agentName(card.agent.name)} v${card.agent.version}`,
      md`found ${instant(card.foundAt)}`,
      clockSetTo(here),
    ),
    ...row(
      button(actions.wake, 'Wake now', {
        value: about('finding', card.id),
        label: `Wake now: ${card.headline}`,
      }),
    ),
    ...footRow('finding', card.id, card.headline),
  ],
});

/** Beyond a limit that somebody set bears its sign, so that its end can be told from it. */
const now = ({ headline, sentence: more, limit }: FindingCard) =>
  lines(limit ? md`🟡 ${bold(sentence(headline))}` : bold(sentence(headline)), more ? data(more) : null);

const lasted = ({ foundAt }: FindingCard, goneAt: Date): string =>
  duration(goneAt.getTime() - foundAt.getTime());

function over(card: FindingCard, goneAt: Date) {
  const { headline, limit } = card;
  if (!limit) return md`🟢 ${bold(sentence(headline))} ${data(`It was so for ${lasted(card, goneAt)}.`)}`;
  const was = `was ${limit.was} for ${lasted(card, goneAt)}`;
  return limit.back === null
    ? lines(
        md`⚪ ${bold(sentence(headline))} ${data(`It ${was}.`)}`,
        card.sentence ? data(card.sentence) : null,
      )
    : lines(md`🟢 ${bold(sentence(headline))}`, md`Back ${limit.back} since ${instant(goneAt)}; ${was}.`);
}

function overSaid(card: FindingCard, goneAt: Date): string {
  const { headline, limit } = card;
  if (!limit) return `${ended(headline)} It was so for ${lasted(card, goneAt)}.`;
  return [
    ended(headline),
    limit.back === null
      ? `It was ${limit.was} for ${lasted(card, goneAt)}. ${card.sentence ?? ''}`.trim()
      : `Back ${limit.back}; was ${limit.was} for ${lasted(card, goneAt)}.`,
  ].join(' ');
}

/** A figure that is not as it should be: one message for as long as it lasts, which says at its end how it is then. */
import { duration } from '../src/story/format.ts';
import { chartBlocks } from './chart.ts';
import { actions, choice } from './ids.ts';
import { button, type Card, context, type Here, row, section } from './kit.ts';
import { bold, data, instant, lines, md, spoken } from './text.ts';
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
  /** Of a figure with a limit: on which side of it it was, and to which it is back; null where nobody can say so. */
  limit?: { was: string; back: string | null };
  /** Oldest first. */
  series?: { title: string; marks: { label: string; value: number; said: string }[] };
};

/** Its series is drawn where the workspace draws charts; the sentence says the same in words. */
export const findingCard = (card: FindingCard, here: Here, can: { ownChart: boolean }): Card => {
  const { goneAt } = card;
  return {
    text: spoken(
      goneAt ? overSaid(card, goneAt) : [ended(card.headline), card.sentence].filter(Boolean).join(' '),
    ),
    blocks: [
      section(goneAt ? over(card, goneAt) : now(card)),
      ...(card.series && !goneAt ? seriesChart(card.series, can) : []),
      context(
        md`${agentName(card.agent.name)} v${card.agent.version}`,
        md`found ${instant(card.foundAt)}`,
        goneAt ? md`over ${instant(goneAt)}` : null,
        clockSetTo(here),
      ),
      ...(goneAt
        ? []
        : row(
            ...card.asks.slice(0, 3).map((one, n) =>
              button(`${actions.askFrom}#${n}`, one.label, {
                value: choice('finding', card.id, n),
                label: `${one.label}: ${one.text}`,
              }),
            ),
          )),
      ...footRow('finding', card.id, card.headline),
    ],
  };
};

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

const seriesChart = (series: NonNullable<FindingCard['series']>, can: { ownChart: boolean }) =>
  chartBlocks(
    {
      shape: 'line',
      measure: series.title,
      marks: series.marks,
      ticks: [],
      title: series.title,
      besides: null,
      alt: `Line chart: ${series.title}. ${series.marks.map(({ label, said }) => `${label} ${said}`).join(', ')}.`,
    },
    { own: can.ownChart, picture: null },
  );

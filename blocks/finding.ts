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
  /** Oldest first. */
  series?: { title: string; marks: { label: string; value: number; said: string }[] };
};

/** Its series is drawn where the workspace draws charts; the sentence says the same in words. */
export const findingCard = (card: FindingCard, here: Here, can: { ownChart: boolean }): Card => {
  const { goneAt } = card;
  const lasted = goneAt ? `It was so for ${duration(goneAt.getTime() - card.foundAt.getTime())}.` : null;
  const head = bold(sentence(card.headline));
  return {
    text: spoken(
      goneAt
        ? `${ended(card.headline)} ${lasted}`
        : [ended(card.headline), card.sentence].filter((part) => part !== null).join(' '),
    ),
    blocks: [
      section(
        goneAt
          ? md`🟢 ${head} ${data(lasted ?? '')}`
          : lines(head, card.sentence ? data(card.sentence) : null),
      ),
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

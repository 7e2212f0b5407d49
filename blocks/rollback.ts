/** Many changes taken back as one: how far it is while it goes on, then what came of it and what stays. */
import { actions, choice, stayValue } from './ids.ts';
import { type Block, button, type Card, context, type Here, row, section } from './kit.ts';
import { type Drawing, type Table, tableBlock } from './table.ts';
import { bold, data, instant, md, spoken } from './text.ts';
import { clockSetTo } from './words.ts';

export type RollbackCard = {
  id: number;
  sentence: string;
  state: 'under way' | 'whole' | 'partly';
  begunAt: Date;
  endedAt: Date | null;
  /** What stays, field by field. */
  table: Table;
  /** Those about which nobody has said anything yet. */
  open: {
    changeId: number;
    field: string;
    /** "Close date of Acme Platform" */
    what: string;
    now: string;
    wanted: string;
    by: string;
    shown: string;
  }[];
  /** It can be done again. */
  again: boolean;
};

/** Each has two blocks, and a message takes fifty. */
const mostOpen = 10;
const marks = { 'under way': '⏳', whole: '↩️', partly: '⚠️' } as const;

export const rollbackCard = (card: RollbackCard, here: Here, drawing: Drawing): Card => ({
  text: spoken(`Undo ${card.id}. ${card.sentence}`),
  blocks: [
    section(md`${marks[card.state]} ${bold(data(card.sentence))}`),
    ...tableBlock(card.table, drawing).blocks,
    ...card.open.slice(0, mostOpen).flatMap((one, n) => decidable(one, n)),
    ...(card.open.length > mostOpen
      ? [context(md`${card.open.length - mostOpen} more to decide come after these.`)]
      : []),
    ...(card.again
      ? row(
          button(actions.askFrom, 'Do it all again', {
            value: choice('rollback', card.id, 0),
            label: `Do again what undo ${card.id} took back`,
          }),
        )
      : []),
    context(
      md`undo ${card.id}`,
      md`begun ${instant(card.begunAt)}`,
      card.endedAt ? md`over ${instant(card.endedAt)}` : null,
      clockSetTo(here),
    ),
  ],
});

const decidable = (one: RollbackCard['open'][number], n: number): Block[] => [
  section(md`${data(`${one.what} is ${one.now} (${one.by}). Before it was ${one.wanted}.`)}`),
  ...row(
    button(`${actions.keepStay}#${n}`, 'Keep theirs', {
      value: stayValue(one),
      label: `Keep ${one.now}: ${one.what}`,
    }),
    button(`${actions.restoreStay}#${n}`, 'Restore ours', {
      value: stayValue(one),
      label: `Restore ${one.wanted}: ${one.what}`,
      confirm: {
        title: 'Restore ours?',
        text: `${one.what} goes from ${one.now} to ${one.wanted}. ${one.by} set what stands there now. It can be undone.`,
        yes: 'Restore',
      },
    }),
  ),
];

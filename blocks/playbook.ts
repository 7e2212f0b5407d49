/** A playbook that came by itself: what it changes, and the way out of it; and that it is over. */
import { count } from '../src/story/format.ts';
import { about, actions } from './ids.ts';
import { button, type Card, context, type Here, row, section, unfolded } from './kit.ts';
import { bold, data, instant, lines, type Markup, md, name, spoken } from './text.ts';
import { clockSetTo } from './words.ts';

/** "Stale after": "30 days" → "14 days" */
export type SettingMove = { label: string; from: string; to: string };

export type PlaybookCard = {
  id: number;
  label: string;
  /** One sentence. */
  meaning: string;
  /** For how long it was to be on each time. */
  span: 'quarter' | 'month';
  moves: SettingMove[];
  at: Date;
  until: Date | null;
  state:
    | { is: 'on' }
    /** A person ended it before its time; `again`: it can still be switched on again. */
    | { is: 'off'; by: string; at: Date; again: boolean }
    | { is: 'over'; at: Date };
};

export const playbookCard = (card: PlaybookCard, here: Here): Card => {
  const { label, span, moves, state, until } = card;
  const value = { value: about('playbook', card.id) };
  const meta = context(
    md`Came by itself ${instant(card.at)}`,
    md`Not every ${span}: "deactivate ${label} every ${span}"`,
    clockSetTo(here),
  );
  const changed = `${count(moves.length, 'setting')} ${moves.length === 1 ? 'changes' : 'change'} for everyone`;
  if (state.is === 'on')
    return {
      text: spoken(`${label} is on: ${changed}. ${card.meaning}`),
      blocks: [
        section(
          lines(
            until
              ? md`${bold(md`${name(label)} is on until ${instant(until)}.`)}`
              : bold(md`${name(label)} is on.`),
            data(card.meaning),
          ),
        ),
        ...listed(moves, `${changed}:`),
        meta,
        context(data('Nothing is overwritten: when it ends, all is as it was before.')),
        ...row(
          button(actions.playbookOff, `Not this ${span}`, {
            ...value,
            label: `Not this ${span}: ${label}`,
          }),
        ),
      ],
    };
  if (state.is === 'over')
    return {
      text: spoken(`${label} is over. What was set before holds again.`),
      blocks: [
        section(md`⚪ ${bold(md`${name(label)} is over.`)} What was set before holds again.`),
        context(instant(state.at), clockSetTo(here)),
      ],
    };
  return {
    text: spoken(`${label} is off for this ${span}: ${state.by} switched it off.`),
    blocks: [
      section(
        lines(
          md`⚪ ${bold(md`${name(label)} is off for this ${span}.`)} ${name(state.by)} switched it off ${instant(state.at)}.`,
          data('What was set before holds again.'),
        ),
      ),
      meta,
      ...(state.again
        ? row(
            button(actions.playbookOn, 'Switch it on again', {
              ...value,
              label: `Switch it on again: ${label}`,
            }),
          )
        : []),
    ],
  };
};

/** A message of its own: what was rewritten calls nobody. */
export const playbookOverCard = (
  card: Pick<PlaybookCard, 'label' | 'span' | 'moves'> & { at: Date; endedAt: Date },
  here: Here,
): Card => ({
  text: spoken(
    `${card.label} is over. ${card.moves.length === 0 ? 'What it set was set already.' : `${count(card.moves.length, 'setting')} ${card.moves.length === 1 ? 'is' : 'are'} as before.`}`,
  ),
  blocks: [
    section(bold(md`${name(card.label)} is over.`)),
    ...listed(
      card.moves,
      `${count(card.moves.length, 'setting')} ${card.moves.length === 1 ? 'is' : 'are'} as before, for everyone:`,
    ),
    context(
      md`${instant(card.at)} to ${instant(card.endedAt)}`,
      md`Not every ${card.span}: "deactivate ${card.label} every ${card.span}"`,
      clockSetTo(here),
    ),
  ],
});

const listed = (moves: SettingMove[], said: string) =>
  moves.length === 0
    ? [section(data('What it sets is set already: nothing changes.'))]
    : [
        unfolded(
          lines(
            data(said),
            ...moves.map(({ label, from, to }): Markup => md`• ${data(label)}: ${data(from)} → ${data(to)}`),
          ),
        ),
      ];

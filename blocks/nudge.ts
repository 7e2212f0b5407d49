/** What a rep gets when somebody approved a nudge: the deal, and what is asked. A direct message. */
import { count, day } from '../src/story/format.ts';
import type { DealLine } from './columns.ts';
import { about, actions, choice } from './ids.ts';
import { button, type Card, context, type Here, row, section } from './kit.ts';
import { bold, data, instant, lines, md, name, spoken } from './text.ts';
import { agentName, amount, clockSetTo, ended } from './words.ts';

export type NudgeCard = {
  changeId: number;
  deal: DealLine;
  /** In front of the message, in the tone that its reader wants; null: nothing. */
  opening: string | null;
  message: string;
  /** The question that shows all deals that it is about; null where it is about this one alone. */
  all: string | null;
  approvedBy: string;
  /** The reader approved it. */
  own: boolean;
  /** Null where a person asks many of their own accord. */
  agent: string | null;
  at: Date;
  /** "no longer needed: the deal moved to Won"; null while it is. */
  withdrawn: string | null;
  /** When its reader said that all is right as it is. */
  answeredAt: Date | null;
};

export const nudgeCard = (view: NudgeCard, here: Here): Card => {
  const { deal } = view;
  const facts = [
    `${deal.stage ?? 'No stage'}${deal.daysInStage === null ? '' : ` for ${count(deal.daysInStage, 'day')}`}`,
    amount(deal.amount, deal.currency, here),
    deal.closeDate ? `closes ${day(deal.closeDate)}` : 'close date empty',
  ].join(', ');
  const asked = [view.opening, view.message].filter((part) => part !== null).join(' ');
  if (view.withdrawn) {
    return {
      text: spoken(`${deal.name}: ${ended(view.withdrawn)}`),
      blocks: [
        section(md`⚪ ${bold(name(deal.name))}: ${data(ended(view.withdrawn))}`),
        context(md`asked ${instant(view.at)}: ${data(view.message, 300)}`, clockSetTo(here)),
      ],
    };
  }
  return {
    text: spoken(`${deal.name}: ${asked} ${facts}.`),
    blocks: [
      section(lines(bold(md`${name(deal.name)}`), data(asked, 1000))),
      section(md`${data(facts)}. Next step: ${data(deal.nextStep ?? 'empty', 200)}`),
      context(
        ...(view.agent === null
          ? [md`Asked by ${name(view.approvedBy)} ${instant(view.at)}`]
          : [
              md`Proposed by ${agentName(view.agent)}`,
              view.own
                ? md`you took it up yourself ${instant(view.at)}`
                : md`approved by ${name(view.approvedBy)} ${instant(view.at)}`,
            ]),
        view.answeredAt ? md`you said ${instant(view.answeredAt)} that it is still right` : null,
        clockSetTo(here),
      ),
      ...row(
        button(actions.editDeal, 'Update deal', {
          value: about('deal', deal.id),
          style: 'primary',
          label: `Update deal: ${deal.name}`,
        }),
        !view.answeredAt &&
          button(actions.stillRight, 'Still right', {
            value: about('change', view.changeId),
            label: `Still right: ${deal.name}`,
          }),
        view.all
          ? button(actions.askFrom, 'Show all', {
              value: choice('reminder', view.changeId, 0),
              label: `Show all: ${view.all}`,
            })
          : null,
        button(actions.why, 'Why', { value: about('change', view.changeId), label: `Why: ${deal.name}` }),
      ),
    ],
  };
};

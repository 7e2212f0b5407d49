/** The card of one exception in every state it can be in (ux.md 3.2 and "States shared by all cards"). */
import { shrunkCard } from './exception-states.ts';
import { changeLines } from './fields.ts';
import { actions, choice, shown } from './ids.ts';
import {
  type Block,
  button,
  type Card,
  context,
  type Here,
  option,
  overflow,
  row,
  section,
  unfolded,
} from './kit.ts';
import { type ExceptionCard, headline, headlineText, plainHeadline } from './proposal.ts';
import {
  bold,
  data,
  instant,
  joined,
  lines,
  type Markup,
  md,
  mention,
  name,
  nothing,
  type Plain,
  plainly,
  quote,
  spoken,
} from './text.ts';
import { agentName, amount, clockSetTo, confidence, ended, footRow, severityMark } from './words.ts';

export const exceptionCard = (card: ExceptionCard, here: Here): Card =>
  card.state.is === 'open' ? openCard(card, here) : shrunkCard(card, card.state, here);

const openCard = (card: ExceptionCard, here: Here): Card => {
  const waits = card.waitsFor ? joined([mention(card.waitsFor), md`this waits for you.`], ', ') : nothing;
  const of = plainly(plainHeadline(card, here));
  return {
    text: spoken(
      `Approval needed: ${headlineText(card, here)}, ${worth(card, here)}. ${ended(card.finding)} Approve, edit or reject.`,
    ),
    blocks: [
      ...exceptionBody(card, here, waits),
      ...decisionRow(card, of),
      ...footRow('exception', card.id, of),
    ],
  };
};

/** What is proposed, why and by whom; whoever shows it adds what can be done about it. */
export const exceptionBody = (card: ExceptionCard, here: Here, waits: Markup = nothing): Block[] => [
  section(joined([severityMark[card.severity], bold(headline(card, here))], '')),
  section(
    lines(
      joined([data(ended(card.finding)), md`${worth(card, here)}.`, waits], ' '),
      card.needs ? data(card.needs) : null,
    ),
  ),
  unfolded(
    card.wants.kind === 'change'
      ? lines(...changeLines(card.wants.fields, here), card.basis ? md`Basis: ${basis(card.basis)}` : null)
      : joined([bold(md`Message to ${name(card.wants.to)}`), quote(card.wants.text)], '  '),
  ),
  ...(card.evidence.length > 0 ? [section(md`Evidence: ${data(card.evidence.join(' · '))}`)] : []),
  ...madeBy(card, here),
];

const worth = (card: ExceptionCard, here: Here): string =>
  [amount(card.deal.amount, card.deal.currency, here), card.deal.owner ?? 'no owner'].join(', ');

/** "today + 47 days, the median remaining time of 490 won deals from Proposal" */
const basis = (text: string): Markup => data(text.replace(/^Today\b/, 'today'));

const madeBy = (card: ExceptionCard, here: Here): Block[] => [
  context(
    md`${agentName(card.agent.name)} v${card.agent.version}, ${card.agent.mode} mode`,
    confidence(card.confidence),
    md`found ${instant(card.foundAt)}`,
    clockSetTo(here),
  ),
];

const decisionRow = (card: ExceptionCard, of: Plain): Block[] => {
  const options = { value: shown(card.id, card.hash), of };
  return row(
    button(actions.approve, 'Approve', { ...options, style: 'primary' }),
    button(actions.edit, 'Edit', options),
    button(actions.reject, 'Reject', options),
    overflow(actions.more, [
      option('Snooze until tomorrow 9:00', choice('snooze', 'tomorrow', card.id)),
      option('Snooze until Monday 9:00', choice('snooze', 'monday', card.id)),
      option('Snooze 7 days', choice('snooze', 'week', card.id)),
    ]),
  );
};

/** The card of one exception in every state it can be in (ux.md 3.2 and "States shared by all cards"). */

import { count } from '../src/story/format.ts';
import { shrunkCard } from './exception-states.ts';
import { changeSections, type ShownField } from './fields.ts';
import { notApplicable } from './forms.ts';
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
import { type ExceptionCard, fieldsNamed, headline, headlineText, plainHeadline } from './proposal.ts';
import {
  bold,
  data,
  instant,
  joined,
  lines,
  link,
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

const waitsSaid = ({ waitsFor, inStead }: ExceptionCard): Markup =>
  waitsFor
    ? joined(
        [
          mention(waitsFor),
          inStead ? md`this waits for you, for ${name(inStead)}, who is away.` : md`this waits for you.`,
        ],
        ', ',
      )
    : nothing;

const openCard = (card: ExceptionCard, here: Here): Card => {
  if (card.wants.kind === 'form') return formCard(card, card.wants.fields, here);
  const waits = waitsSaid(card);
  const of = plainly(plainHeadline(card, here));
  return {
    text: spoken(
      `Approval needed: ${headlineText(card, here)}, ${worth(card, here)}. ${ended(card.finding)} ${card.outside ? 'It goes out by e-mail and cannot be taken back once sent. ' : ''}${card.signed ? `${card.signed} ` : ''}Approve, edit or reject.`,
    ),
    blocks: [
      ...exceptionBody(card, here, waits),
      ...decisionRow(card, of, here),
      ...footRow('exception', card.id, of),
    ],
  };
};

/** What a stage requires and is empty (ux.md 3.6): one button opens the form. */
const formCard = (card: ExceptionCard, fields: ShownField[], here: Here): Card => {
  const of = plainly(plainHeadline(card, here));
  const options = { value: shown(card.id, card.hash), of };
  const needs = card.deal.is
    ? `needs another ${fieldsNamed(fields)}`
    : `needs ${count(fields.length, 'field')}`;
  const waits = waitsSaid(card);
  const worth = capital(card.deal.is ?? amount(card.deal.amount, card.deal.currency, here));
  const asked = card.deal.is ? needs : `${needs}: ${fieldsNamed(fields)}`;
  return {
    text: spoken(
      `${card.deal.name} ${asked}. ${ended(card.finding)} Fill in, or say that it is not applicable.`,
    ),
    blocks: [
      section(
        joined(
          [severityMark[card.severity], bold(md`${link(card.deal.url, card.deal.name)} ${data(needs)}.`)],
          '',
        ),
      ),
      section(joined([data(ended(card.finding)), md`${worth}.`, waits], ' ')),
      ...(card.evidence.length > 0 ? [section(md`Evidence: ${data(card.evidence.join(' · '))}`)] : []),
      ...madeBy(card, here),
      ...row(
        button(actions.edit, 'Fill in', { ...options, style: 'primary' }),
        button(`${actions.rejectBecause}#${notApplicable}`, 'Not applicable', {
          value: choice(String(notApplicable), card.id, card.hash),
          label: `Not applicable: ${card.deal.name}`,
        }),
        button(actions.more, 'Ask me tomorrow', {
          value: choice('snooze', 'tomorrow', card.id),
          label: `Ask me tomorrow: ${card.deal.name}`,
        }),
      ),
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
      card.signed ? md`⏳ ${data(card.signed)}` : null,
      card.proposedBy ? md`Changed by ${name(card.proposedBy)}, so somebody else signs it.` : null,
    ),
  ),
  ...whatIsWanted(card, here),
  ...(card.evidence.length > 0 ? [section(md`Evidence: ${data(card.evidence.join(' · '))}`)] : []),
  ...(card.outside
    ? [
        section(
          lines(
            md`⚠️ ${bold(md`Goes out by e-mail: cannot be taken back once sent.`)} Held ${data(count(card.outside.minutes, 'minute'))}: Stop is on the card.`,
          ),
        ),
      ]
    : []),
  ...madeBy(card, here),
];

/** Made by code from the stored change, first of all that others have written. */
const whatIsWanted = ({ wants, basis: from }: ExceptionCard, here: Here): Block[] => {
  if (wants.kind === 'nudge')
    return [unfolded(joined([bold(md`Message to ${name(wants.to)}`), quote(wants.text, 1000)], '  '))];
  const { texts, whole } = changeSections(
    wants.fields,
    here,
    wants.kind === 'form' ? 'to be filled in' : 'empty',
  );
  const last = lines(texts.at(-1), from ? md`Basis: ${basis(from)}` : null);
  return [
    ...texts.slice(0, -1).map(unfolded),
    ...(last.markup === '' ? [] : [unfolded(last)]),
    ...(whole
      ? []
      : [
          section(md`This is more than a card shows. Edit shows all of it; what is saved there is approved.`),
        ]),
  ];
};

const isWhole = ({ wants }: ExceptionCard, here: Here): boolean =>
  wants.kind !== 'change' || changeSections(wants.fields, here).whole;

const worth = (card: ExceptionCard, here: Here): string =>
  [
    capital(card.deal.is ?? amount(card.deal.amount, card.deal.currency, here)),
    card.deal.owner ?? 'no owner',
  ].join(', ');
const capital = (text: string): string =>
  text.replace(/^(?:account|contact)\b/, (word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);

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

const sends = (minutes: number) => ({
  title: 'Send this by e-mail?',
  text: `It cannot be taken back once it is sent. It is held for ${count(minutes, 'minute')} first; Stop is on the card.`,
  yes: 'Send it',
});

const decisionRow = (card: ExceptionCard, of: Plain, here: Here): Block[] => {
  const options = { value: shown(card.id, card.hash), of };
  return row(
    isWhole(card, here) &&
      button(actions.approve, 'Approve', {
        ...options,
        style: 'primary',
        ...(card.outside ? { confirm: sends(card.outside.minutes) } : {}),
      }),
    button(actions.edit, 'Edit', options),
    button(actions.reject, 'Reject', options),
    overflow(actions.more, [
      option('Snooze until tomorrow 9:00', choice('snooze', 'tomorrow', card.id)),
      option('Snooze until Monday 9:00', choice('snooze', 'monday', card.id)),
      option('Snooze 7 days', choice('snooze', 'week', card.id)),
    ]),
  );
};

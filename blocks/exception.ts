/** The card of one exception in every state it can be in (ux.md 3.2 and "States shared by all cards"). */
import { changeLines, moveText, type ShownField, valueText } from './fields.ts';
import { about, actions, choice, shown } from './ids.ts';
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
  quote,
  spoken,
} from './text.ts';
import {
  agentName,
  amount,
  clockSetTo,
  confidence,
  ended,
  footRow,
  sentence,
  severityMark,
} from './words.ts';

export type Wants = { kind: 'change'; fields: ShownField[] } | { kind: 'nudge'; to: string; text: string };

export type ExceptionCard = {
  id: number;
  /** Of the change on the screen; a decision names it. */
  hash: string;
  deal: {
    id: string;
    name: string;
    url: string | null;
    amount: number | null;
    currency: string | null;
    owner: string | null;
  };
  wants: Wants;
  /** "In Negotiation for 47 days (limit 30)" */
  finding: string;
  evidence: string[];
  /** Where the proposed value comes from. */
  basis: string | null;
  waitsFor: { name: string; slackId: string | null } | null;
  /** "Needs an approver: deal over $100,000." */
  needs: string | null;
  severity: 'critical' | 'attention' | 'information';
  agent: { name: string; version: number; mode: string };
  confidence: { share: number; cases: number; accepted: number };
  foundAt: Date;
  state: ExceptionState;
};

export type ExceptionState =
  | { is: 'open' }
  | { is: 'applying'; by: string }
  | { is: 'snoozed'; by: string; until: Date }
  | { is: 'held'; by: string; until: Date | null; because: string; changeId: number }
  | {
      is: 'settled';
      /** "Mara moved the close date of Acme Platform from 3 Mar to 15 Apr 2026." */
      sentence: string;
      at: Date;
      readBackAt: Date | null;
      /** Missing once the way back is closed. */
      undo: { changeId: number } | null;
    }
  | { is: 'rejected'; by: string; reason: string | null; at: Date; reopen: boolean }
  | { is: 'undone'; sentence: string; at: Date; again: { changeId: number } | null }
  | {
      is: 'conflict';
      sentence: string;
      at: Date | null;
      changeId: number;
      ours: string;
      theirs: string;
      live: boolean;
    }
  | { is: 'expired'; days: number; at: Date }
  | { is: 'withdrawn'; because: string; at: Date }
  | { is: 'failed'; by: string; because: string; nextTry: Date | null; changeId: number }
  | { is: 'unknown'; by: string; because: string; changeId: number };

export const exceptionCard = (card: ExceptionCard, here: Here): Card =>
  card.state.is === 'open' ? openCard(card, here) : shrunkCard(card, card.state, here);

const openCard = (card: ExceptionCard, here: Here): Card => {
  const waits = card.waitsFor ? joined([mention(card.waitsFor), md`this waits for you.`], ', ') : nothing;
  const worth = [amount(card.deal.amount, card.deal.currency, here), card.deal.owner ?? 'no owner'].join(
    ', ',
  );
  const of = plainHeadline(card, here);
  const evidence = [...card.evidence, ...(card.basis ? [card.basis] : [])];
  return {
    text: spoken(
      `Approval needed: ${headlineText(card, here)}, ${worth}. ${ended(card.finding)} Approve, edit or reject.`,
    ),
    blocks: [
      section(joined([severityMark[card.severity], bold(headline(card, here))], '')),
      section(
        lines(
          joined([sentence(card.finding), md`${worth}.`, waits], ' '),
          card.needs ? data(card.needs) : null,
        ),
      ),
      unfolded(
        card.wants.kind === 'change'
          ? lines(...changeLines(card.wants.fields, here))
          : joined([bold(md`Message to ${name(card.wants.to)}`), quote(card.wants.text)], '  '),
      ),
      ...(evidence.length > 0 ? [section(md`Evidence: ${data(evidence.join(' · '))}`)] : []),
      ...madeBy(card, here),
      ...decisionRow(card, of),
      ...footRow('exception', card.id, of),
    ],
  };
};

const madeBy = (card: ExceptionCard, here: Here): Block[] => [
  context(
    md`${agentName(card.agent.name)} v${card.agent.version}, ${card.agent.mode} mode`,
    confidence(card.confidence),
    md`found ${instant(card.foundAt)}`,
    clockSetTo(here),
  ),
];

const decisionRow = (card: ExceptionCard, of: string): Block[] => {
  const value = shown(card.id, card.hash);
  return row(
    button(actions.approve, 'Approve', { value, style: 'primary', label: `Approve: ${of}` }),
    button(actions.edit, 'Edit', { value, label: `Edit: ${of}` }),
    button(actions.reject, 'Reject', { value, label: `Reject: ${of}` }),
    overflow(actions.more, [
      option('Snooze until tomorrow 9:00', choice('snooze', 'tomorrow', card.id)),
      option('Snooze until Monday 9:00', choice('snooze', 'monday', card.id)),
      option('Snooze 7 days', choice('snooze', 'week', card.id)),
    ]),
  );
};

/** "Move close date of <Acme Platform>: 3 Mar → 15 Apr 2026" */
const headline = (card: ExceptionCard, here: Here): Markup => {
  const deal = link(card.deal.url, card.deal.name);
  if (card.wants.kind === 'nudge') return md`Nudge ${name(card.wants.to)} about ${deal}`;
  const [first, ...rest] = card.wants.fields;
  if (!first) return md`Look at ${deal}`;
  const more = rest.length > 0 ? md` and ${rest.length} more` : nothing;
  return md`${verb(first)} ${deal}: ${data(moveText(first, here), 200)}${more}`;
};

const verb = (field: ShownField): string =>
  `${field.type === 'day' || field.field === 'stage' ? 'Move' : field.before === null ? 'Set' : 'Change'} ${field.label.toLowerCase()} of`;

/** For labels, where an arrow reads badly. */
const plainHeadline = (card: ExceptionCard, here: Here): string => {
  if (card.wants.kind === 'nudge') return `nudge ${card.wants.to} about ${card.deal.name}`;
  const [first] = card.wants.fields;
  return first
    ? `${verb(first).replace(/^\w/, (c) => c.toLowerCase())} ${card.deal.name} to ${valueText(first, 'after', here)}`
    : card.deal.name;
};

const headlineText = (card: ExceptionCard, here: Here): string => {
  if (card.wants.kind === 'nudge') return plainHeadline(card, here);
  const [first] = card.wants.fields;
  if (!first) return `look at ${card.deal.name}`;
  const from = first.before === null ? '' : ` from ${moveText(first, here, 'to')}`;
  const to = first.before === null ? ` to ${valueText(first, 'after', here)}` : '';
  return `${verb(first).replace(/^\w/, (c) => c.toLowerCase())} ${card.deal.name}${from}${to}`;
};

type Closed = Exclude<ExceptionState, { is: 'open' }>;
type Shrunk = {
  said: Markup;
  notes: (Markup | null)[];
  buttons: Parameters<typeof row>;
  spoken: string;
  foot: boolean;
};

/** A card that needs no decision shrinks to what happened; nothing on it decides any more. */
const shrunkCard = (card: ExceptionCard, state: Closed, here: Here): Card => {
  const part = shrunk(card, state, here);
  const proposed = md`proposed by ${agentName(card.agent.name)} v${card.agent.version}`;
  return {
    text: spoken(part.spoken),
    blocks: [
      section(part.said),
      context(...part.notes, proposed, clockSetTo(here)),
      ...row(...part.buttons),
      ...(part.foot ? footRow('exception', card.id, plainHeadline(card, here)) : []),
    ],
  };
};

const shrunk = (card: ExceptionCard, state: Closed, here: Here): Shrunk => {
  const id = about('exception', card.id);
  const of = plainHeadline(card, here);
  const proposal = headline(card, here);
  switch (state.is) {
    case 'applying':
      return {
        said: md`⏳ Applying: ${bold(proposal)}`,
        notes: [md`Approved by ${name(state.by)}`],
        buttons: [],
        spoken: `Applying: ${headlineText(card, here)}. Approved by ${state.by}.`,
        foot: false,
      };
    case 'snoozed':
      return {
        said: lines(md`⏳ Snoozed by ${name(state.by)} until ${instant(state.until)}.`, bold(proposal)),
        notes: [],
        buttons: [button(actions.wake, 'Wake now', { value: id, label: `Wake now: ${of}` })],
        spoken: `Snoozed by ${state.by}: ${headlineText(card, here)}.`,
        foot: true,
      };
    case 'held':
      return {
        said: lines(
          joined(
            [
              md`⏳ Approved by ${name(state.by)}.`,
              state.until ? md`Held until ${instant(state.until)}.` : md`Held.`,
              sentence(state.because),
            ],
            ' ',
          ),
          bold(proposal),
        ),
        notes: [],
        buttons: [],
        spoken: `Approved by ${state.by}, held: ${state.because} ${headlineText(card, here)}.`,
        foot: true,
      };
    case 'settled':
      return {
        said: lines(
          md`✅ ${bold(sentence(state.sentence))}`,
          namesDeal(card, state.sentence) ? null : proposal,
        ),
        notes: [
          md`Approved ${instant(state.at)}`,
          state.readBackAt ? md`read back from the CRM ${instant(state.readBackAt)}` : null,
        ],
        buttons: [
          state.undo &&
            button(actions.undo, 'Undo', {
              value: about('change', state.undo.changeId),
              label: `Undo: ${of}`,
            }),
        ],
        spoken: `${named(card, state.sentence)}${state.undo ? ' It can be undone.' : ''}`,
        foot: true,
      };
    case 'rejected':
      return {
        said: lines(
          state.reason
            ? md`✅ ${name(state.by)} rejected: ${sentence(state.reason)}`
            : md`✅ ${name(state.by)} rejected this.`,
          proposal,
        ),
        notes: [md`Rejected ${instant(state.at)}`],
        buttons: [state.reopen && button(actions.reopen, 'Reopen', { value: id, label: `Reopen: ${of}` })],
        spoken: `${state.by} rejected: ${headlineText(card, here)}.${state.reason ? ` Reason: ${state.reason}.` : ''}`,
        foot: true,
      };
    case 'undone':
      return {
        said: lines(
          md`↩️ ${bold(sentence(state.sentence))}`,
          namesDeal(card, state.sentence) ? null : proposal,
        ),
        notes: [md`Undone ${instant(state.at)}`],
        buttons: [
          state.again &&
            button(actions.doAgain, 'Do it again', {
              value: about('change', state.again.changeId),
              label: `Do it again: ${of}`,
            }),
        ],
        spoken: named(card, state.sentence),
        foot: true,
      };
    case 'conflict':
      return {
        said: lines(md`⚠️ ${bold(sentence(state.sentence))}`, proposal),
        notes: [state.at ? md`Found ${instant(state.at)}` : null],
        buttons: state.live
          ? [
              button(actions.useOurs, `Use ${state.ours}`, {
                value: about('change', state.changeId),
                label: `Use ${state.ours}: ${card.deal.name}`,
              }),
              button(actions.keepTheirs, `Keep ${state.theirs}`, {
                value: about('change', state.changeId),
                label: `Keep ${state.theirs}: ${card.deal.name}`,
              }),
            ]
          : [],
        spoken: `${named(card, state.sentence)}${state.live ? ` Use ${state.ours}, or keep ${state.theirs}.` : ''}`,
        foot: true,
      };
    case 'expired':
      return {
        said: lines(
          md`⚪ Expired after ${state.days} days without a decision. Nothing was changed.`,
          proposal,
        ),
        notes: [md`Expired ${instant(state.at)}`],
        buttons: [],
        spoken: `Expired after ${state.days} days without a decision: ${headlineText(card, here)}. Nothing was changed.`,
        foot: true,
      };
    case 'withdrawn':
      return {
        said: lines(md`⚪ No longer needed: ${sentence(state.because)}`, proposal),
        notes: [md`Withdrawn ${instant(state.at)}`],
        buttons: [],
        spoken: `No longer needed: ${state.because} ${headlineText(card, here)}.`,
        foot: true,
      };
    case 'failed':
      return {
        said: lines(
          joined(
            [
              md`⚠️ Approved by ${name(state.by)}, not yet done: ${sentence(state.because)}`,
              state.nextTry ? md`Next try ${instant(state.nextTry)}.` : null,
            ],
            ' ',
          ),
          bold(proposal),
        ),
        notes: [],
        buttons: [
          button(actions.tryNow, 'Try now', {
            value: about('change', state.changeId),
            label: `Try now: ${of}`,
          }),
        ],
        spoken: `Approved by ${state.by}, not yet done: ${state.because} ${headlineText(card, here)}.`,
        foot: true,
      };
    case 'unknown':
      return {
        said: lines(
          joined(
            [
              md`⚠️ Approved by ${name(state.by)}. Whether it was done is not known: ${sentence(state.because)}`,
              md`A person has to look.`,
            ],
            ' ',
          ),
          bold(proposal),
        ),
        notes: [],
        buttons: [
          button(actions.tryNow, 'Look again', {
            value: about('change', state.changeId),
            label: `Look again: ${of}`,
          }),
          button(actions.useOurs, 'Write it again', {
            value: about('change', state.changeId),
            label: `Write it again: ${of}`,
          }),
          button(actions.keepTheirs, 'Leave as it is', {
            value: about('change', state.changeId),
            label: `Leave as it is: ${of}`,
          }),
        ],
        spoken: `Approved by ${state.by}. Whether it was done is not known: ${state.because} ${headlineText(card, here)}.`,
        foot: true,
      };
  }
};

const namesDeal = (card: ExceptionCard, said: string): boolean => said.includes(card.deal.name);
/** The first words tell which deal it is. */
const named = (card: ExceptionCard, said: string): string =>
  namesDeal(card, said) ? said : `${card.deal.name}: ${said}`;

/** What a form or a note calls the proposal. */
export const proposalLine = (card: ExceptionCard, here: Here): string => headlineText(card, here);

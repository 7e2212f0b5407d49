/** What is left of an exception's card once nothing is to be decided: what happened, and the way back. */
import { calendarDay, count } from '../src/story/format.ts';
import { signedBy } from '../src/story/signing.ts';
import { about, actions } from './ids.ts';
import { button, type Card, context, type Here, row, section } from './kit.ts';
import {
  type ExceptionCard,
  type ExceptionState,
  headline,
  headlineText,
  plainHeadline,
} from './proposal.ts';
import { bold, data, instant, joined, lines, type Markup, md, name, spoken } from './text.ts';
import { agentName, clockSetTo, ended, footRow, sentence } from './words.ts';

type Closed = Exclude<ExceptionState, { is: 'open' }>;
type Shrunk = {
  said: Markup;
  notes: (Markup | null)[];
  buttons: Parameters<typeof row>;
  spoken: string;
  foot: boolean;
};

/** A card that needs no decision shrinks to what happened; nothing on it decides any more. */
export const shrunkCard = (proposed: ExceptionCard, state: Closed, here: Here): Card => {
  // What was decided is what is done, undone and done again; it may not be what was proposed.
  const card = proposed.decided ? { ...proposed, wants: proposed.decided.wants } : proposed;
  const yes = proposed.wants.kind === 'form' ? 'Filled in' : 'Approved';
  const part = shrunk(card, state, yes, here);
  return {
    text: spoken(part.spoken),
    blocks: [
      section(part.said),
      context(
        ...part.notes.slice(0, 1),
        proposedBy(card, part),
        card.signers && card.signers.length > 1 ? data(signedBy(card.signers)) : null,
        ...part.notes.slice(1),
        clockSetTo(here),
      ),
      ...row(...part.buttons),
      ...(part.foot ? footRow('exception', card.id, plainHeadline(card, here)) : []),
    ],
  };
};

const proposedBy = (card: ExceptionCard, part: Shrunk): Markup =>
  md`${part.notes[0] ? 'proposed' : 'Proposed'} by ${agentName(card.agent.name)} v${card.agent.version}`;

/** `yes` is how the one who decided is said to have agreed. */
const shrunk = (card: ExceptionCard, state: Closed, yes: 'Approved' | 'Filled in', here: Here): Shrunk => {
  const id = about('exception', card.id);
  const of = plainHeadline(card, here);
  const proposal = headline(card, here);
  const aloud = headlineText(card, here).replace(/^\w/, (letter) => letter.toUpperCase());
  switch (state.is) {
    case 'applying':
      return {
        said: md`⏳ ${bold(md`Applying: ${proposal}`)}`,
        notes: [md`${yes} by ${name(state.by)}`],
        buttons: [],
        spoken: `Applying: ${headlineText(card, here)}. ${yes} by ${state.by}.`,
        foot: false,
      };
    case 'snoozed':
      return {
        said: lines(
          md`⏳ ${bold(md`Snoozed by ${name(state.by)}`)} until ${instant(state.until)}.`,
          proposal,
        ),
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
              md`⏳ ${bold(md`${yes} by ${name(state.by)}.`)}`,
              state.until ? md`Held until ${instant(state.until)}.` : md`Held.`,
              sentence(state.because),
            ],
            ' ',
          ),
          proposal,
        ),
        notes: [],
        buttons: [
          state.stop
            ? button(actions.stopSending, 'Stop', {
                value: about('change', state.changeId),
                label: `Stop: ${of}`,
                style: 'danger',
              })
            : state.undo &&
              button(actions.undo, 'Undo', {
                value: about('change', state.changeId),
                label: `Undo the approval: ${of}`,
              }),
        ],
        spoken: `${yes} by ${state.by}, held: ${ended(state.because)} ${aloud}.${state.undo && !state.stop ? ' The approval can be undone.' : ''}`,
        foot: true,
      };
    case 'settled':
      return {
        said: lines(
          md`✅ ${bold(sentence(state.sentence))}`,
          namesDeal(card, state.sentence) ? null : proposal,
        ),
        notes: [
          md`${yes} ${instant(state.at)}`,
          state.readBackAt
            ? md`read back from the CRM ${instant(state.readBackAt, sameDay(state, here) ? 'time' : 'full')}`
            : null,
          state.correct?.outside ? md`went out by e-mail and cannot be taken back` : null,
          state.undo?.until ? md`Undo until ${calendarDay(state.undo.until, here.zone)}` : null,
        ],
        buttons: [
          state.undo &&
            button(actions.undo, 'Undo', {
              value: about('change', state.undo.changeId),
              label: `Undo: ${of}`,
            }),
          state.correct &&
            button(actions.draftCorrection, 'Draft a correction', {
              value: about('change', state.correct.changeId),
              label: `Draft a correction: ${of}`,
            }),
        ],
        spoken: `${named(card, state.sentence)}${state.undo ? ' It can be undone.' : ''}`,
        foot: true,
      };
    case 'rejected':
      return {
        said: lines(
          state.reason
            ? md`✅ ${bold(md`${name(state.by)} rejected:`)} ${sentence(state.reason)}`
            : md`✅ ${bold(md`${name(state.by)} rejected this.`)}`,
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
        notes: [state.at ? md`Changed ${instant(state.at)}` : null],
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
          md`⚪ ${bold(md`Expired after ${count(state.days, 'day')} without a decision.`)} Nothing was changed.`,
          proposal,
        ),
        notes: [md`Expired ${instant(state.at)}`],
        buttons: [],
        spoken: `Expired after ${count(state.days, 'day')} without a decision: ${headlineText(card, here)}. Nothing was changed.`,
        foot: true,
      };
    case 'withdrawn':
      return {
        said: lines(md`⚪ ${bold(md`No longer needed:`)} ${sentence(state.because)}`, proposal),
        notes: [md`Withdrawn ${instant(state.at)}`],
        buttons: [],
        spoken: `No longer needed: ${ended(state.because)} ${aloud}.`,
        foot: true,
      };
    case 'failed':
      return {
        said: lines(
          joined(
            [
              md`⚠️ ${bold(md`${yes} by ${name(state.by)}, not yet done:`)} ${sentence(state.because)}`,
              state.nextTry ? md`Next try ${instant(state.nextTry)}.` : null,
            ],
            ' ',
          ),
          proposal,
        ),
        notes: [],
        buttons: [
          button(actions.tryNow, 'Try now', {
            value: about('change', state.changeId),
            label: `Try now: ${of}`,
          }),
        ],
        spoken: `${yes} by ${state.by}, not yet done: ${ended(state.because)} ${aloud}.`,
        foot: true,
      };
    case 'unknown':
      return {
        said: lines(
          joined(
            [
              md`⚠️ ${bold(md`${yes} by ${name(state.by)}. Whether it was done is not known:`)} ${sentence(state.because)}`,
              md`A person has to look.`,
            ],
            ' ',
          ),
          proposal,
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
        spoken: `${yes} by ${state.by}. Whether it was done is not known: ${ended(state.because)} ${aloud}.`,
        foot: true,
      };
  }
};

const sameDay = ({ at, readBackAt }: { at: Date; readBackAt: Date | null }, here: Here): boolean =>
  readBackAt !== null && calendarDay(at, here.zone) === calendarDay(readBackAt, here.zone);

const namesDeal = (card: ExceptionCard, said: string): boolean => said.includes(card.deal.name);
/** The first words tell which deal it is. */
const named = (card: ExceptionCard, said: string): string =>
  namesDeal(card, said) ? said : `${card.deal.name}: ${said}`;

/** One exception as a row on a card with others, in every state it can be in, with what can be done about it there. */
import type { PlainTextOption } from '@slack/types';
import { firstName, list } from '../src/story/format.ts';
import { moveLine, moveText, notSeen, type ShownField, toLine, valueText } from './fields.ts';
import { about, choice, type RowVerb, rowChoice, shown } from './ids.ts';
import { type Here, option } from './kit.ts';
import { limits } from './limits.ts';
import { type ExceptionCard, fieldsNamed, type Wants } from './proposal.ts';
import { bold, data, instant, joined, lines, link, type Markup, md, name, nothing, quote } from './text.ts';
import { amount, ended } from './words.ts';

export type GroupMember = ExceptionCard & {
  /** "Negotiation 47 days" */
  short: string;
  /** Why it needs a decision of its own: "over $100,000"; null: it may go with others. */
  byItself: string | null;
  decided: { say: 'approve' | 'edit' | 'reject'; by: string; wants: Wants } | null;
};

type Row = { text: Markup; options: PlainTextOption[] };

export const groupRow = (member: GroupMember, n: number, here: Here): Row => {
  const { mark, said, offers } = rowOf(member, here);
  const deal = link(member.deal.url, member.deal.name);
  return {
    text:
      mark === null
        ? lines(
            md`${n}  ${bold(deal)}${data(worth(member, here))}, ${data(ended(member.short), limits.rowText / 2)} ${said}`,
            waitsToSign(member),
          )
        : md`${mark} ${n}  ${deal}: ${said}`,
    options: [...offers, offer('Why', 'why', about('exception', member.id))],
  };
};

/** Read aloud, and on a lock screen. */
export const groupRowText = (member: GroupMember, n: number, here: Here): string => {
  const { mark, spoken } = rowOf(member, here);
  return mark === null
    ? `${n} ${member.deal.name}${worth(member, here)}, ${ended(member.short)} ${spoken}${member.signed ? ` ${member.signed}` : ''}`
    : `${n} ${member.deal.name}: ${spoken}`;
};

/** Of several who sign: who has, who has not, and for whom it waits, since the card itself waits for somebody else. */
const waitsToSign = ({ signed, waitsFor, state }: GroupMember): Markup | null =>
  signed && state.is === 'open'
    ? joined([md`⏳ ${data(signed, limits.rowText)}`, waitsFor && md`Waits for ${name(waitsFor.name)}.`], ' ')
    : null;

/** What it is worth; of what is no deal whose it is. */
const worth = ({ deal }: GroupMember, here: Here): string =>
  deal.is ? (deal.account ? `, ${deal.account}` : '') : `, ${amount(deal.amount, deal.currency, here)}`;

type Told = { mark: string | null; said: Markup; spoken: string; offers: PlainTextOption[] };

const offer = (text: string, verb: RowVerb, value: string): PlainTextOption =>
  option(text, rowChoice(verb, value));

const rowOf = (member: GroupMember, here: Here): Told => {
  const { state } = member;
  const mine = about('exception', member.id);
  const signers = member.signers ?? [];
  const who = signers.length > 1 ? list(signers.map(firstName)) : firstName(member.decided?.by ?? '');
  const by = who === '' ? '' : ` (${who})`;
  const plainly = (mark: string, text: string, ...offers: PlainTextOption[]): Told => ({
    mark,
    said: data(text, limits.rowText),
    spoken: text,
    offers,
  });
  switch (state.is) {
    case 'open':
      return {
        mark: null,
        ...proposed(member, here),
        offers: [
          ...(isForm(member) || !isToldWhole(member, here)
            ? []
            : [offer('Approve', 'approve', onScreen(member))]),
          offer(isForm(member) ? 'Fill in' : 'Edit', 'edit', onScreen(member)),
          offer('Reject', 'reject', onScreen(member)),
          offer('Snooze 7 days', 'more', choice('snooze', 'week', member.id)),
        ],
      };
    case 'applying':
      return plainly('⏳', `${wanted(member, here)}, being applied${by}`);
    case 'snoozed':
      return {
        mark: '⏳',
        said: md`snoozed until ${instant(state.until)} (${name(firstName(state.by))})`,
        spoken: `snoozed by ${firstName(state.by)}`,
        offers: [offer('Wake now', 'wake', mine)],
      };
    case 'held':
      return plainly(
        '⏳',
        `${wanted(member, here)}, held${by}. ${ended(state.because)}`,
        ...(state.undo ? [offer('Undo', 'undo', about('change', state.changeId))] : []),
      );
    case 'settled': {
      const offers = state.undo ? [offer('Undo', 'undo', about('change', state.undo.changeId))] : [];
      return state.left
        ? plainly('✅', state.sentence, ...offers)
        : plainly('✅', `${wanted(member, here)}${by}`, ...offers);
    }
    case 'rejected': {
      const because = state.reason ? `, ${state.reason}` : '';
      return plainly(
        '✅',
        `rejected${because} (${firstName(state.by)})`,
        ...(state.reopen ? [offer('Reopen', 'reopen', mine)] : []),
      );
    }
    case 'undone':
      return plainly(
        '↩️',
        state.sentence,
        ...(state.again ? [offer('Do it again', 'again', about('change', state.again.changeId))] : []),
      );
    case 'conflict': {
      const change = about('change', state.changeId);
      const both = [
        offer(`Use ${state.ours}`, 'ours', change),
        offer(`Keep ${state.theirs}`, 'theirs', change),
      ];
      return plainly('⚠️', state.sentence, ...(state.live ? both : []));
    }
    case 'expired':
      return plainly('⚪', 'expired without a decision');
    case 'withdrawn':
      return plainly('⚪', `no longer needed: ${ended(state.because)}`);
    case 'failed': {
      const next = state.nextTry ? md`Next try ${instant(state.nextTry)}.` : null;
      return {
        mark: '⚠️',
        said: joined(
          [md`not yet done${data(by, limits.name)}:`, data(ended(state.because), limits.rowText), next],
          ' ',
        ),
        spoken: `not yet done${by}: ${ended(state.because)}`,
        offers: [offer('Try now', 'try', about('change', state.changeId))],
      };
    }
    case 'unknown': {
      const change = about('change', state.changeId);
      return plainly(
        '⚠️',
        `whether it was done is not known: ${ended(state.because)}`,
        offer('Look again', 'try', change),
        offer('Write it again', 'ours', change),
        offer('Leave as it is', 'theirs', change),
      );
    }
  }
};

/** Of a change, whether the row tells all that would be written. */
export const isToldWhole = ({ wants }: GroupMember, here: Here): boolean =>
  wants.kind !== 'change' ||
  (wants.fields.length <= 2 &&
    wants.fields.every(
      (field) => valueText(field, 'after', here).length <= limits.rowValue && notSeen(field) === '',
    ));

/** It waits for values, not for a yes. */
export const isForm = ({ wants }: GroupMember): boolean => wants.kind === 'form';

export const onScreen = ({ id, hash }: GroupMember): string => shown(id, hash, 'short');

const proposed = ({ wants, short }: GroupMember, here: Here): { said: Markup; spoken: string } => {
  // The fact has named the fields.
  if (wants.kind === 'form') return { said: nothing, spoken: '' };
  if (wants.kind === 'nudge') {
    const to = firstName(wants.to);
    return { said: md`Nudge ${name(to)}: ${quote(wants.text, 80)}`, spoken: `Nudge ${to}.` };
  }
  const more = wants.fields.length > 2 ? `and ${wants.fields.length - 2} more` : '';
  const two = wants.fields.slice(0, 2);
  return {
    said: joined(
      [
        ...two.map((field) => (isTold(field, short) ? toLine(field, here) : moveLine(field, here))),
        more !== '' && data(more),
      ],
      ', ',
    ),
    spoken: `${two.map((field) => `${field.label} ${isTold(field, short) ? `to ${valueText(field, 'after', here)}` : moveText(field, here, 'to')}`).join(', ')}.`,
  };
};

/** The fact says already what stands there: "089 228 47 700 is not in E.164". */
const isTold = ({ before }: ShownField, fact: string): boolean =>
  typeof before === 'string' && before !== '' && fact.includes(before);

/** "15 Apr 2026", what a person has said yes to; of several fields each with its name. */
const wanted = ({ decided, wants: asked }: GroupMember, here: Here): string => {
  const wants = decided?.wants ?? asked;
  if (wants.kind === 'nudge') return `${firstName(wants.to)} was asked`;
  if (wants.kind === 'form') return fieldsNamed(wants.fields);
  const values = wants.fields.map((field) => valueText(field, 'after', here));
  if (values.length === 1) return values[0] ?? '';
  return wants.fields.map((field, n) => `${field.label.toLowerCase()} ${values[n]}`).join(', ');
};

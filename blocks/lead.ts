/** A lead that waits for somebody (ux.md 3.7). E-mail and phone are not on it: the channel reads along. */
import { day, duration } from '../src/story/format.ts';
import { cameTimes, closedSaid } from '../src/story/lead.ts';
import { about, actions, type RowVerb, rowChoice } from './ids.ts';
import { button, type Card, context, type Here, option, overflow, row, section } from './kit.ts';
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
  quote,
  spoken,
} from './text.ts';
import { clockSetTo, confidence, footRow } from './words.ts';

export type LeadCard = {
  id: string;
  name: string | null;
  title: string | null;
  company: string | null;
  territory: string | null;
  message: string | null;
  source: string | null;
  cameAt: Date;
  /** "Company matched: Borealis GmbH, 2 open deals" or "Company unknown. Needs Review." */
  matched: string;
  /** What a person should look at, each a few words. */
  uncertain: string[];
  /** Of how it was read; null: it did not come in by itself. */
  confidence: { share: number; cases: number; accepted: number } | null;
  /** What people said of others of this sender: "1 of 2 leads of acme.example was none". */
  sender: string | null;
  /** How often this person came after the first time, and how often within a week, the first time included. */
  more: number;
  thisWeek: number;
  state: { is: 'open' } | Claimed | Ended;
};

/** None, or the same as another: who said so, and when. */
export type Ended = {
  is: 'closed';
  as: 'not a lead' | 'probably not a lead' | 'merged';
  by: { name: string } | null;
  reason: string | null;
  signs: string[];
  into: { name: string } | null;
  at: Date;
};

export type Claimed = {
  is: 'claimed';
  by: string;
  at: Date;
  applied: boolean;
  /** `afterMs` where the instant is known, else the day. */
  contact: { by: string | null; afterMs: number | null; on: string | null } | null;
};

export const leadCard = (card: LeadCard, here: Here): Card => {
  const who = card.name ?? 'Somebody without a name';
  const at = [card.title, card.company].filter((part) => part !== null && part !== '').join(' at ');
  const head: Head = {
    who,
    at,
    of: `lead ${who}${card.company ? `, ${card.company}` : ''}`,
    person: md`${name(who)}${at ? md`, ${data(at, 120)}` : nothing}`,
    territory: card.territory ? data(card.territory) : null,
  };
  if (card.state.is === 'closed') return closedCard(card, card.state, head, here);
  return card.state.is === 'claimed' ? claimedCard(card, card.state, head, here) : openCard(card, head, here);
};

type Head = { who: string; at: string; of: string; person: Markup; territory: Markup | null };

const openCard = (card: LeadCard, { who, at, of, person, territory }: Head, here: Here): Card => {
  const again = cameTimes(card.more, card.thisWeek);
  const doubts = card.uncertain.length > 0 ? ` Needs Review: ${card.uncertain.join('; ')}.` : '';
  return {
    text: spoken(
      `New lead: ${who}${at ? `, ${at}` : ''}. ${ended(card.matched)}${doubts}${again ? ` ${again}.` : ''} Claim it to make it yours.`,
    ),
    blocks: [
      section(joined([bold(md`New lead: ${person}`), territory], '   ')),
      ...(card.message ? [section(quote(card.message))] : []),
      ...(card.uncertain.length > 0
        ? [section(md`🟡 ${bold(md`Needs Review`)}: ${data(card.uncertain.join('; '), 300)}`)]
        : []),
      context(
        ...facts(card),
        card.confidence ? confidence(card.confidence) : nothing,
        card.sender ? data(card.sender) : null,
        clockSetTo(here),
      ),
      ...row(
        button(actions.claim, 'Claim', {
          value: about('lead', card.id),
          style: 'primary',
          label: `Claim: ${of}`,
        }),
        button(actions.notALead, 'Not a lead', {
          value: about('lead', card.id),
          label: `Not a lead: ${of}`,
        }),
        menu(card.id, [
          ['Hand to someone…', 'hand'],
          ['Merge…', 'merge'],
        ]),
      ),
      ...footRow('lead', card.id, of),
    ],
  };
};

const claimedCard = (
  card: LeadCard,
  state: Claimed,
  { who, at, of, person, territory }: Head,
  here: Here,
): Card => {
  const after = duration(state.at.getTime() - card.cameAt.getTime());
  const contact = contactSaid(state.contact);
  const value = { value: about('lead', card.id) };
  return {
    text: spoken(
      `${state.by} claimed this lead ${after} after it came: ${who}${at ? `, ${at}` : ''}.${contact ? ` ${contact}` : ''}`,
    ),
    blocks: [
      section(
        lines(
          md`✅ ${bold(md`${name(state.by)} claimed this lead`)} ${after} after it came.${contact ? md` ${data(contact)}` : nothing}`,
          joined([person, territory], '   '),
        ),
      ),
      ...(card.message ? [section(quote(card.message))] : []),
      context(
        ...facts(card),
        state.applied ? nothing : md`⏳ the owner is being written to the CRM`,
        clockSetTo(here),
      ),
      ...row(
        state.contact
          ? null
          : button(actions.contacted, 'Contacted', { ...value, style: 'primary', label: `Contacted: ${of}` }),
        button(actions.handOver, 'Hand over', { ...value, label: `Hand over: ${of}` }),
        button(actions.release, 'Release', { ...value, label: `Release: ${of}` }),
        menu(card.id, [
          ['Not a lead…', 'none'],
          ['Merge…', 'merge'],
        ]),
      ),
      ...footRow('lead', card.id, of),
    ],
  };
};

/** Settled: one sentence, who it was about, and the way back. */
const closedCard = (
  card: LeadCard,
  state: Ended,
  { who, at, of, person, territory }: Head,
  here: Here,
): Card => {
  const rules = state.as === 'probably not a lead';
  const said = closedSaid(state, state.by?.name ?? 'Somebody');
  const saw = rules && state.signs.length > 0 ? ` ${capital(state.signs.join('; '))}.` : '';
  return {
    text: spoken(`${said}${saw} Lead: ${who}${at ? `, ${at}` : ''}.`),
    blocks: [
      section(
        lines(
          md`${data(rules ? '⚪' : '✅')} ${bold(data(said))}${saw ? data(saw) : nothing}`,
          joined([person, territory], '   '),
        ),
      ),
      context(...facts(card), md`closed ${instant(state.at)}`, clockSetTo(here)),
      ...row(
        button(actions.reopenLead, rules ? 'It is a lead' : 'Undo', {
          value: about('lead', card.id),
          label: `${rules ? 'It is a lead' : 'Undo'}: ${of}`,
        }),
      ),
      ...footRow('lead', card.id, of),
    ],
  };
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const menu = (leadId: string, offers: [label: string, verb: RowVerb][]) =>
  overflow(
    actions.leadMenu,
    offers.map(([label, verb]) => option(label, rowChoice(verb, about('lead', leadId)))),
  );

const facts = (card: LeadCard): (Markup | null)[] => {
  const again = cameTimes(card.more, card.thisWeek);
  return [
    md`${card.source ?? 'Source unknown'} ${instant(card.cameAt)}`,
    data(card.matched),
    again ? data(again) : null,
  ];
};

const contactSaid = (contact: Claimed['contact']): string | null => {
  if (contact === null) return null;
  if (contact.afterMs !== null) return `First contact after ${duration(contact.afterMs)}.`;
  return contact.on === null ? null : `First contact on ${day(contact.on)}.`;
};

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** In the thread of a lead's card (ux.md 3.7): whose turn it is. Nobody is given a lead by it. */
export const unclaimedCard = (view: {
  waitedMs: number;
  call: 1 | 2;
  to: { name: string; slackId: string | null } | null;
  territory: string | null;
  /** Somebody has it by now. */
  over: string | null;
}): Card => {
  if (view.over !== null)
    return {
      text: spoken(`${view.over} has this lead by now.`),
      blocks: [section(md`✅ ${name(view.over)} has this lead by now.`)],
    };
  const waited = duration(view.waitedMs);
  const whom = view.to?.name ?? null;
  const rest =
    view.call === 1
      ? 'you are next. Claim on the card makes it yours.'
      : `nobody${view.territory ? ` of ${view.territory}` : ''} has taken it.`;
  const alone = view.call === 1 ? 'Claim on the card makes it yours.' : 'A manager may hand it to somebody.';
  return {
    text: spoken(`Unclaimed for ${waited}. ${whom ? `${whom}, ${rest}` : alone}`),
    blocks: [
      section(
        view.to
          ? md`⏳ ${bold(md`Unclaimed for ${waited}.`)} ${mention(view.to)}, ${rest}`
          : md`⏳ ${bold(md`Unclaimed for ${waited}.`)} ${alone}`,
      ),
    ],
  };
};

/** For the owner of intake: one person came in again and again. */
export const repeatsCard = (
  view: { id: string; name: string | null; said: string; from: Date; company: string | null },
  here: Here,
): Card => {
  const who = [view.name ?? 'A lead without a name', view.company].filter(Boolean).join(', ');
  return {
    text: spoken(`${who}: ${view.said}`),
    blocks: [
      section(lines(md`🟡 ${bold(name(who))}`, data(view.said))),
      context(md`Lead ${view.id}`, md`noticed ${instant(view.from)}`, clockSetTo(here)),
      ...footRow('lead', view.id, `lead ${who}`),
    ],
  };
};

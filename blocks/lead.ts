/** A lead that waits for somebody (ux.md 3.7). E-mail and phone are not on it: the channel reads along. */
import { duration } from '../src/story/format.ts';
import { about, actions } from './ids.ts';
import { button, type Card, context, type Here, row, section } from './kit.ts';
import { bold, data, instant, joined, lines, md, name, nothing, quote, spoken } from './text.ts';
import { clockSetTo, footRow } from './words.ts';

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
  state: { is: 'open' } | { is: 'claimed'; by: string; at: Date; applied: boolean };
};

export const leadCard = (card: LeadCard, here: Here): Card => {
  const who = card.name ?? 'Somebody without a name';
  const at = [card.title, card.company].filter((part) => part !== null && part !== '').join(' at ');
  const of = `lead ${who}${card.company ? `, ${card.company}` : ''}`;
  const person = md`${name(who)}${at ? md`, ${data(at, 120)}` : nothing}`;
  const territory = card.territory ? data(card.territory) : null;
  const source = md`${card.source ?? 'Source unknown'} ${instant(card.cameAt)}`;
  if (card.state.is === 'claimed') {
    const after = duration(card.state.at.getTime() - card.cameAt.getTime());
    return {
      text: spoken(
        `${card.state.by} claimed this lead ${after} after it came: ${who}${at ? `, ${at}` : ''}.`,
      ),
      blocks: [
        section(
          lines(
            md`✅ ${bold(md`${name(card.state.by)} claimed this lead`)} ${after} after it came.`,
            joined([person, territory], '   '),
          ),
        ),
        context(
          source,
          data(card.matched),
          card.state.applied ? nothing : md`⏳ the owner is being written to the CRM`,
          clockSetTo(here),
        ),
        ...row(
          button(actions.release, 'Release', { value: about('lead', card.id), label: `Release: ${of}` }),
        ),
        ...footRow('lead', card.id, of),
      ],
    };
  }
  return {
    text: spoken(`New lead: ${who}${at ? `, ${at}` : ''}. ${card.matched} Claim it to make it yours.`),
    blocks: [
      section(joined([bold(md`New lead: ${person}`), territory], '   ')),
      ...(card.message ? [section(quote(card.message))] : []),
      context(source, data(card.matched), clockSetTo(here)),
      ...row(
        button(actions.claim, 'Claim', {
          value: about('lead', card.id),
          style: 'primary',
          label: `Claim: ${of}`,
        }),
      ),
      ...footRow('lead', card.id, of),
    ],
  };
};

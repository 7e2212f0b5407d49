/** One deal by its name: shown with the right to edit it, or who owns it. */
import { refusalOf, stakeOf } from '../changes/stake.ts';
import { dealForPerson, dealsLike, dealsNamed } from '../crm/deals.ts';
import type { Db } from '../db/pool.ts';
import type { It } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import { mayChangeAll } from '../policy/may-change.ts';
import type { Person } from '../policy/nouns.ts';
import type { DealRow } from '../sales/answer.ts';
import { day, list, money, number } from '../story/format.ts';
import type { Company } from './company.ts';
import { type Outcome, outcome } from './outcome.ts';
import { nothingKept } from './store.ts';

type Use = { db: Db; company: Company; by: Person };

const within = (use: Use) => ({ now: use.company.now, zone: use.company.zone, scope: scopeOf(use.by) });

/** A slip in the name is asked back about. */
export async function showNamedDeal(use: Use, name: string, what: 'deal' | 'owner'): Promise<Outcome> {
  const found = await dealsNamed(use.db, name, { ...within(use), limit: 6 });
  const [first, ...others] = found;
  const near = first ? [] : await dealsLike(use.db, name, { ...within(use), limit: 6 });
  if (near.length > 0)
    return whichOf(use, near, name, `No deal is called "${name.slice(0, 80)}". Which one is meant?`);
  if (!first) {
    const sentence = `No deal named "${name.slice(0, 80)}" is found among the deals you may see.`;
    return outcome({ kind: 'text', sentence, lines: [], next: [] }, 'show_deal', {
      understood: `Deal "${name.slice(0, 80)}"`,
      slots: { name },
    });
  }
  if (what === 'owner') return whoOwns(found, name);
  if (others.length === 0) return showDeal(use, first.id);
  const alike = found.slice(0, 5).every((deal) => deal.name === first.name);
  return whichOf(use, found, name, `Which ${alike ? first.name : 'deal'}?`);
}

/** The first few as buttons, each with what tells it apart. */
function whichOf(use: Use, found: DealRow[], name: string, question: string): Outcome {
  const shown = found.slice(0, 5);
  const choices = shown.map((deal) => ({ words: '', kind: 'deal', ids: [deal.id] }));
  const alike = shown.length > 1 && shown.every((deal) => deal.name === shown[0]?.name);
  const options = shown.map((deal, at) => {
    const fact = factOf(deal, shown, use.company);
    const label = alike ? fact : deal.name;
    return { choice: `option:${at}`, label, fact: alike ? null : fact };
  });
  const more = found.length > 5 ? ' More match; a longer name finds them.' : '';
  return outcome(
    { kind: 'clarify', question: `${question}${alike ? '' : more}`, options },
    'clarify_needed',
    {
      slots: { name },
      kept: { ...nothingKept, options: choices },
    },
  );
}

/** What tells deals of like names apart: what differs of account, stage and amount, or the id where nothing does. */
export function factOf(deal: DealRow, among: DealRow[], company: Company): string {
  const facts: ((one: DealRow) => string | null)[] = [
    (one) => one.account,
    (one) => one.stage,
    (one) => (one.amount === null ? null : money(one.amount, one.currency, company.companyCurrency)),
  ];
  const telling = facts.filter((fact) => among.some((one) => fact(one) !== fact(deal)));
  const fact = (one: DealRow): string =>
    telling
      .map((part) => part(one))
      .filter((part) => part)
      .join(', ');
  const same = among.some((one) => one.id !== deal.id && one.name === deal.name && fact(one) === fact(deal));
  return [fact(deal), same || fact(deal) === '' ? deal.id : ''].filter((part) => part !== '').join(', ');
}

/** From now on "it" is this deal. */
export const itOf = (deal: DealRow): It => ({
  kind: 'deal',
  id: deal.id,
  name: deal.name,
  account: deal.accountId && deal.account ? { id: deal.accountId, name: deal.account } : null,
});

/** The deal with its id; null-like answer when it is gone or out of scope. */
export async function showDeal(use: Use, id: string): Promise<Outcome> {
  const seen = await dealForPerson(use.db, id, within(use));
  if (!seen)
    return outcome(
      { kind: 'text', sentence: 'That deal is no longer among those you may see.', lines: [], next: [] },
      'show_deal',
    );
  const subject = { kind: 'deal', id } as const;
  const stake = await stakeOf(use.db, subject, []);
  const may =
    mayChangeAll(use.by) || (stake !== null && (await refusalOf(use.db, use.by, subject, stake)) === null);
  return outcome(
    {
      kind: 'deal',
      deal: seen.deal,
      version: seen.version,
      editable: may ? seen.editable : [],
      companyCurrency: use.company.companyCurrency,
    },
    'show_deal',
    {
      understood: `Deal ${seen.deal.name}`,
      slots: { name: seen.deal.name, deal: seen.deal.id },
      kept: { ...nothingKept, it: itOf(seen.deal) },
    },
  );
}

function whoOwns(found: DealRow[], name: string): Outcome {
  const owners = new Set(found.map((deal) => deal.owner));
  const [first] = found;
  const only = owners.size === 1 ? (first?.owner ?? 'Nobody') : null;
  const sentence =
    only !== null
      ? `${only} owns ${list(found.slice(0, 5).map((deal) => deal.name))}.`
      : `${number(found.length)} deals have a name like that.`;
  const lines = found.map(
    (deal) =>
      `${deal.name}: ${deal.owner ?? 'nobody'}, ${deal.stage}${deal.closeDate ? `, closes ${day(deal.closeDate)}` : ''}.`,
  );
  return outcome(
    { kind: 'text', sentence, lines: only !== null && found.length === 1 ? [] : lines, next: [] },
    'show_deal',
    {
      understood: `Owner of "${name}"`,
      slots: { name },
      ...(found.length === 1 && first ? { kept: { ...nothingKept, it: itOf(first) } } : {}),
    },
  );
}

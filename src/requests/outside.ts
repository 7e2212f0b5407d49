/** What a person may not ask: refusals in one polite sentence, with what is possible. */

import { accountsInScope } from '../crm/accounts.ts';
import type { Db } from '../db/pool.ts';
import { refusalSentences } from '../language/refusals.ts';
import { allLimits, type Frame, type Refusal } from '../language/request.ts';
import { isOperator } from '../people/operator.ts';
import { holdersOf, personById } from '../people/people.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import { list } from '../story/format.ts';
import type { Company } from './company.ts';
import { accountsIn } from './in-sight.ts';
import { lacking } from './lacking.ts';
import { type Outcome, outcome } from './outcome.ts';
import { suggestions } from './suggest.ts';

export function refusedFor(why: Refusal): Outcome {
  const { because, instead } = refusalSentences[why];
  return outcome(
    { kind: 'refused', because: `${because} ${instead}`, next: suggestions(['help']) },
    'refuse',
    { refused: why },
  );
}

/** Somebody without a role: no number, no name of a deal or an agent. */
export async function outsider(db: Db): Promise<Outcome> {
  const admins = (await holdersOf(db, 'admin')).map(({ name }) => name);
  const who = admins.length > 0 ? `${list(admins.slice(0, 2), 'or')} (admin)` : 'an administrator';
  const because = `Steward helps the sales team look after its deals. You have no role in it yet. You may ask: help. To work with deals ask ${who}.`;
  return outcome({ kind: 'refused', because, next: suggestions(['help']) }, 'refuse', {
    refused: 'outsider',
  });
}

/** "My deals" of somebody who is none of the company's people: whose, then? Null where that is not asked. */
export function whose(frame: Frame, by: Person, { lexicon }: Company): Outcome | null {
  const mine = allLimits(frame).find((one) => one.says === 'mine' && !one.not);
  if (!mine || !isOperator(by)) return null;
  const known = lexicon.people.find(({ email }) => email);
  const somebody = known ?? lexicon.people[0];
  const as = known ? `Add --as <email> to ask as somebody, such as --as ${known.email}` : '';
  const named = somebody ? `name the person: "open deals of ${somebody.name}"` : '';
  const how = [as || 'Nobody here has an e-mail for --as <email>', named]
    .filter(Boolean)
    .join(as ? ', or ' : '; ');
  return lacking(`Whose? You ask as the local operator, who has no deals, no team and no territory. ${how}.`);
}

/** A named territory, team, manager, person or account beyond what this person may see; null when all lies within. */
export async function beyondScope(
  db: Db,
  frame: Frame,
  by: Person,
  company: Company,
): Promise<Outcome | null> {
  const scope = scopeOf(by);
  if (!('territoryIds' in scope)) return null;
  const accounts = accountsIn(frame);
  const known = accounts.length > 0 ? await accountsInScope(db, accounts, scope) : null;
  if (accounts.some((id) => !known?.has(id))) return outside(scope.territoryIds, company);
  for (const clause of allLimits(frame)) {
    if (clause.says !== 'names' || clause.not) continue;
    for (const { id } of clause.names)
      if (await liesBeyond(db, { field: clause.field, id }, scope))
        return outside(scope.territoryIds, company);
  }
  return null;
}

const outside = (territoryIds: string[], company: Company): Outcome =>
  outcome({ kind: 'refused', because: sentenceFor(territoryIds, company), next: [] }, 'refuse', {
    refused: 'scope',
  });

type Within = Extract<ReturnType<typeof scopeOf>, { territoryIds: string[] }>;

/** Whether a named territory, team, manager or person is not within that scope; other names never are beyond it. */
export async function liesBeyond(
  db: Db,
  { field, id }: { field: string; id: string },
  scope: Within,
): Promise<boolean> {
  const territoryId = await territoryOf(db, field, id);
  return (
    territoryId !== undefined &&
    !(territoryId !== null && scope.territoryIds.includes(territoryId)) &&
    !scope.personIds.includes(id)
  );
}

/** Undefined: this kind of name belongs to no territory. */
async function territoryOf(db: Db, field: string, id: string): Promise<string | null | undefined> {
  if (field === 'territory') return id;
  if (field === 'owner' || field === 'owner.manager') return (await personById(db, id))?.territoryId ?? null;
  if (field !== 'team') return undefined;
  const team = await db('teams')
    .where({ id })
    .first<{ territory_id: string | null } | undefined>('territory_id');
  return team?.territory_id ?? null;
}

export const ownTerritories = (territoryIds: string[], { lexicon }: Company): string[] =>
  lexicon.territories.filter(({ id }) => territoryIds.includes(id)).map(({ name }) => name);

function sentenceFor(territoryIds: string[], company: Company): string {
  const own = ownTerritories(territoryIds, company);
  if (own.length === 0) return 'That is outside what you may see. You can ask about your own deals.';
  return `That is outside your territory (${list(own)}). You can ask about ${list(own)} deals.`;
}

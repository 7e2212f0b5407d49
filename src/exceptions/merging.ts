/** One person who stands there twice: a lead is merged into another lead, or into a contact, and can be taken out again. */
import { record } from '../audit/record.ts';
import { requestChange } from '../changes/request.ts';
import type { Clock } from '../clock.ts';
import { leadScopeHolds } from '../crm/leads.ts';
import type { Db } from '../db/pool.ts';
import { withLock } from '../db/transaction.ts';
import { redrawCard } from '../jobs/cards.ts';
import { enqueue } from '../jobs/outbox.ts';
import { scopeOf } from '../people/scope.ts';
import type { FieldChange, Person } from '../policy/nouns.ts';
import { cameAgain } from '../story/lead.ts';
import { type Close, type Closed, close, whyNotClose } from './closing.ts';
import { closingOf } from './closings.ts';
import { type Lead, leadOf } from './leads.ts';

type Use = { db: Db; now: Clock };
export type Into = { kind: 'lead' | 'contact'; id: string };

/** `wrong`: why that one cannot be it, as a sentence. */
export type Merged = Closed | { say: 'wrong'; because: string };

/**
 * Merges the lead into another: what that one lacks is filled in, whoever has it is told, and what this person sends from
 * now on goes there. One merge at a time, so that two cannot end in each other.
 */
export async function mergeLead(use: Use, input: Close & { into: Into }): Promise<Merged> {
  return withLock(use.db, 'leads:merging', async (trx) => {
    const lead = await leadOf(trx, input.leadId, { lock: true });
    const before = await closingOf(trx, lead.id);
    if (before?.into?.kind === input.into.kind && before.into.id === input.into.id)
      return { say: 'closed', fresh: false };
    const against = await whyNotClose({ db: trx, now: use.now }, input, lead);
    const { by } = input;
    if (against !== null || by === null) return against ?? { say: 'not allowed', because: '' };
    const wrong = await wrongTarget(trx, by, lead, input.into);
    if (wrong !== null) return { say: 'wrong', because: wrong };
    const fillId = input.into.kind === 'lead' ? await fill(trx, use, lead, input.into.id, by) : null;
    await close(trx, use, { lead, by, as: 'merged', reason: null, into: input.into, fillId });
    await tellWhoHas(trx, lead, input.into, by);
    if (input.into.kind === 'lead') await redrawCard(trx, `lead:${input.into.id}`);
    return { say: 'closed', fresh: true };
  });
}

/** Null: the lead may be merged into it. */
export async function wrongTarget(db: Db, by: Person, lead: Lead, into: Into): Promise<string | null> {
  if (into.kind === 'lead' && into.id === lead.id) return 'That is this lead. Choose another.';
  if (!(await leadScopeHolds(db, into, scopeOf(by)))) return 'That one is no longer there. Choose another.';
  if (into.kind === 'lead' && (await closingOf(db, into.id)) !== null)
    return 'That lead is closed by now. Choose another.';
  return null;
}

const filling = ['name', 'email', 'company', 'title', 'phone'] as const;
type Known = Record<(typeof filling)[number], string | null>;

/** Only what is missing there: nothing that stands is replaced. */
async function fill(trx: Db, use: Use, lead: Lead, intoId: string, by: Person): Promise<number | null> {
  const rows = await trx('leads')
    .whereIn('id', [lead.id, intoId])
    .select<({ id: string } & Known)[]>('id', ...filling);
  const [from, to] = [lead.id, intoId].map((id) => rows.find((row) => row.id === id));
  const fields = filling.flatMap((field): FieldChange[] => {
    const value = from?.[field] ?? null;
    return to && to[field] === null && value !== null ? [{ field, before: null, after: value }] : [];
  });
  if (fields.length === 0) return null;
  return requestChange(trx, {
    subject: { kind: 'lead', id: intoId },
    wants: { kind: 'change', fields },
    by: { kind: 'person', id: by.id },
    now: use.now.now(),
    card: `lead:${intoId}`,
  });
}

/** Whoever has that lead, or the account of that contact, hears what this one said. */
async function tellWhoHas(trx: Db, lead: Lead, into: Into, by: Person): Promise<void> {
  const owner =
    into.kind === 'lead'
      ? trx('leads as x').join('people as p', 'p.id', 'x.owner_id')
      : trx('contacts as x')
          .join('accounts as a', 'a.id', 'x.account_id')
          .join('people as p', 'p.id', 'a.owner_id');
  const row = await owner
    .where('x.id', into.id)
    .where('p.active', true)
    .whereNot('p.id', by.id)
    .first<{ slack_id: string | null; name: string | null } | undefined>('p.slack_id', 'x.name');
  if (!row?.slack_id) return;
  const said = await trx('leads').where({ id: lead.id }).first<{ message: string | null }>('message');
  const closing = await closingOf(trx, lead.id);
  await enqueue(trx, 'whisper', {
    key: `merged:${closing?.id ?? lead.id}`,
    body: { channel: `dm:${row.slack_id}`, user: row.slack_id, text: cameAgain(row.name, said.message) },
  });
  await record(trx, {
    action: 'lead.owner_told',
    subject: { kind: 'lead', id: lead.id },
    by: { kind: 'system', id: 'intake' },
    details: { into },
  });
}

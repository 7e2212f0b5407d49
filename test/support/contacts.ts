/** Contacts that do not keep a contract, and what the pipeline agent makes of them. */
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import type { Db } from '../../src/db/pool.ts';
import { exceptionView } from '../../src/exceptions/view.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now as friday, seedCast } from './company.ts';

export const by = { kind: 'person', id: cast.mara } as const;
const HOUR_MS = 3_600_000;

/** Globex, a German account whose largest open deal is Priya's, has Jane; no deal is asked about. */
export async function company(db: Db, jane: object = {}) {
  await seedCast(db);
  await ensureAgents({ db, local: true });
  const use = at(db);
  const limits = {
    deals_channel: 'CDEALS',
    stale_days: 365,
    inactivity_days: 365,
    close_date_grace_days: 365,
    push_limit: 100,
    cards_first_run: 10,
  };
  for (const [name, value] of Object.entries(limits)) await setSetting(use, { name, value, by });
  await db('accounts').where({ id: 'A-globex' }).update({ country: 'Germany' });
  await contact(db, 'C-jane', {
    name: 'Jane Roe',
    email: 'jane@globex.com',
    phone: '+498922847700',
    ...jane,
  });
  return use;
}
export const contact = (db: Db, id: string, of: object) =>
  db('contacts').insert({
    id,
    source: 'test',
    source_id: id,
    account_id: 'A-globex',
    name: id,
    changed_at: friday,
    ...of,
  });
export const at = (db: Db, hours = 0) => ({
  db,
  now: stoppedAt(new Date(friday.getTime() + hours * HOUR_MS)),
  zone: 'UTC',
});
export type Use = ReturnType<typeof at>;
export const run = (use: Use, more: object = {}) =>
  runAgent(use, { agent: 'pipeline', by, wokenBy: 'schedule', ...more });
/** The latest card about a contact. */
export const card = async (use: Use, of = 'C-jane') => {
  const row = await use
    .db('exceptions as e')
    .join('proposals as p', 'p.id', 'e.proposal_id')
    .where('p.subject_id', of)
    .orderBy('e.id', 'desc')
    .first('e.id');
  const view = row && (await exceptionView(use, row.id));
  if (!view) throw new Error('There is no card.');
  return view;
};

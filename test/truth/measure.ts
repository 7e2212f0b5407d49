/** The pipeline agent on the sample company with planted deals, against what is known of it. */
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { lookUpMailDomains } from '../../src/crew/mail-domains.ts';
import { runAgent } from '../../src/crew/run.ts';
import { readContracts } from '../../src/crm/contracts.ts';
import { seedSample } from '../../src/crm/sample/sample.ts';
import type { Db } from '../../src/db/pool.ts';
import { requireInSample } from '../../src/local-company.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { plantCompanies } from './companies.ts';
import { truth } from './oracle.ts';
import { ago, mailNames, now, type Planted, plant, type Right, today } from './plant.ts';

export type Measured = {
  trigger: string;
  /** Of the planted ones, by what they were planted for. */
  planted: { of: Planted; found: boolean; proposed: Right | null }[];
  /** In the whole company, planted deals included. */
  truth: number;
  found: number;
  both: number;
};

/** `db` is empty and migrated. */
export async function measure(db: Db): Promise<Measured[]> {
  const use = { db, now: stoppedAt(now), zone: 'UTC' };
  await seedSample(use);
  await requireInSample(use);
  const planted = [...(await plant(db)), ...(await plantCompanies(db, ago(2)))];
  await ensureAgents({ db, local: true });
  const by = { kind: 'system', id: 'truth' } as const;
  await setSetting(use, { name: 'deals_channel', value: 'CDEALS', by });
  // Every planted deal is to be asked about, whatever it is worth.
  for (const name of ['cards_per_run', 'cards_first_run', 'cards_open'])
    await setSetting(use, { name, value: 100, by });
  await readContracts(db, 'all', { today, country: '' });
  while ((await lookUpMailDomains({ ...use, names: mailNames })) > 0);
  for (;;) {
    const run = await runAgent(use, { agent: 'pipeline', by, wokenBy: 'hand' });
    if (run.say !== 'done') throw new Error(run.sentence);
    if (run.asked === 0) break;
    await db('exceptions').whereNull('closed_at').update({ closed_at: now, closed_as: 'expired' });
  }
  const known = await truth(db, today);
  const rows: { trigger: string; subject_id: string }[] = await db('findings')
    .whereNull('gone_at')
    .select('trigger', 'subject_id');
  const proposals: { subject_id: string; kind: string; change: { fields?: { field: string }[] } }[] =
    await db('proposals').select('subject_id', 'kind', 'change');
  const proposed = (subject: string): Right => {
    const one = proposals.find(({ subject_id }) => subject_id === subject);
    const [field] = one?.change.fields ?? [];
    if (field && field.field !== 'close_date') return 'mended value';
    return one ? (rights[one.kind] ?? 'nothing') : 'nothing';
  };
  return [...new Set(planted.map(({ trigger }) => trigger))].map((trigger) => {
    const found = new Set(rows.filter((row) => row.trigger === trigger).map(({ subject_id: id }) => id));
    const right = known.get(trigger) ?? new Set();
    return {
      trigger,
      planted: planted
        .filter((one) => one.trigger === trigger)
        .map((of) => ({
          of,
          found: found.has(of.subject),
          proposed: of.right === null ? null : proposed(of.subject),
        })),
      truth: right.size,
      found: found.size,
      both: [...found].filter((id) => right.has(id)).length,
    };
  });
}

const rights: Record<string, Right> = { nudge: 'nudge', form: 'form', change: 'close date' };

export const isRight = ({ of, found, proposed }: Measured['planted'][number]): boolean =>
  found === of.found && proposed === of.right;

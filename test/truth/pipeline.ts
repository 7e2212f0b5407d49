/** The pipeline agent on the sample company with planted deals, against what is known of it. */
import { pipeline } from '../../src/agents/pipeline/agent.ts';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { lookUpMailDomains } from '../../src/crew/mail-domains.ts';
import { runAgent } from '../../src/crew/run.ts';
import { readContracts } from '../../src/crm/contracts.ts';
import type { Db } from '../../src/db/pool.ts';
import { requireInSample } from '../../src/local-company.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { plantCompanies } from './companies.ts';
import { truth } from './oracle.ts';
import { patterns, plantPatterns } from './patterns.ts';
import { mailNames, plant } from './plant.ts';
import { ago, type Measured, now, ofFigures, type Planted, type Right, today, toldOf } from './planted.ts';
import { letWait, plantWaiting, unanswered } from './waiting.ts';

const by = { kind: 'system', id: 'truth' } as const;

/** Of the sample company of that day. */
export async function measurePipeline(db: Db): Promise<Measured[]> {
  const use = { db, now: stoppedAt(now), zone: 'UTC' };
  await requireInSample(use);
  const { account, manager } = await emea(db);
  const planted = [...(await plant(db)), ...(await plantCompanies(db, ago(2)))];
  planted.push(...(await plantPatterns(db, account)), ...(await plantWaiting(db, account, manager)));
  await ensureAgents({ db, local: true });
  await setSetting(use, { name: 'deals_channel', value: 'CDEALS', by });
  // Every planted deal is to be asked about, whatever it is worth.
  for (const name of ['cards_per_run', 'cards_first_run', 'cards_open'])
    await setSetting(use, { name, value: 100, by });
  await readContracts(db, 'all', { today, country: '' });
  while ((await lookUpMailDomains({ ...use, names: mailNames })) > 0);
  while ((await run(use)) > 0)
    await db('exceptions').whereNull('closed_at').update({ closed_at: now, closed_as: 'expired' });
  const singles = await ofSingles(db, planted);
  await letWait(db);
  await run(use);
  return [...singles, ...(await ofMany(db, planted))];
}

async function run(use: { db: Db; now: ReturnType<typeof stoppedAt>; zone: string }): Promise<number> {
  const { say, asked, sentence } = await runAgent(use, { agent: 'pipeline', by, wokenBy: 'hand' });
  if (say !== 'done') throw new Error(sentence);
  return asked;
}

async function emea(db: Db): Promise<{ account: string; manager: string }> {
  const account = await db('accounts').where({ territory_id: 'T-emea' }).orderBy('id').first('id');
  const manager = await db('people')
    .whereRaw(`'manager' = any(roles)`)
    .where({ territory_id: 'T-emea' })
    .first('id');
  return { account: account.id, manager: manager.id };
}

/** Of single deals and records, with what was proposed about each. */
async function ofSingles(db: Db, planted: Planted[]): Promise<Measured[]> {
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
  const names = [...pipeline.triggers, ...(pipeline.records?.triggers ?? [])].map(({ name }) => name);
  return names.map((trigger) => {
    const found = new Set(rows.filter((row) => row.trigger === trigger).map(({ subject_id: id }) => id));
    const right = known.get(trigger) ?? new Set();
    return {
      agent: pipeline.name,
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

/** Of reps, teams and what they were asked, with who is told. */
async function ofMany(db: Db, planted: Planted[]): Promise<Measured[]> {
  const known = new Map([...(await truth(db, today)), ...(await patterns(db)), ...(await unanswered(db))]);
  const names = pipeline.figures.map(({ name }) => name);
  const told = await toldOf(db, names);
  return names.map((trigger) =>
    ofFigures(
      pipeline.name,
      trigger,
      planted.filter((one) => one.trigger === trigger),
      known.get(trigger) ?? new Set(),
      told.get(trigger) ?? new Map(),
    ),
  );
}

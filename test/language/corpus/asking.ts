/** The three companies of the corpus on their day, and what Steward makes of each line: the whole way, without a model. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stoppedAt } from '../../../src/clock.ts';
import { ensureAgents } from '../../../src/crew/crew.ts';
import { importFile } from '../../../src/crm/import/import.ts';
import { seedSample } from '../../../src/crm/sample/sample.ts';
import { type Db, openPool } from '../../../src/db/pool.ts';
import { read } from '../../../src/language/reader.ts';
import type { Command, Frame, Path } from '../../../src/language/request.ts';
import { silentLog } from '../../../src/log.ts';
import { noModels } from '../../../src/models/models.ts';
import { localOperator } from '../../../src/people/operator.ts';
import { everybody } from '../../../src/people/people.ts';
import type { Person } from '../../../src/policy/nouns.ts';
import { ask } from '../../../src/requests/ask.ts';
import { companyNow } from '../../../src/requests/company.ts';
import type { Reply } from '../../../src/requests/reply.ts';
import { requestById } from '../../../src/requests/store.ts';
import { createDatabase } from '../../support/server.ts';
import type { Line } from './lines.ts';

const data = new URL('../../../../shared/data/', import.meta.url);
const files: Record<string, [kind: string, file: string][]> = {
  'maven-crm': [
    ['people', 'sales_teams.csv'],
    ['products', 'products.csv'],
    ['accounts', 'accounts.csv'],
    ['deals', 'sales_pipeline.csv'],
  ],
  'revops-northwind': [
    ['deals', 'opportunities.csv'],
    ['activities', 'activities.csv'],
    ['leads', 'leads.csv'],
  ],
};

/** Where the data of a company lies beside the repository, or it is the sample. */
export const isHere = (company: string): boolean => company === 'sample' || existsSync(data);

export type Asker = { person: Person; team: string | null; territory: string | null };
export type Heard = {
  text: string;
  reply: Reply;
  frame: Frame | null;
  command: Command | null;
  /** The way it was read, by the rules alone. */
  path: Path;
};

export type Company = {
  now: Date;
  /** Who asks a line. */
  asker: (line: Line) => Asker;
  /** All turns of a line, in a thread of its own. */
  hear: (line: Line) => Promise<Heard[]>;
  close: () => Promise<void>;
};

/** `url`: a Postgres server's, without a database. */
export async function company(url: string, name: Line['company'], now: Date): Promise<Company> {
  const made = await createDatabase(url, `corpus_${process.pid}_${name.replace(/\W/g, '_')}`);
  const db = openPool(made.url, { max: 4 });
  const clock = stoppedAt(now);
  const use = { db, now: clock, zone: 'UTC' };
  if (name === 'sample') await seedSample(use);
  for (const [kind, file] of files[name] ?? [])
    await importFile(use, { kind, path: fileURLToPath(new URL(`${name}/${file}`, data)) });
  await ensureAgents({ db, local: true });
  const askers = await askersOf(db);
  const asker = (line: Line): Asker => {
    if (line.as === null) return operator;
    const found = askers.get(line.as);
    if (!found) throw new Error(`Nobody in ${name} is called ${line.as} (${line.id}).`);
    return found;
  };
  return {
    now,
    asker,
    hear: async (line) => {
      const { person } = asker(line);
      const heard: Heard[] = [];
      const knows = await companyNow(use);
      for (const { text } of line.turns) {
        const place = { kind: 'dm' as const, thread: line.id };
        const { requestId, reply } = await ask(
          { ...use, models: noModels, log: silentLog() },
          { text, by: person, place },
        );
        const stored = await requestById(db, requestId);
        const thread = heard.at(-1)?.frame ?? null;
        heard.push({
          path: read(text, { ...knows, thread, choices: [] }).path,
          text,
          reply,
          frame: stored?.reading.frame ?? null,
          command: stored?.reading.command ?? null,
        });
      }
      return heard;
    },
    close: async () => {
      await db.destroy();
      await made.drop();
    },
  };
}

async function askersOf(db: Db): Promise<Map<string, Asker>> {
  const teams = new Map((await db('teams').select('id', 'name')).map(({ id, name }) => [id, name]));
  const territories = new Map(
    (await db('territories').select('id', 'name')).map(({ id, name }) => [id, name]),
  );
  return new Map(
    (await everybody(db)).map((person): [string, Asker] => [
      person.name.split(' ')[0] ?? '',
      {
        person,
        team: teams.get(person.teamId ?? '') ?? null,
        territory: territories.get(person.territoryId ?? '') ?? null,
      },
    ]),
  );
}

/** Whoever sits at the machine: a company that came from files has no administrator. */
const operator: Asker = { person: localOperator, team: null, territory: null };

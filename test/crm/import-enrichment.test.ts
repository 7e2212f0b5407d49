import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { importFile } from '../../src/crm/import/import.ts';
import { seedSample } from '../../src/crm/sample/sample.ts';
import type { Db } from '../../src/db/pool.ts';
import { withDatabase } from '../support/database.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steward-enrichment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let made = 0;
async function bring(
  db: Db,
  kind: string,
  text: string,
  more: { day?: string; dryRun?: boolean; replaceSample?: boolean } = {},
) {
  const path = join(folder, `file-${made++}.csv`);
  await writeFile(path, text);
  const { day = '2026-03-20', ...how } = more;
  return importFile({ db, now: stoppedAt(`${day}T10:00:00Z`), zone: 'UTC' }, { kind, path, ...how });
}
const directory = (db: Db) => db('company_directory').orderBy('domain');
const globex =
  'Website,Company Name,Industry,HQ Country,Headcount,Annual Revenue\nhttps://www.Globex.com/,Globex Corp,Manufacturing,DE,1200,"€2,500,000"\n';

test('a directory comes in with its columns guessed, each domain as it is compared and the day on which it came', () =>
  withDatabase(async (db) => {
    expect(await bring(db, 'enrichment', globex)).toMatchObject({
      sentence: '1 company of the directory written.',
      mapping: {
        columns: {
          domain: 'Website',
          name: 'Company Name',
          industry: 'Industry',
          country: 'HQ Country',
          employees: 'Headcount',
          revenue: 'Annual Revenue',
        },
        unused: [],
      },
    });
    expect(await directory(db)).toEqual([
      {
        domain: 'globex.com',
        source: 'import',
        name: 'Globex Corp',
        industry: 'Manufacturing',
        country: 'Germany',
        country_code: 'DE',
        employees: 1200,
        revenue: 2_500_000,
        came_on: '2026-03-20',
      },
    ]);
  }));

test('the same file again changes nothing, and the day stays; what is new bears the new day', () =>
  withDatabase(async (db) => {
    await bring(db, 'enrichment', `${globex}hooli.com,Hooli,Software,US,90,\n`, { day: '2026-03-01' });
    expect(await bring(db, 'enrichment', `${globex}hooli.com,Hooli,Software,US,90,\n`)).toMatchObject({
      written: 0,
      unchanged: 2,
      sentence: 'Nothing changed: all 2 companies of the directory were as the file says.',
    });
    // An empty cell says nothing, and a row that is absent stays.
    await bring(db, 'enrichment', 'domain,name,industry,employees\nhooli.com,Hooli,,95\n');
    expect(await directory(db)).toMatchObject([
      { domain: 'globex.com', came_on: '2026-03-01' },
      {
        domain: 'hooli.com',
        industry: 'Software',
        country: 'United States',
        employees: 95,
        came_on: '2026-03-20',
      },
    ]);
  }));

test('a dry run writes nothing', () =>
  withDatabase(async (db) => {
    expect(await bring(db, 'enrichment', globex, { dryRun: true })).toMatchObject({
      written: 1,
      dryRun: true,
    });
    expect(await directory(db)).toEqual([]);
  }));

test('what is no domain, belongs to a free provider or comes twice is rejected with the reason, and stops no other', () =>
  withDatabase(async (db) => {
    const rows =
      'n/a,None\nwww.gmail.com,Mail\nHooli.com,Hooli\nhttp://hooli.com,Hooli again\n,Nameless\ninitech.com,\n';
    const result = await bring(db, 'enrichment', `domain,name\n${rows}`);
    expect(result).toMatchObject({ written: 1, rejected: 5 });
    const rejected = await readFile(result.rejectFile ?? '', 'utf8');
    for (const reason of [
      'n/a"" is no domain',
      'gmail.com is a provider of free mail and says nothing of a company',
      'hooli.com stands on an earlier line, too',
      'it has no domain',
      'it has no name',
    ])
      expect(rejected).toContain(reason);
  }));

test('a file without a domain or a name is refused', () =>
  withDatabase(async (db) => {
    await expect(bring(db, 'enrichment', 'name,industry\nHooli,Software\n')).rejects.toThrow(/domain/);
    await expect(bring(db, 'enrichment', 'domain,industry\nhooli.com,Software\n')).rejects.toThrow(/name/);
  }));

test('a directory is not mixed with the sample company, and goes with it', () =>
  withDatabase(async (db) => {
    await seedSample({ db, now: stoppedAt('2026-03-20T10:00:00Z'), zone: 'UTC' }, { deals: 20 });
    await expect(bring(db, 'enrichment', globex)).rejects.toThrow('The sample company is here');
    await bring(db, 'enrichment', globex, { replaceSample: true });
    expect((await directory(db)).map(({ domain }) => domain)).toEqual(['globex.com']);
  }));

test('an import of accounts leaves what a person or the directory has said, and says so', () =>
  withDatabase(async (db) => {
    const accounts = (industry: string, employees: number) =>
      `id,name,industry,country,employees\nA1,Globex,${industry},France,${employees}\nA2,Hooli,Software,Spain,7\n`;
    await bring(db, 'accounts', accounts('Software', 50));
    await db('accounts')
      .where({ id: 'A1' })
      .update({
        industry: 'Mining',
        employees: 500,
        origins: { industry: 'person', employees: 'directory' },
      });
    const again = await bring(db, 'accounts', accounts('Software', 50).replace('France', 'Italy'));
    expect(again.assumptions).toContain(
      '1 account has a value that a person or the company directory has said, and that stayed.',
    );
    expect(await db('accounts').where({ id: 'A1' }).first()).toMatchObject({
      industry: 'Mining',
      country: 'Italy',
      employees: 500,
      version: 2,
      changed_by: 'import',
    });
    expect(await db('accounts').where({ id: 'A2' }).first()).toMatchObject({ version: 1 });
    expect(await bring(db, 'accounts', accounts('Software', 50).replace('France', 'Italy'))).toMatchObject({
      written: 0,
      unchanged: 2,
    });
  }));

const leads = (db: Db) =>
  db('leads').orderBy('id').select('id', 'company', 'account_id', 'territory_id', 'uncertain');

test('leads of a file belong to the account that they name or write from, with its territory', () =>
  withDatabase(async (db) => {
    await bring(
      db,
      'accounts',
      'id,name,territory,website\nA-1,Lake AG,North,https://lake.example\nA-2,Hill,South,\nA-3,Hill East,South,\n',
    );
    await bring(
      db,
      'contacts',
      'id,name,account,email\nc1,Jo,Hill,jo@hill.example\nc2,Al,Hill East,al@hill.example\nc3,Bo,Lake AG,bo@lake.example\n',
    );
    const rows =
      'id,name,company,email,created date\na,Ann,lake ag,ann@other.example,2026-03-02\nb,Ben,,ben@lake.example,2026-03-02\n' +
      'c,Cy,,cy@hill.example,2026-03-02\nd,Di,Hill,di@brook.example,2026-03-02\ne,Ed,,ed@brook.example,2026-03-02\n' +
      'f,Fay,Nobody knows,fay@gmail.com,2026-03-02\n';
    await bring(db, 'leads', rows);
    const [north, south] = (await db('territories').orderBy('name').pluck('id')) as string[];
    const lake = { account_id: 'A-1', territory_id: north, uncertain: [] };
    const hill = { account_id: 'A-2', territory_id: south, uncertain: [] };
    const none = { account_id: null, territory_id: null, uncertain: [] };
    const placed = [
      { id: 'a', company: 'lake ag', ...lake },
      { id: 'b', company: 'Lake AG', ...lake },
      // Two accounts have people of this domain.
      { id: 'c', company: null, ...none },
      { id: 'd', company: 'Hill', ...hill },
      // The one before names the company of this domain.
      { id: 'e', company: 'Hill', ...hill },
      { id: 'f', company: 'Nobody knows', ...none },
    ];
    expect(await leads(db)).toEqual(placed);
    expect(await bring(db, 'leads', rows)).toMatchObject({ written: 0, unchanged: 6 });
    expect(await leads(db)).toEqual(placed);
  }));

test('a lead of a file without a company gets the directory’s, says so, and leaves it for what the file says later', () =>
  withDatabase(async (db) => {
    await bring(db, 'accounts', 'id,name,territory\nA-1,Globex Corp,North\nA-2,Initech,South\n');
    await bring(db, 'enrichment', globex);
    const rows = (company: string, name = 'Ann') =>
      `id,name,company,email,created date\na,${name},${company},ann@globex.com,2026-03-02\n`;
    await bring(db, 'leads', rows(''));
    const [north, south] = (await db('territories').orderBy('name').pluck('id')) as string[];
    const doubt = 'company from the company directory, entry of 20 Mar 2026';
    const listed = [
      { id: 'a', company: 'Globex Corp', account_id: 'A-1', territory_id: north, uncertain: [doubt] },
    ];
    expect(await leads(db)).toEqual(listed);
    expect(await bring(db, 'leads', rows(''))).toMatchObject({ written: 0, unchanged: 1 });
    expect(await bring(db, 'leads', rows('', 'Anna'))).toMatchObject({ written: 1 });
    expect(await leads(db)).toEqual(listed);
    await bring(db, 'leads', rows('Initech'));
    expect(await leads(db)).toEqual([
      { id: 'a', company: 'Initech', account_id: 'A-2', territory_id: south, uncertain: [] },
    ]);
  }));

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import { importFile } from '../../src/crm/import/import.ts';
import { jsonTrouble } from '../../src/crm/import/map-trouble.ts';
import { readMapFile } from '../../src/crm/import/mapping.ts';
import type { Imported } from '../../src/crm/import/report.ts';
import { seedSample } from '../../src/crm/sample/sample.ts';
import type { Db } from '../../src/db/pool.ts';
import { withDatabase } from '../support/database.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steward import '));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const clock = stoppedAt('2026-03-20T10:00:00Z');
let made = 0;
async function file(text: string | Uint8Array, name = `file-${made++}.csv`): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}
const bring = async (
  db: Db,
  kind: string,
  text: string | Uint8Array,
  more: { map?: object; dryRun?: boolean; replaceSample?: boolean } = {},
): Promise<Imported> => {
  const map = more.map && (await file(JSON.stringify(more.map), `map-${made++}.json`));
  return importFile(
    { db, now: clock, zone: 'Europe/Berlin' },
    { ...more, kind, path: await file(text), map },
  );
};
const head = 'Opportunity ID,Deal Name,Account,Owner,Stage,Amount,Close Date,Stage Since\n';
const deal = (id: string, stage = 'Proposal', amount = '100', since = '2026-03-01') =>
  `${id},Deal ${id},Acme,Ann Lee,${stage},${amount},2026-04-01,${since}\n`;

test('an import is in the audit log with its counts, a dry run is not', () =>
  withDatabase(async (db) => {
    await bring(db, 'deals', `${head}${deal('1')}`, { dryRun: true });
    expect(await db('audit')).toEqual([]);
    await bring(db, 'deals', `${head}${deal('1')}${deal('2')}`);
    const [row] = await db('audit').where({ action: 'import.done' });
    expect(row).toMatchObject({ subject_id: 'import:deals', details: { read: 2, written: 2, unchanged: 0 } });
  }));

test('a bad row goes to the reject file with its line and reason, and stops no other', () =>
  withDatabase(async (db) => {
    const text = `${head}${deal('1')}${deal('2', 'Proposal', 'lots')}3,short\n,Nameless,Acme,Ann Lee,Proposal,1,2026-04-01,\n${deal('1')}${deal('6', '')}${deal('7', 'Proposal', '1', '2026-02-30')}${deal('8')}`;
    const result = await bring(db, 'deals', text);
    expect(result).toMatchObject({
      read: 8,
      written: 2,
      unchanged: 0,
      rejected: 6,
      sentence: '2 deals written. 6 rows were rejected.',
    });
    const rejects: string[][] = parse(await readFile(result.rejectFile ?? '', 'utf8'), {
      relax_column_count: true,
    });
    expect(rejects.map(([line, reason]) => [line, reason])).toEqual([
      ['line', 'reason'],
      ['3', 'amount: "lots" is no number'],
      ['4', '2 cells instead of 8'],
      ['5', 'it has no id'],
      ['6', 'its id "1" stands on an earlier line, too'],
      ['7', 'it has no stage'],
      ['8', 'stage since: "2026-02-30" is no date'],
    ]);
    expect(rejects[1]?.slice(2)).toEqual([
      '2',
      'Deal 2',
      'Acme',
      'Ann Lee',
      'Proposal',
      'lots',
      '2026-04-01',
      '2026-03-01',
    ]);
  }));

test('a file comes in whatever its line ends, byte order mark, separator or encoding', () =>
  withDatabase(async (db) => {
    const rows = `# exported today\r\nid;stage;name\r\n1;Proposal;"two\r\nlines, \u00e9"\r\n\r\n# the end\r\n2;Won;#1 deal\r\n`;
    expect(await bring(db, 'deals', `\ufeff${rows}`)).toMatchObject({ written: 2, rejected: 0 });
    expect(await bring(db, 'deals', Buffer.from(`\ufeff${rows}`, 'utf16le'))).toMatchObject({ unchanged: 2 });
    const latin = await bring(db, 'deals', Buffer.from(rows.replaceAll('\r\n', '\r'), 'latin1'));
    expect(latin).toMatchObject({ read: 2, written: 1, rejected: 0 }); // the line end within the cell is another one now
    expect(latin.assumptions).toContain('The file was read as windows-1252.');
    expect(await db('deals').orderBy('id').pluck('name')).toEqual(['two\rlines, é', '#1 deal']);
  }));

test('text from outside is stored as it is', () =>
  withDatabase(async (db) => {
    const hostile = [
      "'; drop table deals;--",
      '<!channel> <@U1>',
      '=cmd|calc',
      '?',
      '??',
      '%_\\',
      '田中さん',
      '𝒯𝑒𝓈𝓉 🤖',
      '{"$ref":1}',
      'nul\0byte',
      'null',
      'É',
    ];
    const quoted = hostile.map((text, i) => `${i},Proposal,"${text.replaceAll('"', '""')}"`).join('\n');
    expect(await bring(db, 'deals', `id,stage,name\n${quoted}\n`)).toMatchObject({
      written: hostile.length,
      rejected: 0,
    });
    const names = new Map((await db('deals').select('id', 'name')).map((row) => [row.id, row.name]));
    expect(hostile.map((_, i) => names.get(String(i)))).toEqual(
      hostile.map((text) => text.replace('\0', '\ufffd')),
    );
  }));

test('a cell that a spreadsheet would run is guarded in the reject file, and comes back in as it was', () =>
  withDatabase(async (db) => {
    const first = await bring(
      db,
      'deals',
      'id,stage,name,amount\n1,Proposal,"=HYPERLINK(""x"")",oops\n2,Proposal,-10% off,-5\n',
    );
    const rejected = await readFile(first.rejectFile ?? '', 'utf8');
    expect(rejected).toContain(`"'=HYPERLINK(""x"")"`);
    await bring(db, 'deals', rejected.replace(',oops', ',7'));
    expect(await db('deals').where({ id: '1' }).first()).toMatchObject({
      name: '=HYPERLINK("x")',
      amount: 7,
    });
  }));

test('a dry run tells all and changes nothing', () =>
  withDatabase(async (db) => {
    const result = await bring(db, 'deals', `${head}${deal('1')}${deal('2', 'Proposal', 'lots')}`, {
      dryRun: true,
    });
    expect(result).toMatchObject({
      dryRun: true,
      written: 1,
      rejected: 1,
      rejectFile: null,
      rejects: [{ line: 3, reason: 'amount: "lots" is no number' }],
      sentence: '1 deal would be written. 1 row was rejected.',
      mapping: {
        columns: { id: 'Opportunity ID', name: 'Deal Name', owner: 'Owner', stage_since: 'Stage Since' },
      },
    });
    for (const table of ['deals', 'accounts', 'people', 'stages', 'sources', 'touched'])
      expect(await db(table)).toEqual([]);
  }));

test('what is different in a later file is a new version; rows that are absent stay', () =>
  withDatabase(async (db) => {
    await bring(db, 'deals', head + deal('1') + deal('2') + deal('3', 'Negotiation', '5', ''));
    clock.move('2026-03-25T10:00:00Z');
    const later = await bring(
      db,
      'deals',
      head + deal('1') + deal('2', 'Negotiation', '250', '') + deal('4'),
    );
    clock.move('2026-03-20T10:00:00Z');
    expect(later).toMatchObject({ written: 2, unchanged: 1 });
    const versions = await db('deal_versions')
      .where({ deal_id: '2' })
      .orderBy('valid_from')
      .select('amount', 'stage_since', 'valid_from', 'valid_to');
    expect(versions).toEqual([
      {
        amount: 100,
        stage_since: '2026-03-01',
        valid_from: new Date('2026-02-28T23:00:00Z'),
        valid_to: new Date('2026-03-25T10:00:00Z'),
      },
      { amount: 250, stage_since: null, valid_from: new Date('2026-03-25T10:00:00Z'), valid_to: null },
    ]);
    expect(await db('deals').orderBy('id').pluck('id')).toEqual(['1', '2', '3', '4']);
    // Of a new deal any column, of the known one those that differ.
    expect(await db('touched').where({ subject_id: '2' }).orderBy('seq').pluck('columns')).toEqual([
      null,
      ['stage_id', 'amount', 'stage_since'],
    ]);
  }));

test('a map file says what the guess cannot know', () =>
  withDatabase(async (db) => {
    const text =
      'Ref,Seller,Where it is,Worth,Signed,Began\nx1,Ann,P,"1.234,50 €",03/04/2026,01/02/2026\nx2,Bo,W,20,01/03/2026,\n';
    const map = {
      columns: {
        id: 'Ref',
        Seller: 'owner',
        stage: 'Where it is',
        amount: 'Worth',
        close_date: 'Signed',
        'entered.Pitch': 'Began',
      },
      values: { stage: { P: 'Pitch', W: 'Signed' } },
      stages: [
        { name: 'Pitch', order: 1, is: 'open' },
        { name: 'Signed', order: 2, is: 'won' },
      ],
      dates: 'DD/MM/YYYY',
      currency: 'CHF',
    };
    expect(await bring(db, 'deals', text, { map })).toMatchObject({ written: 2, rejected: 0 });
    expect(
      await db('deals').orderBy('id').select('amount', 'currency', 'close_date', 'stage_since', 'status'),
    ).toEqual([
      {
        amount: 1234.5,
        currency: 'EUR',
        close_date: '2026-04-03',
        stage_since: '2026-02-01',
        status: 'open',
      },
      { amount: 20, currency: 'CHF', close_date: '2026-03-01', stage_since: '2026-03-01', status: 'won' },
    ]);
  }));

test('what cannot be used is refused with the way out, before anything is written', () =>
  withDatabase(async (db) => {
    const refusal = (kind: string, text: string, map?: object) =>
      bring(db, kind, text, { map }).then(() => 'taken', String);
    expect(await refusal('gadgets', 'a,b\n')).toContain('"gadgets" cannot be imported.');
    expect(await refusal('deals', 'colour,size\nred,2\n')).toContain(
      'No column was recognised as id or stage of deals.',
    );
    expect(await refusal('deals', '')).toContain('holds no rows that can be read');
    expect(await refusal('deals', '\x7fELF\x02\x01\x01\x03,\x05\x06\x0e,\x11\n1,2,3\n')).toContain(
      'is no text file',
    );
    expect(await refusal('deals', 'id,id,stage\n')).toContain('must name each column once');
    expect(await refusal('deals', 'id,stage,close date\n1,a,03/04/2026\n')).toContain(
      'The dates in "close date" can be read two ways',
    );
    expect(await refusal('deals', 'id,stage\n', { colums: {} })).toContain(
      'is wrong: the map cannot hold "colums".',
    );
    expect(await refusal('deals', 'id,stage\n', { columns: { amount: 'Nowhere' } })).toContain(
      'no column and field have these names',
    );
    expect(await refusal('deals', 'id,stage\n', { zone: 'Mars/Olympus' })).toContain(
      '"Mars/Olympus" is no time zone.',
    );
    await expect(
      importFile({ db, now: clock, zone: 'UTC' }, { kind: 'deals', path: join(folder, 'none.csv') }),
    ).rejects.toThrow('There is no file');
    await expect(
      importFile({ db, now: clock, zone: 'UTC' }, { kind: 'deals', path: folder }),
    ).rejects.toThrow('is a folder');
  }));

test.each([
  ['not json', 'line 1, column 1: there must be a { that opens the map.'],
  [
    '{"columns": {\n  "id": "Ref",\n}}',
    'line 3, column 1: there must be one entry more after the comma, or no comma.',
  ],
  ['{"columns": {"id": "Ref"}\n "zone": "UTC"}', 'line 2, column 2: there must be a comma or }.'],
  ["{'columns': {}}", 'line 1, column 2: there must be a name in double quotes.'],
  [
    '{"columns": {"id": “Ref”}}',
    'line 1, column 20: there must be a value: a text in double quotes, a number, { or [.',
  ],
  ['{"columns": {"id": "Ref"}', 'line 1, column 26: there must be a comma or }.'],
  ['{"zone": "Europe\\Berlin"}', 'line 1, column 10: there must be a text that ends with a double quote'],
  ['{"zone" "UTC"}', 'line 1, column 9: there must be a colon.'],
  ['{} {}', 'line 1, column 4: there must be the end of the file.'],
  [`{"columns": ${'['.repeat(20_000)}`, 'column 113: there must be fewer brackets in each other.'],
])('a map file that is no JSON is refused with the place: %j', async (text, said) => {
  const map = await file(text, `map-${made++}.json`);
  const refused = readMapFile(map);
  await expect(refused).rejects.toThrow(`The map file "${map}" cannot be read at `);
  await expect(refused).rejects.toThrow(said);
  await expect(refused).rejects.toHaveProperty('fix', expect.stringContaining('--dry-run prints a map file'));
});

test.each([
  [{ columns: { amount: 3 } }, '"columns.amount" must be a text in double quotes.'],
  [{ stages: [{ name: 'Won', is: 'yes' }] }, '"stages.0.is" must be "open" or "won" or "lost".'],
  [{ stages: { Won: 1 } }, '"stages" must be a list in [ ].'],
  [{ values: { stage: { P: ['x'] } } }, '"values.stage.P" must be a text, a number, true or false.'],
  [{ dates: 3 }, '"dates" must be a text in double quotes, or names and texts in { }.'],
  [{ currency: 'euros' }, '"currency" must be a three-letter code such as USD.'],
  [{ source: '' }, '"source" must not be empty.'],
])('a map file that says something else than a map is refused in words: %j', async (map, said) => {
  await expect(readMapFile(await file(JSON.stringify(map), `map-${made++}.json`))).rejects.toThrow(said);
});

test('whatever JSON reads, a map file may be, and nothing else', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json().map((text) => `{"a": ${text}}`),
        fc
          .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '1', '\\'))
          .map(([text, at, sign]) => {
            const whole = `{"a": ${text}}`;
            const place = at % whole.length;
            return whole.slice(0, place) + sign + whole.slice(place + 1);
          }),
      ),
      (text) => {
        const isMap = (() => {
          try {
            const read: unknown = JSON.parse(text);
            return typeof read === 'object' && !Array.isArray(read);
          } catch {
            return false;
          }
        })();
        expect(jsonTrouble(text) === null).toBe(isMap);
      },
    ),
    { numRuns: 2_000 },
  ));

test('a file proves the order of its dates by a day that cannot be a month', () =>
  withDatabase(async (db) => {
    await bring(
      db,
      'deals',
      'id,stage,close date,created date\n1,a,03/04/2026,2026-01-31 23:30:00+00\n2,a,25/04/2026,2026-02-01T08:00:00Z\n',
    );
    expect(await db('deals').orderBy('id').select('close_date', 'created_on')).toEqual([
      { close_date: '2026-04-03', created_on: '2026-02-01' },
      { close_date: '2026-04-25', created_on: '2026-02-01' },
    ]);
    const map = { zone: 'America/New_York', dates: { 'created date': 'MM/DD/YYYY HH:mm' } };
    await bring(db, 'deals', 'id,stage,created date\n3,a,01/31/2026 20:00\n', { map });
    expect((await db('deals').where({ id: '3' }).first()).created_on).toBe('2026-02-01');
  }));

test('no order of files makes doubles of people, accounts or products', () =>
  withDatabase(async (db) => {
    await bring(
      db,
      'deals',
      `id,account,owner,product,stage\n1,Acme  Ltd,Ann Lee,GTXPro,Open\n2,ACME ltd,ann lee,GTX pro,Open\n`,
    );
    await bring(db, 'accounts', 'account id,name,tags\nA1,Acme Ltd,Strategic;EU\n');
    await bring(db, 'products', 'product,price\nGTX Pro,"4,821.00"\n');
    await bring(
      db,
      'people',
      'rep id,name,email,manager,region,hire date\nr1,Ann Lee,ann@example.com,Bo Ray,EMEA,2024-05-01\n',
    );
    expect(await db('accounts').select('source_id', 'tags')).toEqual([
      { source_id: 'A1', tags: ['Strategic', 'EU'] },
    ]);
    expect(await db('products').select('name', 'list_price')).toEqual([
      { name: 'GTX Pro', list_price: 4821 },
    ]);
    expect(await db('people').orderBy('name').select('source_id', 'roles', 'hired_on')).toEqual([
      { source_id: 'r1', roles: ['rep'], hired_on: '2024-05-01' },
      { source_id: 'name:bo ray', roles: ['manager'], hired_on: null },
    ]);
    const placed = await db('deals as d')
      .join('territories as t', 't.id', 'd.territory_id')
      .join('people as p', 'p.id', 'd.owner_id')
      .pluck('p.name');
    expect(placed).toEqual(['Ann Lee', 'Ann Lee']);
    const again = await bring(
      db,
      'deals',
      `id,account,owner,product,stage\n1,Acme Ltd,Ann Lee,GTXPro,Open\n`,
      { map: { columns: { name: null } } },
    );
    expect(again.assumptions).toContain('Product "GTXPro" (1 row) was read as "GTX Pro".');
  }));

test('quotas take a named quarter, a start or nothing; contacts and leads join first and last names', () =>
  withDatabase(async (db) => {
    const quotas = await bring(
      db,
      'quotas',
      'rep,quarter,quota\nAnn,Q2 2026,$150k\nAnn,Q2 2026,150000\nBo,2026-Q1,200000\nBo,soon,1\n',
    );
    expect(quotas).toMatchObject({
      written: 2,
      rejects: [
        { line: 2, reason: 'amount: "$150k" is no number' },
        { line: 5, reason: '"soon" is no period' },
      ],
    });
    expect(await db('quotas').orderBy('starts_on').select('starts_on', 'ends_on', 'amount')).toEqual([
      { starts_on: '2026-01-01', ends_on: '2026-03-31', amount: 200_000 },
      { starts_on: '2026-04-01', ends_on: '2026-06-30', amount: 150_000 },
    ]);
    await bring(db, 'quotas', 'rep,start date,target\nCy,2026-07-01,5\n');
    expect(await db('quotas').where({ amount: 5 }).first()).toMatchObject({ ends_on: '2026-09-30' });
    await bring(db, 'contacts', 'id,first name,last name,company\nc1,Jo,Park,Park & Co\n');
    await bring(db, 'leads', 'id,first name,last name,created date\nl1,Kim,Lee,2026-03-20\n');
    expect([
      await db('contacts').pluck('name'),
      await db('leads').select('name', 'created_at', 'status'),
    ]).toEqual([
      ['Jo Park'],
      [{ name: 'Kim Lee', created_at: new Date('2026-03-19T23:00:00Z'), status: 'new' }],
    ]);
  }));

test('leads of a file have the addresses and numbers of those that come in, and one person is one lead', () =>
  withDatabase(async (db) => {
    const rows =
      'id,name,email,phone,company,title,created date\n' +
      'a,Kim Lee,Kim.Lee@Lake.example,+49 (0)30 123456 ext. 7,,,2026-03-02\n' +
      'b,Kim L.,kim.lee+web@LAKE.example,,Lake,Buyer,2026-03-09\n' +
      'c,Bo,not an address,call me,,,2026-03-10\n';
    const first = await bring(db, 'leads', rows);
    expect(first).toMatchObject({ read: 3, written: 3, rejected: 0 });
    expect(first.assumptions).toContain('1 lead has the address of another lead, and went into that one.');
    expect(
      await db('leads')
        .orderBy('id')
        .select('id', 'name', 'email', 'identity', 'phone', 'phone_ext', 'company', 'title'),
    ).toEqual([
      {
        id: 'a',
        name: 'Kim Lee',
        email: 'kim.lee@lake.example',
        identity: 'kim.lee@lake.example',
        phone: '+4930123456',
        phone_ext: '7',
        company: 'Lake',
        title: 'Buyer',
      },
      {
        id: 'c',
        name: 'Bo',
        email: 'not an address',
        identity: null,
        phone: 'call me',
        phone_ext: null,
        company: null,
        title: null,
      },
    ]);
    expect(await db('arrivals').select('key', 'lead_id', 'fresh')).toEqual([
      { key: 'csv:import:b', lead_id: 'a', fresh: false },
    ]);
    // What the file says of its own lead holds; what was merged is counted once.
    expect(await bring(db, 'leads', rows)).toMatchObject({ written: 0, unchanged: 3 });
    expect(await db('arrivals')).toHaveLength(1);
  }));

test('two leads that were two already stay two, and a file does not fail on them', () =>
  withDatabase(async (db) => {
    await bring(db, 'leads', 'id,name,created date\na,Kim,2026-03-02\nb,Kim,2026-03-02\n');
    const rows =
      'id,name,email,created date\na,Kim,kim@lake.example,2026-03-02\nb,Kim,KIM@lake.example,2026-03-02\n';
    expect(await bring(db, 'leads', rows)).toMatchObject({ written: 2 });
    expect(await bring(db, 'leads', rows)).toMatchObject({ written: 0, unchanged: 2 });
    expect(await db('leads').orderBy('id').pluck('identity')).toEqual(['kim@lake.example', null]);
  }));

test('history proves since when a deal is where it is, and what it was before', () =>
  withDatabase(async (db) => {
    await bring(db, 'deals', head + deal('1', 'Negotiation', '300', '') + deal('2', 'Won', '9', ''));
    const states =
      'deal id,changed at,stage,amount\n1,2026-01-05,Proposal,100\n1,2026-02-10T09:00:00Z,Negotiation,200\n1,2026-02-20T09:00:00Z,Negotiation,300\n2,2026-01-01,Proposal,9\n9,2026-01-01,Proposal,1\n';
    const first = await bring(db, 'history', states);
    expect(first).toMatchObject({
      written: 4,
      rejected: 1,
      rejects: [{ line: 6, reason: 'there is no deal "9"' }],
    });
    expect((await db('deals').where({ id: '1' }).first()).stage_since).toBe('2026-02-10');
    expect(
      await db('deal_versions')
        .where({ deal_id: '1' })
        .orderBy('valid_from')
        .select('amount', 'stage_since', 'valid_to'),
    ).toEqual([
      { amount: 100, stage_since: '2026-01-05', valid_to: new Date('2026-02-10T09:00:00Z') },
      { amount: 200, stage_since: '2026-02-10', valid_to: new Date('2026-02-20T09:00:00Z') },
      { amount: 300, stage_since: '2026-02-10', valid_to: null },
    ]);
    expect(
      await db('deal_versions').where({ deal_id: '2' }).orderBy('valid_from').select('status', 'valid_to'),
    ).toEqual([
      { status: 'open', valid_to: new Date('2026-03-20T10:00:00Z') },
      { status: 'won', valid_to: null },
    ]);
    expect(await bring(db, 'history', states)).toMatchObject({ written: 0, unchanged: 4 });
  }));

test('the sample company is not mixed with a real one', () =>
  withDatabase(async (db) => {
    const person = (id: string, roles: string[]) => ({
      id,
      source: 'sample',
      source_id: id,
      name: id,
      roles,
    });
    await db('people').insert([person('rep', ['rep']), person('owner', ['owner', 'approver'])]);
    await db('stages').insert({ id: 'S-old', name: 'Old', order: 1, is: 'open' });
    await db('deals').insert({
      id: 'D-1',
      source: 'sample',
      source_id: 'D-1',
      name: 'Old',
      owner_id: 'rep',
      stage_id: 'S-old',
      status: 'open',
    });
    await db('sources').insert({ name: 'sample', kind: 'sample', imported_at: clock.now() });
    await expect(bring(db, 'deals', head + deal('1'))).rejects.toThrow('The sample company is here');
    const result = await bring(db, 'deals', head + deal('1'), { replaceSample: true });
    expect(result.assumptions).toContain('The sample company was removed.');
    expect([await db('deals').pluck('id'), await db('stages').pluck('name')]).toEqual([['1'], ['Proposal']]);
    expect(await db('people').where({ active: true }).orderBy('id').pluck('id')).toEqual([
      'P-ann-lee',
      'owner',
    ]);
  }));

test('the sample company that comes with Steward makes room, and whoever serves the whole company stays', () =>
  withDatabase(async (db) => {
    const company = { db, now: clock, zone: 'Europe/Berlin' };
    await seedSample(company, { deals: 60 });
    // What agents keep beside the company is in nobody's way.
    await ensureAgents({ db, local: true });
    for (const agent of ['pipeline', 'analytics'])
      expect(
        await runAgent(company, { agent, by: { kind: 'system', id: 'test' }, wokenBy: 'hand' }),
      ).toMatchObject({ say: 'done' });
    expect(await db('stage_pace')).not.toEqual([]);
    const before = await db('deals').count('* as n');
    const rehearsal = await bring(db, 'deals', head + deal('1'), { dryRun: true });
    expect(rehearsal.assumptions).toContain(
      'The sample company would have to go: import with --replace-sample.',
    );
    expect(await db('deals').count('* as n')).toEqual(before);
    expect(await bring(db, 'deals', head + deal('1'), { replaceSample: true })).toMatchObject({
      written: 1,
      rejected: 0,
    });
    for (const table of ['leads', 'contacts', 'quotas', 'activities', 'teams', 'products'])
      expect(await db(table)).toEqual([]);
    expect(await db('accounts').pluck('name')).toEqual(['Acme']);
    const active = await db('people').where({ active: true }).orderBy('name').pluck('name');
    expect(active).toEqual(expect.arrayContaining(['Ann Lee', 'Ana Ruiz', 'Oskar Weber']));
    expect(active).not.toContain('Priya Nair');
  }));

test('a single date of another form than all others of its column rejects its row only', () =>
  withDatabase(async (db) => {
    const rows = 'id,stage,close date\n1,a,2026-04-01\n2,a,01/02/2026\n3,a,2026-04-02\n';
    expect(await bring(db, 'deals', rows)).toMatchObject({
      sentence: '2 deals written. 1 row was rejected.',
      rejects: [
        {
          line: 3,
          reason:
            'close date: "01/02/2026" can be read two ways, and the other dates are written like 2026-03-31',
        },
      ],
    });
    const halves = 'id,stage,close date\n1,a,2026-04-01\n2,a,01/02/2026\n3,a,2026-04-02\n4,a,03/04/2026\n';
    await expect(bring(db, 'deals', halves)).rejects.toThrow('can be read two ways');
  }));

test('an open quote that swallows lines says which', () =>
  withDatabase(async (db) => {
    const result = await bring(db, 'deals', 'id,stage,name\n1,a,"open\n2,a,next\n');
    expect(result).toMatchObject({
      written: 0,
      rejected: 1,
      sentence: '0 deals written. 1 row was rejected, 2 lines in all.',
      rejects: [{ line: 2, reason: 'an open quote swallowed lines 2 to 3' }],
    });
  }));

test('one of a thing is told as one', () =>
  withDatabase(async (db) => {
    const rows = 'id,stage,name,account\n1,a,One,Acme\n';
    const first = await bring(db, 'deals', rows);
    expect(first.sentence).toBe('1 deal written.');
    expect(first.assumptions).toContain('1 account was not known and was added by name: Acme.');
    expect(first.assumptions).toContain('1 deal has no amount.');
    expect((await bring(db, 'deals', rows)).sentence).toBe(
      'Nothing changed: the one deal was as the file says.',
    );
  }));

test('a folder is told to be one', () =>
  withDatabase(async (db) => {
    await expect(
      importFile({ db, now: clock, zone: 'UTC' }, { kind: 'deals', path: folder }),
    ).rejects.toThrow('is a folder');
  }));

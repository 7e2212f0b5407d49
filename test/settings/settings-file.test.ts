/** `steward settings export` and `import`, by the command line in this process. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { run } from '../../src/cli.ts';
import { stoppedAt } from '../../src/clock.ts';
import type { Db } from '../../src/db/pool.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

type Told = { out: string; error: string; code: unknown };
type At = { db: Db; folder: string; steward: (...argv: string[]) => Promise<Told> };

const company = (work: (at: At) => Promise<void>) =>
  withDatabase(async (db, fresh) => {
    await seedCast(db);
    const folder = await mkdtemp(join(tmpdir(), 'settings-'));
    vi.stubEnv('DATABASE_URL', fresh.url);
    vi.stubEnv('DATABASE_MIGRATE_URL', fresh.ownerUrl);
    vi.stubEnv('STEWARD_SECRET', 's'.repeat(32));
    vi.stubEnv('STEWARD_NOW', now.toISOString());
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const error = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const steward = async (...argv: string[]): Promise<Told> => {
      out.mockClear();
      error.mockClear();
      process.exitCode = undefined;
      await run(argv);
      return {
        out: out.mock.calls.map(([text]) => String(text)).join(''),
        error: error.mock.calls.map(([text]) => String(text)).join(''),
        code: process.exitCode,
      };
    };
    try {
      await work({ db, folder, steward });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

const by = { kind: 'person', id: cast.ada } as const;
const ada = ['--as', 'ada@example.com'];
const held = (db: Db) =>
  db('settings')
    .whereNull('ended_at')
    .orderBy(['name', 'scope', 'scope_id', 'stage'])
    .select('name', 'scope', 'scope_id', 'stage', 'value', 'version', 'reason', 'by_id');

async function some(db: Db): Promise<void> {
  const use = { db, now: stoppedAt(now) };
  await setSetting(use, { name: 'stale_days', value: 21, by });
  const emea = { scope: 'territory', scopeId: 'T-emea' } as const;
  await setSetting(use, { name: 'stale_days', value: 14, ...emea, stage: 'Negotiation', by });
  await setSetting(use, { name: 'quiet_hours', value: 'none', scope: 'person', scopeId: cast.priya, by });
  await setSetting(use, { name: 'hourly_cap', value: 9, scope: 'agent', scopeId: 'pipeline', by });
  const until = new Date('2026-04-15T00:00:00Z');
  await setSetting(use, { name: 'daily_summary', value: false, until, by });
}

test('what is set is written by its names, and read in again changes nothing', () =>
  company(async ({ db, folder, steward }) => {
    await some(db);
    const before = await held(db);
    const file = join(folder, 'settings.yml');
    expect((await steward('settings', 'export', '--out', file, ...ada)).out).toBe('5 settings written.\n');
    const written = await readFile(file, 'utf8');
    expect(written).toContain(
      '- setting: stale_days\n    value: 14\n    territory: EMEA\n    stage: Negotiation\n',
    );
    expect(written).toContain('person: Priya Nair');
    const again = await steward('settings', 'import', file, ...ada);
    expect(again).toMatchObject({ code: 0, out: '0 settings changed, 5 as they are.\n' });
    expect(await held(db)).toEqual(before);
  }));

test('a file is shown with what it does before it is set, set as one deed with who and why, and undone as one', () =>
  company(async ({ db, folder, steward }) => {
    await some(db);
    const before = await held(db);
    const file = join(folder, 'new.yml');
    await writeFile(
      file,
      'settings:\n  - {setting: stale_days, value: 30}\n  - {setting: stale_days, value: null, territory: emea, stage: negotiation}\n  - {setting: cards_per_day, value: 4, person: priya@example.com, until: 2026-04-01}\n',
    );
    const dry = await steward('settings', 'import', file, '--dry-run', ...ada);
    expect(dry.out).toContain('Set "Stale after" to 30 days for everyone. Now 21 days (everyone, v1).');
    expect(dry.out).toMatch(/would be stale/);
    expect(dry.out).toContain('3 settings would be changed, 0 as they are.');
    expect(await held(db)).toEqual(before);
    const done = await steward('settings', 'import', file, '--why', 'Quarter review', ...ada);
    expect(done.out).toContain('3 settings changed, 0 as they are. Way back: "undo".');
    expect(await held(db)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'stale_days',
          value: 30,
          version: 2,
          reason: 'Quarter review',
          by_id: cast.ada,
        }),
        expect.objectContaining({ name: 'cards_per_day', scope_id: cast.priya, value: 4 }),
      ]),
    );
    expect((await held(db)).filter(({ stage }) => stage === 'Negotiation')).toEqual([]);
    await steward('ask', 'undo', '--thread', 'u', ...ada);
    const undone = await steward('ask', 'yes', '--thread', 'u', ...ada);
    expect(undone.code).toBe(0);
    const shape = ({ name, scope, scope_id, stage, value }: Awaited<ReturnType<typeof held>>[number]) => ({
      ...{ name, scope, scope_id, stage, value },
    });
    expect((await held(db)).map(shape)).toEqual(before.map(shape));
  }));

test('whatever is wrong is said with its line, all at once, and nothing of the file is set', () =>
  company(async ({ db, folder, steward }) => {
    const file = join(folder, 'wrong.yml');
    await writeFile(
      file,
      [
        'settings:',
        '  - {setting: stale_days, value: 14}',
        '  - {setting: stale_dayz, value: 14}',
        '  - {setting: stale_days, value: 400, territory: EMEA}',
        '  - {setting: stale_days, value: 14, territory: Mars}',
        '  - {setting: bulk_limit, value: 14, territory: EMEA}',
        '  - {setting: stale_days, value: 14, stage: Haggling}',
        '  - {setting: inactivity_days, value: 14, until: 2025-01-01}',
      ].join('\n'),
    );
    const told = await steward('settings', 'import', file, ...ada);
    expect(told.code).toBe(1);
    for (const said of [
      '6 entries of the file cannot be set.',
      'Line 3: There is no setting "stale_dayz".',
      'Line 4: Stale after cannot be 400. Enter a whole number of days from 1 to 365.',
      'Line 5: There is no territory "Mars".',
      'cannot differ by territory',
      'Line 7: There is no stage "Haggling". The stages are: Discovery',
      'Line 8: The end "2025-01-01" is no day to come.',
      'Nothing was changed.',
    ])
      expect(told.error).toContain(said);
    expect(await held(db)).toEqual([]);
  }));

test.each([
  ['no list', 'stale_days: 14', 'The file must begin with "settings:"'],
  ['no YAML', 'settings: [', 'This is no YAML'],
  [
    'a key that means nothing',
    'settings:\n  - {setting: stale_days, value: 1, teritory: EMEA}',
    '"teritory" is nothing',
  ],
  [
    'two places',
    'settings:\n  - {setting: stale_days, value: 1, team: A, agent: B}',
    'It names two places, team and agent.',
  ],
  ['no value', 'settings:\n  - {setting: stale_days}', '"value" is missing'],
  [
    'the same place twice',
    'settings:\n  - {setting: stale_days, value: 14}\n  - {setting: stale_days, value: 15}',
    'Line 3: Line 2 sets "Stale after" for everyone already.',
  ],
])('a file with %s is refused with its line and the fix', (_what, text, said) =>
  company(async ({ db, folder, steward }) => {
    const file = join(folder, 'f.yml');
    await writeFile(file, text);
    const told = await steward('settings', 'import', file, ...ada);
    expect(told.error).toContain(said);
    expect(told.error).toMatch(/Line \d/);
    expect(told.code).toBe(1);
    expect(await held(db)).toEqual([]);
  }),
);

test('a manager reads in what is theirs, and is refused the rest by its line', () =>
  company(async ({ db, folder, steward }) => {
    const file = join(folder, 'f.yml');
    await writeFile(
      file,
      'settings:\n  - {setting: stale_days, value: 14, territory: EMEA}\n  - {setting: stale_days, value: 14, territory: AMER}\n',
    );
    const told = await steward('settings', 'import', file, '--as', 'mara@example.com');
    expect(told.error).toContain('Line 3: Setting "Stale after" for AMER needs the manager there');
    expect(told.error).not.toContain('Line 2:');
    expect(await held(db)).toEqual([]);
  }));

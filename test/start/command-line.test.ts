import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { program } from './program.ts';

test('help lists every command, and used wrongly says how, with exit code 2', async () => {
  const [help, none, unknown, missing, flag] = await Promise.all([
    program(['--help']).ended,
    program([]).ended,
    program(['dance']).ended,
    program(['ask']).ended,
    program(['run', 'pipeline', '--loud']).ended,
  ]);
  expect(help).toMatchObject({ code: 0, err: '' });
  for (const command of [
    'start',
    'ask',
    'import',
    'sample',
    'run',
    'forecast',
    'clock',
    'doctor',
    'migrate',
    'audit verify',
    'audit search',
    'audit report',
    'phrasings',
    'export',
  ])
    expect(help.out).toContain(`\n  ${command}`);
  expect(none).toMatchObject({ code: 2, out: '' });
  expect(unknown).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^"dance" is not a command of Steward\. Use one of: start, /),
  });
  expect(missing).toMatchObject({
    code: 2,
    err: '<text> is missing. Usage: steward ask "<text>" [--as <email>] [--thread <id>] [--json | --csv]\n',
  });
  expect(flag).toMatchObject({
    code: 2,
    err: 'There is no option --loud here. Usage: steward run <agent> [--as-of <day>] [--dry-run]\n',
  });
});

test('an option that is not taken is named with the reason and the fix, not in the words of a parser', async () => {
  const said = async (...args: string[]) => {
    const { code, err } = await program(args).ended;
    return `${code} ${err.trimEnd()}`;
  };
  const usage = 'Usage: steward sample [--deals N] [--seed S]';
  expect(
    await Promise.all([
      said('sample', '--deals', '-4'),
      said('sample', '--deals=many'),
      said('sample', '--deals', '0'),
      said('sample', '--deals'),
      said('sample', '--deals', '--json'),
      said('sample', '--json=yes'),
      said('sample', '-4'),
    ]),
  ).toEqual([
    '2 --deals is "-4" but must be a whole number. Give one from 1 to 5,000,000: --deals 1500.',
    '2 --deals is "many" but must be a whole number. Give one from 1 to 5,000,000: --deals 1500.',
    '2 --deals is "0" but must be a whole number. Give one from 1 to 5,000,000: --deals 1500.',
    `2 --deals needs a value. ${usage}`,
    `2 --deals needs a value. ${usage}`,
    `2 --json takes no value. ${usage}`,
    `2 There is no option -4 here. ${usage}`,
  ]);
});

test('a word that means nothing is the command used wrongly, and what may stand there is said', async () => {
  const said = async (...args: string[]) => {
    const { code, err } = await program(args).ended;
    return `${code} ${err.trimEnd()}`;
  };
  expect(
    await Promise.all([
      said('import', 'dealz', 'x.csv'),
      said('import', 'deals'),
      said('run', 'pipelin'),
      said('run', 'pipeline', '--as-of', '2026-02-30'),
      said('forecast', '--as-of', 'soon'),
      said('audit'),
    ]),
  ).toEqual([
    '2 "dealz" cannot be imported. The kinds are: deals, accounts, contacts, products, people, quotas, leads, activities, history, enrichment.',
    '2 <file.csv> is missing. Usage: steward import <kind> <file.csv> [--map <file>] [--dry-run] [--replace-sample]',
    '2 There is no agent "pipelin". The agents are: pipeline, forecasting, analytics, intake.',
    '2 --as-of is "2026-02-30", which is no day. Write a day as YYYY-MM-DD: --as-of 2026-03-20.',
    '2 --as-of is "soon", which is no day. Write a day as YYYY-MM-DD: --as-of 2026-03-20.',
    '2 "audit" goes on: steward audit verify or steward audit search or steward audit report.',
  ]);
});

test('nonsense in the environment is listed before anything is started', async () => {
  const house = await program(['start'], { PORT: 'soon', SLACK_BOT_TOKEN: 'abc' }).ended;
  expect(house).toMatchObject({ code: 1, out: '' });
  for (const part of [
    'Cannot start.',
    'PORT is "soon"',
    'SLACK_APP_TOKEN is missing',
    'SLACK_BOT_TOKEN is not a bot token',
  ])
    expect(house.err).toContain(part);
});

test('a given database that does not answer is a sentence with the fix', async () => {
  const house = await program(['migrate'], {
    DATABASE_URL: 'postgres://me@127.0.0.1:1/none',
    STEWARD_SECRET: 's'.repeat(32),
  }).ended;
  expect(house).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(
      /^The database of DATABASE_URL does not answer\. Check that Postgres runs there/,
    ),
  });
});

test('doctor says all that is amiss: one part hides no other', async () => {
  const [away, nonsense] = await Promise.all([
    program(['doctor'], {
      DATABASE_URL: 'postgres://me@127.0.0.1:1/none',
      STEWARD_SECRET: 's'.repeat(32),
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
      ANTHROPIC_API_KEY: 'a key',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:1',
    }).ended,
    program(['doctor'], { PORT: 'soon', STEWARD_TZ: 'Mars' }).ended,
  ]);
  expect(away.code).toBe(1);
  expect(away.out).toContain('ok       environment: Every variable makes sense.');
  expect(away.out).toContain('PROBLEM  database: The database of DATABASE_URL does not answer.');
  expect(away.out).toContain('PROBLEM  slack: Slack does not answer at http://127.0.0.1:1/api/');
  expect(away.out).toContain('PROBLEM  model Anthropic: Not reachable');
  expect(nonsense.code).toBe(1);
  expect(nonsense.out.match(/^PROBLEM {2}environment: /gm)).toHaveLength(2);
});

test('an import that rejects every row ends with exit code 1', { timeout: 120_000 }, async () => {
  const home = await mkdtemp(join(tmpdir(), 'steward-import-'));
  try {
    const path = join(home, 'deals.csv');
    await writeFile(path, 'id,stage\n,a\n');
    const ended = await program(['import', 'deals', path], { STEWARD_HOME: join(home, 'home') }).ended;
    expect(ended).toMatchObject({ code: 1, out: expect.stringContaining('1 row was rejected.') });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});

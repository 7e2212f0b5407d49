import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { openPool } from '../../src/db/pool.ts';
import { program } from './program.ts';

test('with an owner that migrates and a role that runs, the audit log can only grow', async () => {
  const server = inject('postgresUrl');
  const admin = openPool(`${server}/postgres`, { max: 1 });
  const name = `given_${Math.random().toString(36).slice(2, 8)}`;
  await admin.raw(`create role ${name} login password 'test'`);
  await admin.raw(`create database ${name}`);
  const env = {
    DATABASE_URL: `${server}/${name}`.replace(/\/\/[^@]+@/, `//${name}:test@`),
    DATABASE_MIGRATE_URL: `${server}/${name}`,
    STEWARD_SECRET: 's'.repeat(40),
  };
  const app = openPool(env.DATABASE_URL, { max: 1 });
  try {
    const migrated = await program(['migrate', '--json'], env).ended;
    expect(migrated).toMatchObject({ code: 0, err: '', out: expect.stringContaining('0001_company.ts') });
    await expect(app.raw('delete from audit')).rejects.toThrow('permission denied for table audit');
    await app.raw('create schema of_the_job_engine');
    const doctor = await program(['doctor', '--json'], env).ended;
    const found = JSON.parse(doctor.out).map(
      ({ name, state }: { name: string; state: string }) => `${name}: ${state}`,
    );
    expect(found).toContain('audit role: ok');
    expect(found).toContain('tables: ok');
    const start = await program(['start'], env).ended;
    expect(start).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('no Slack tokens are set'),
    });
  } finally {
    await app.destroy();
    await admin.raw(`drop database ${name} with (force)`);
    await admin.raw(`drop role ${name}`);
    await admin.destroy();
  }
});

test('a local workspace on an empty database says so with the fix; a second one is refused, and may start when the first has ended', async () => {
  const server = inject('postgresUrl');
  const admin = openPool(`${server}/postgres`, { max: 1 });
  const name = `given_${Math.random().toString(36).slice(2, 8)}`;
  await admin.raw(`create database ${name}`);
  const home = await mkdtemp(join(tmpdir(), 'steward-two-'));
  const env = (which: string) => ({
    DATABASE_URL: `${server}/${name}`,
    STEWARD_SECRET: 's'.repeat(40),
    STEWARD_LOCAL: '1',
    STEWARD_HOME: join(home, which),
  });
  try {
    const first = program(['start'], env('one'));
    const page = await first.ready();
    const second = await program(['start'], env('two')).ended;
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toMatch(
      /^Another Steward with a local workspace of its own works on the database of DATABASE_URL already \(process \d+, port \d+\)\. Use that one, or stop it first;/,
    );
    const start = async (): Promise<{ standing: string | null; people: unknown[] }> =>
      (await (await fetch(`${page}/_page/start?as=lena`)).json()) as never;
    const empty = 'Nothing is here yet: no deals, accounts or leads.';
    const fix = 'npm run -s steward -- sample';
    expect((await start()).standing).toContain(`${empty} Whoever runs Steward brings them in from files`);
    const home = (await (
      await fetch(`${page}/_page/home?as=lena`, { method: 'POST', body: '{"tab":"home"}' })
    ).json()) as { view: unknown };
    await expect
      .poll(
        async () => JSON.stringify(home.view ?? (await (await fetch(`${page}/_page/start?as=lena`)).json())),
        {
          timeout: 10_000,
        },
      )
      .toContain(empty);
    const asked = await program(['ask', 'how many open deals'], env('one')).ended;
    expect(asked).toMatchObject({ code: 0, out: expect.stringContaining(empty) });
    expect(asked.out).toContain(fix);
    expect((await program(['sample', '--deals', '60'], env('one')).ended).code).toBe(0);
    await expect.poll(async () => (await start()).people.length, { timeout: 20_000 }).toBeGreaterThan(5);
    expect((await start()).standing).toBeNull();
    first.signal('SIGINT');
    const ended = await first.ended;
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining(empty) });
    expect(ended.out).toContain(fix);
    const again = program(['start'], env('two'));
    await again.ready();
    again.signal('SIGINT');
    expect((await again.ended).code).toBe(0);
  } finally {
    await admin.raw(`drop database ${name} with (force)`);
    await admin.destroy();
    await rm(home, { recursive: true, force: true });
  }
}, 120_000);

test('an import of which every row was rejected ends with 1, so that a script notices', async () => {
  const server = inject('postgresUrl');
  const admin = openPool(`${server}/postgres`, { max: 1 });
  const name = `given_${Math.random().toString(36).slice(2, 8)}`;
  await admin.raw(`create database ${name}`);
  const env = { DATABASE_URL: `${server}/${name}`, STEWARD_SECRET: 's'.repeat(40) };
  const folder = await mkdtemp(join(tmpdir(), 'steward-import-'));
  const bring = async (rows: string) => {
    const path = join(folder, 'deals.csv');
    await writeFile(path, `id,name,stage,amount\n${rows}`);
    return program(['import', 'deals', path, '--json'], env).ended;
  };
  try {
    expect((await program(['migrate'], env).ended).code).toBe(0);
    const none = await bring('1,One,Proposal,lots\n');
    expect({ code: none.code, said: JSON.parse(none.out).sentence }).toEqual({
      code: 1,
      said: '0 deals written. 1 row was rejected.',
    });
    const some = await bring('1,One,Proposal,lots\n2,Two,Proposal,7\n');
    expect({ code: some.code, said: JSON.parse(some.out).sentence }).toEqual({
      code: 0,
      said: '1 deal written. 1 row was rejected.',
    });
  } finally {
    await admin.raw(`drop database ${name} with (force)`);
    await admin.destroy();
    await rm(folder, { recursive: true });
  }
});

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

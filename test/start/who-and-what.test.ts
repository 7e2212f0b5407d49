/** Addresses and actions that there are not: the command line says which there are. */
import { expect, test } from 'vitest';
import { now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { program } from './program.ts';

test('a wrong --as names whose address is likely meant, and a wrong --action those that the log has', () =>
  withDatabase(async (db, { url, ownerUrl }) => {
    await seedCast(db);
    const env = {
      DATABASE_URL: url,
      DATABASE_MIGRATE_URL: ownerUrl,
      STEWARD_SECRET: 's'.repeat(40),
      STEWARD_NOW: now.toISOString(),
    };
    const at = now.toISOString();
    await db('audit').insert({
      at,
      actor_kind: 'system',
      actor_id: 'test',
      action: 'change.applied',
      subject_kind: 'deal',
      subject_id: 'D-1',
    });
    const search = (action: string) =>
      program(['audit', 'search', '--action', action, '--as', 'ada@example.com'], env).ended;
    const [mara, stranger, nonsense, kind, exact] = await Promise.all([
      program(['ask', 'open deals', '--as', 'mara'], env).ended,
      program(['ask', 'open deals', '--as', 'xyz@example.org'], env).ended,
      search('nonsense'),
      search('change'),
      search('change.applied'),
    ]);
    expect(mara).toMatchObject({ code: 1, out: '' });
    expect(mara.err).toMatch(
      /^Nobody here has the e-mail mara\. --as takes the e-mail of somebody in the CRM: mara@example\.com \(Mara Lind\)\. /,
    );
    expect(stranger.err).toMatch(/ \(.+\), .+ \(.+\), .+ \(.+\), …\. The others stand in the e-mail column/);
    expect(nonsense).toMatchObject({
      code: 1,
      err: 'The audit log has no action "nonsense" so far. It has: change.applied. A first part such as "change" stands for all of its kind.\n',
    });
    for (const found of [kind, exact]) expect(found).toMatchObject({ code: 0 });
  }));

test('what is not understood ends with exit code 2 and the nearest that can be asked', () =>
  withDatabase(async (db, { url, ownerUrl }) => {
    await seedCast(db);
    const env = {
      DATABASE_URL: url,
      DATABASE_MIGRATE_URL: ownerUrl,
      STEWARD_SECRET: 's'.repeat(40),
      STEWARD_NOW: now.toISOString(),
    };
    const asked = (...more: string[]) =>
      program(['ask', 'make the funnel pop', '--as', 'ada@example.com', ...more], env).ended;
    const told = await asked();
    expect(told).toMatchObject({ code: 2, out: '' });
    expect(told.err).toMatch(/^Not understood: make the funnel pop\n/);
    expect(told.err).toMatch(/Try: open pipeline by stage/);
    const json = await asked('--json');
    expect(json.code).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({ understood: null, answer: null });
  }));

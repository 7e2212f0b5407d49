import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { moveIn, workspaceSeed } from '../../src/local-company.ts';
import { personBySlackId } from '../../src/people/people.ts';
import { withWorkspace } from '../sandbox/with-workspace.ts';
import { now as friday, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

type Shown = { id: string; name: string; handle: string };

test('a person whose file had no e-mail can be somebody in the local workspace, and stays the same with one', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    await db('people').insert({
      id: 'soren',
      source: 'csv',
      source_id: 'soren',
      name: 'Søren Łukasz',
      roles: ['rep'],
    });
    const anna = { id: 'csv:anna', source: 'csv', source_id: 'anna', name: 'Anna Snelling', roles: ['rep'] };
    await db('people').insert(anna);
    await withWorkspace({ people: [], channels: [] }, async (workspace) => {
      const settle = async (): Promise<Shown[]> => {
        await moveIn({ db, now: stoppedAt(friday) }, workspace.seed(await workspaceSeed(db)));
        const { people } = (await (await fetch(`${workspace.url}/_page/people`)).json()) as {
          people: Shown[];
        };
        return people.filter(({ name }) => name === anna.name);
      };
      const [first] = await settle();
      expect(workspace.as('soren').person.name).toBe('Søren Łukasz');
      expect(await personBySlackId(db, first?.id ?? '')).toMatchObject({ id: anna.id, email: null });
      await db('people').where({ id: anna.id }).update({ email: 'anna@borealis.example' });
      expect(await settle()).toMatchObject([{ id: first?.id, handle: 'anna' }]);
      expect(await personBySlackId(db, first?.id ?? '')).toMatchObject({ id: anna.id });
    });
  }));

import { describe, expect, test } from 'vitest';
import { record } from '../../src/audit/record.ts';
import { replyJson } from '../../src/requests/json.ts';
import { cast } from '../support/company.ts';
import { company, is } from './talk.ts';

const did = (deal: string, action: string) => ({
  action,
  subject: { kind: 'deal', id: deal },
  by: { kind: 'person', id: cast.priya } as const,
  because: 'It was time.',
});

describe('the audit log for whoever may read it', () => {
  test('of a deal, as a table, the latest first', () =>
    company(async ({ db, ask }) => {
      await record(db, [
        did('D-acme', 'deal.edited'),
        did('D-acme', 'deal.edit_refused'),
        did('D-hooli', 'deal.edited'),
      ]);
      const told = is(await ask('show the audit of Acme Platform this month'), 'text');
      expect(told.sentence).toMatch(/^2 rows of the audit log are about Acme Platform, this month/);
      expect(told.drawn?.table.rows.map(([, ...cells]) => cells)).toEqual([
        ['Priya Nair', 'Deal edit refused', 'Acme Platform', '', 'It was time.'],
        ['Priya Nair', 'Deal edited', 'Acme Platform', '', 'It was time.'],
      ]);
      expect(replyJson(told)).toMatchObject({ intent: 'audit', slots: { value: 'Acme Platform' } });
    }));

  test('a manager reads what is about their own deals, and of others not even how many', () =>
    company(async ({ db, ask }) => {
      await record(db, [did('D-acme', 'deal.edited'), did('D-hooli', 'deal.edited')]);
      expect(is(await ask('show the audit of Priya Nair today', cast.mara), 'text').sentence).toMatch(
        /^1 row of/,
      );
      expect(is(await ask('show the audit of Hooli Rollout today', cast.mara), 'text').sentence).toMatch(
        /^No deal or lead named "Hooli Rollout" is found/,
      );
    }));

  test('of everything for an auditor, of a manager’s own deals for a manager', () =>
    company(async ({ db, ask }) => {
      await db('people')
        .where({ id: cast.oskar })
        .update({ roles: ['auditor'] });
      const before = Number(
        /^\d+/.exec(is(await ask('audit log today', cast.oskar), 'text').sentence)?.[0] ?? 0,
      );
      await record(db, [did('D-acme', 'deal.edited'), did('D-hooli', 'deal.edited')]);
      const all = is(await ask('show the audit log today', cast.oskar), 'text');
      expect(all.sentence).toMatch(new RegExp(`^${before + 2} rows of the audit log are there, today`));
      expect(all.understood).toMatch(/^Audit log, today /);
      const own = is(await ask('who did what today', cast.mara), 'text');
      expect(own.drawn?.table.rows.map((cells) => cells[3])).toEqual(['Acme Platform']);
      expect(is(await ask('show the audit log today', cast.priya), 'refused').because).toMatch(/Ask [A-Z]/);
    }));

  test('a rep is refused', () =>
    company(async ({ ask }) => {
      expect(is(await ask('show the audit of Acme Platform today', cast.priya), 'refused').because).toMatch(
        /^The audit log is not yours to read/,
      );
    }));
});

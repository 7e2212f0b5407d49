import { expect, test } from 'vitest';
import { builtinWriter } from '../../src/crm/write.ts';
import { turnLargeDeals } from '../../src/settings/large-deals.ts';
import { playbookNamed } from '../../src/settings/playbook-entries.ts';
import { activate, activePlaybooks, deactivate } from '../../src/settings/playbooks.ts';
import { currentSettings, numberSetting } from '../../src/settings/settings.ts';
import { company, is, type Talk } from '../requests/talk.ts';
import { cast } from '../support/company.ts';

const by = { kind: 'person', id: cast.ada } as const;
const turn = async (talk: Talk, at: string): Promise<string[]> => {
  talk.clock.move(at);
  const now = talk.clock.now();
  const settings = await currentSettings(talk.db, now);
  await Promise.all([turnLargeDeals(talk.db, settings, now), turnLargeDeals(talk.db, settings, now)]);
  return (await activePlaybooks(talk.db, now))
    .map(({ playbook, scopeId }) => `${playbook} ${scopeId}`)
    .sort();
};
const amount = (talk: Talk, deal: string, to: number) =>
  builtinWriter({ db: talk.db, now: talk.clock }).write({
    key: `${deal} ${to}`,
    ref: { noun: 'deal', id: deal },
    set: { amount: to },
    expect: { fields: {}, version: null },
    by,
  });
const itself = async (talk: Talk) => {
  const asked = is(
    await talk.ask('let the large deal playbook switch itself on over $200k', cast.ada, 't'),
    'confirm',
  );
  is(await talk.ask('yes', cast.ada, 't'), 'done');
  return asked;
};

test('Large deal comes by itself for each customer with an open deal above the amount, and goes when there is none', () =>
  company(async (talk) => {
    expect(await turn(talk, '2026-03-20T10:01:00Z')).toEqual([]);
    const asked = await itself(talk);
    expect(asked.headline).toBe(
      'Let Large deal switch itself on for each customer with an open deal over $200,000, and off when there is none left.',
    );
    expect(asked.consequence).toMatch(
      /^Now: 1 customer \(Umbrella\), within a minute\. Each time, for that customer: required of a deal /,
    );
    expect(await turn(talk, '2026-03-20T10:02:00Z')).toEqual(['large-deal A-umbrella']);
    const at = { accountId: 'A-umbrella' };
    expect(numberSetting(await currentSettings(talk.db, talk.clock.now()), 'stale_days', at)).toBe(10);
    await amount(talk, 'D-globex', 200_001);
    expect(await turn(talk, '2026-03-20T10:03:00Z')).toEqual([
      'large-deal A-globex',
      'large-deal A-umbrella',
    ]);
    await amount(talk, 'D-umbrella', 200_000);
    expect(await turn(talk, '2026-03-20T10:04:00Z')).toEqual(['large-deal A-globex']);
    talk.clock.move('2026-03-20T10:05:00Z');
    await amount(talk, 'D-umbrella', 300_000);
    expect(await turn(talk, '2026-03-20T10:06:00Z')).toEqual([
      'large-deal A-globex',
      'large-deal A-umbrella',
    ]);
    expect(await talk.db('audit').where({ subject_kind: 'playbook' }).orderBy('id').pluck('action')).toEqual([
      'playbook.started',
      'playbook.started',
      'playbook.ended',
      'playbook.started',
    ]);
  }));

test('what somebody has switched off for a customer stays off, and what they switched on stays on', () =>
  company(async (talk) => {
    await itself(talk);
    await turn(talk, '2026-03-20T10:01:00Z');
    const [one] = await activePlaybooks(talk.db, talk.clock.now());
    await deactivate({ db: talk.db, now: talk.clock }, { id: one?.id ?? 0, by });
    expect(await turn(talk, '2026-03-20T10:02:00Z')).toEqual([]);
    const playbook = playbookNamed('large-deal');
    if (!playbook) throw new Error('There is no such playbook.');
    await activate(
      { db: talk.db, now: talk.clock },
      { playbook, scope: 'account', scopeId: 'A-acme', by, until: null },
    );
    expect(await turn(talk, '2026-03-20T10:03:00Z')).toEqual(['large-deal A-acme']);
    // Smaller and larger again is another occasion.
    talk.clock.move('2026-03-21T10:00:00Z');
    await amount(talk, 'D-umbrella', 1_000);
    talk.clock.move('2026-03-21T11:00:00Z');
    await amount(talk, 'D-umbrella', 250_000);
    expect(await turn(talk, '2026-03-21T11:01:00Z')).toEqual(['large-deal A-acme', 'large-deal A-umbrella']);
  }));

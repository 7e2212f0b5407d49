import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { confidences } from '../../src/crew/confidence.ts';
import { openPool } from '../../src/db/pool.ts';
import { expireDue } from '../../src/exceptions/clock-work.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { reopen, snooze } from '../../src/exceptions/put-off.ts';
import { exceptionView } from '../../src/exceptions/view.ts';
import { waitingFor } from '../../src/exceptions/waiting.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { aNudge, anException, somebody } from '../support/exception.ts';

const clock = () => stoppedAt(now);
const zone = 'Europe/Berlin';

test('of a hundred simultaneous clicks one decides, and everybody else is told who', () =>
  withDatabase(async (db, { url }) => {
    await seedCast(db);
    const pools = [db, openPool(url, { max: 10 }), openPool(url, { max: 10 })];
    const [mara, priya] = [await somebody(db, cast.mara), await somebody(db, cast.priya)];
    for (let round = 0; round < 5; round++) {
      const { id, hash } = await anException(db);
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) =>
          decide(
            { db: pools[n % 3] ?? db, now: clock(), zone },
            {
              exceptionId: id,
              say: n % 2 === 0 ? 'approve' : 'reject',
              by: n % 4 < 2 ? mara : priya,
              shownHash: hash,
            },
          ),
        ),
      );
      const won = answers.filter((answer) => answer.say === 'decided');
      expect(won).toHaveLength(1);
      const decision = await db('decisions').where({ exception_id: id }).first();
      const name = decision.by_id === cast.mara ? 'Mara Lind' : 'Priya Nair';
      for (const answer of answers.filter((one) => one.say !== 'decided'))
        expect(answer).toMatchObject({ say: 'late', byName: name, said: decision.say });
      expect(await db('decisions').where({ exception_id: id })).toHaveLength(1);
      expect(await db('changes').where({ exception_id: id })).toHaveLength(
        decision.say === 'approve' ? 1 : 0,
      );
      expect(await db('audit').where({ action: 'exception.decided', subject_id: String(id) })).toHaveLength(
        1,
      );
    }
    await Promise.all(pools.slice(1).map((pool) => pool.destroy()));
  }));

test('a decision and an expiry at the same time leave one end, never both', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const mara = await somebody(db, cast.mara);
    for (let round = 0; round < 30; round++) {
      const { id, hash } = await anException(db);
      const before = stoppedAt(new Date(now.getTime() + 7 * 86_400_000 - 1));
      const after = stoppedAt(new Date(now.getTime() + 7 * 86_400_000));
      const [answer] = await Promise.all([
        decide({ db, now: before, zone }, { exceptionId: id, say: 'approve', by: mara, shownHash: hash }),
        expireDue({ db, now: after }),
      ]);
      const row = await db('exceptions').where({ id }).first();
      const changes = await db('changes').where({ exception_id: id });
      expect(row.closed_as).toBe(answer.say === 'decided' ? 'decided' : 'expired');
      expect(changes).toHaveLength(answer.say === 'decided' ? 1 : 0);
      expect(['decided', 'expired']).toContain(answer.say);
    }
  }));

test('nobody but the manager of the deal and its rep decides; an outsider is refused, told who can, and recorded', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id, hash } = await anException(db);
    const use = { db, now: clock(), zone };
    const click = { exceptionId: id, say: 'approve', shownHash: hash } as const;
    expect(await decide(use, { ...click, by: null, slackUser: cast.lenaSlack })).toEqual({
      say: 'not allowed',
      because:
        'This needs a manager of EMEA or the rep who has it. Mara Lind or Priya Nair can decide. Your click was recorded.',
      whoCan: ['Mara Lind', 'Priya Nair'],
    });
    for (const person of [cast.nora, cast.dan, cast.tom, cast.ana, cast.ada, cast.oskar]) {
      expect(await decide(use, { ...click, by: await somebody(db, person) })).toMatchObject({
        say: 'not allowed',
      });
    }
    const refused = await db('audit').where({ action: 'exception.click_refused' }).orderBy('id');
    expect(refused.map((row) => row.actor_id)).toEqual([
      `slack:${cast.lenaSlack}`,
      ...[cast.nora, cast.dan, cast.tom, cast.ana, cast.ada, cast.oskar],
    ]);
    expect(await decide(use, { ...click, by: await somebody(db, cast.priya) })).toMatchObject({
      say: 'decided',
    });
  }));

test('a right that was taken away counts at the click, whatever the session still believes', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id, hash } = await anException(db);
    const mara = await somebody(db, cast.mara);
    await db('people').where({ id: cast.mara }).update({ active: false });
    const answer = await decide(
      { db, now: clock(), zone },
      { exceptionId: id, say: 'approve', by: mara, shownHash: hash },
    );
    expect(answer).toMatchObject({ say: 'not allowed' });
  }));

test('above the limit an approver decides, and never the deal’s own rep', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const wants = {
      kind: 'change',
      fields: [{ field: 'close_date', before: '2026-03-27', after: '2026-05-01' }],
    } as const;
    const { id, hash } = await anException(db, {
      deal: 'D-umbrella',
      asks: ['manager', 'approver'],
      wants: { ...wants, fields: [...wants.fields] },
    });
    await db('people')
      .where({ id: cast.dan })
      .update({ roles: ['rep', 'approver'] });
    const use = { db, now: clock(), zone };
    const click = { exceptionId: id, say: 'approve', shownHash: hash } as const;
    expect(await decide(use, { ...click, by: await somebody(db, cast.nora) })).toMatchObject({
      because: 'This needs an approver. Ana Ruiz can decide. Your click was recorded.',
    });
    expect(await decide(use, { ...click, by: await somebody(db, cast.dan) })).toMatchObject({
      say: 'not allowed',
    });
    expect(await decide(use, { ...click, by: await somebody(db, cast.ana) })).toMatchObject({
      say: 'decided',
    });
  }));

test('a limit that was lowered after the card was drawn asks for the stricter role', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id, hash } = await anException(db);
    await db('settings').insert({
      name: 'approval_amount',
      value: '40000',
      version: 1,
      by_kind: 'system',
      by_id: 'test',
    });
    const answer = await decide(
      { db, now: clock(), zone },
      { exceptionId: id, say: 'approve', by: await somebody(db, cast.mara), shownHash: hash },
    );
    expect(answer).toMatchObject({
      say: 'not allowed',
      because:
        'Needs an approver: deal of $42,000 (limit $40,000). Ana Ruiz can decide. Your click was recorded.',
    });
  }));

test('a click on an old card decides nothing', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id } = await anException(db);
    const answer = await decide(
      { db, now: clock(), zone },
      { exceptionId: id, say: 'approve', by: await somebody(db, cast.mara), shownHash: 'of another change' },
    );
    expect(answer).toEqual({ say: 'stale' });
    expect(await db('decisions')).toHaveLength(0);
  }));

test('an edit is checked field by field, and becomes the change with the values of the person', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id, hash } = await anException(db);
    const use = { db, now: clock(), zone };
    const mara = await somebody(db, cast.mara);
    const edit = (fields: Record<string, unknown>) =>
      decide(use, { exceptionId: id, say: 'edit', by: mara, shownHash: hash, fields });
    expect(await edit({ close_date: '2026-03-20' })).toEqual({
      say: 'invalid',
      errors: [{ field: 'close_date', sentence: 'Close date must be after today, 20 Mar 2026.' }],
    });
    expect(await edit({ close_date: '2026-02-30' })).toMatchObject({ say: 'invalid' });
    expect(await edit({ amount: 5 })).toMatchObject({ say: 'invalid' });
    expect(await edit({ close_date: '2026-04-30' })).toMatchObject({ say: 'decided' });
    const [change] = await db('changes').select('fields');
    expect(change.fields).toEqual([{ field: 'close_date', before: '2026-03-10', after: '2026-04-30' }]);
    const [decision] = await db('decisions').select('shown', 'change');
    expect(decision.shown.fields[0].after).toBe('2026-04-15');
    expect(decision.change.fields[0].after).toBe('2026-04-30');
  }));

test('the words of a nudge can be edited and nothing else of it', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id, hash } = await anException(db, { wants: aNudge });
    const use = { db, now: clock(), zone };
    const by = await somebody(db, cast.mara);
    const say = { exceptionId: id, say: 'edit', by, shownHash: hash } as const;
    expect(await decide(use, { ...say, fields: { text: '  ' } })).toMatchObject({ say: 'invalid' });
    expect(await decide(use, { ...say, fields: { text: 'Call them?', to: cast.dan } })).toMatchObject({
      say: 'decided',
    });
    expect((await db('changes').first('message')).message).toEqual({ to: cast.priya, text: 'Call them?' });
  }));

test('an edit that changes nothing is an approval as proposed, and counts for the agent as one', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const by = await somebody(db, cast.mara);
    const use = { db, now: clock(), zone };
    const change = await anException(db);
    const nudge = await anException(db, { wants: aNudge });
    const edit = (of: { id: number; hash: string }, fields: Record<string, unknown>) =>
      decide(use, { exceptionId: of.id, say: 'edit', by, shownHash: of.hash, fields });
    expect(await edit(change, { close_date: '2026-04-15' })).toMatchObject({ say: 'decided' });
    expect(await edit(nudge, { text: ' What comes next? ' })).toMatchObject({ say: 'decided' });
    expect(await db('decisions').pluck('say')).toEqual(['approve', 'approve']);
    expect(await db('audit').where({ action: 'exception.decided' }).pluck('details')).toMatchObject([
      { say: 'approve' },
      { say: 'approve' },
    ]);
    const { agent, agent_version, trigger } = await db('proposals').orderBy('id').first();
    expect((await confidences(db, agent, agent_version)).get(trigger)).toMatchObject({
      cases: 2,
      accepted: 2,
    });
  }));

test('a rejection keeps its reason, can be taken back for a week, and is then decided anew', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const { id, hash } = await anException(db);
    const time = clock();
    const use = { db, now: time, zone };
    const mara = await somebody(db, cast.mara);
    await decide(use, { exceptionId: id, say: 'reject', by: mara, shownHash: hash, reason: 'Deal is fine' });
    expect((await exceptionView(use, id))?.state).toMatchObject({
      is: 'rejected',
      by: 'Mara Lind',
      reason: 'Deal is fine',
      reopen: true,
    });
    expect(await reopen(use, { exceptionId: id, by: await somebody(db, cast.nora) })).toMatchObject({
      say: 'not allowed',
    });
    expect(await reopen(use, { exceptionId: id, by: mara })).toEqual({ say: 'reopened' });
    expect((await exceptionView(use, id))?.state).toEqual({ is: 'open' });
    await decide(use, { exceptionId: id, say: 'reject', by: mara, shownHash: hash });
    time.move(new Date(now.getTime() + 8 * 86_400_000));
    expect(await reopen(use, { exceptionId: id, by: mara })).toMatchObject({ say: 'not possible' });
    expect((await exceptionView(use, id))?.state).toMatchObject({ is: 'rejected', reopen: false });
  }));

test('what waits for a person is what they may decide about, while it is awake', () =>
  withDatabase(async (db) => {
    await seedCast(db);
    const acme = await anException(db);
    await anException(db, { deal: 'D-hooli' });
    const time = clock();
    const of = async (id: string) =>
      (await waitingFor({ db, now: time.now() }, await somebody(db, id))).map((one) => one.dealId);
    expect(await of(cast.mara)).toEqual(['D-acme']);
    expect(await of(cast.priya)).toEqual(['D-acme']);
    expect(await of(cast.nora)).toEqual(['D-hooli']);
    expect(await of(cast.oskar)).toEqual([]);
    const mara = await somebody(db, cast.mara);
    await snooze(
      { db, now: time },
      { exceptionId: acme.id, by: mara, until: new Date(now.getTime() + 86_400_000) },
    );
    expect(await of(cast.mara)).toEqual([]);
  }));

import { describe, expect, test } from 'vitest';
import { applyChange } from '../../src/changes/apply.ts';
import { signBatch, tendBatches } from '../../src/crew/batches.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter } from '../../src/crm/write.ts';
import { silentLog } from '../../src/log.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, withoutQuiet } from '../support/company.ts';
import { somebody } from '../support/exception.ts';
import { company, is, type Talk } from './talk.ts';

const stale = 'nudge all reps with stale deals';

/** Every message whose turn it is is sent, as the workers do. */
async function sent({ db, clock: now }: Talk): Promise<void> {
  const [crm, writer] = [builtinCrm({ db, now }), builtinWriter({ db, now })];
  const ids: number[] = (
    await db('outbox').where({ topic: 'apply' }).whereNull('done_at').orderBy('id').pluck('body')
  ).map(({ changeId }) => changeId);
  for (const changeId of ids)
    await applyChange({ db, now, crm, writer, log: silentLog(), zone: 'UTC' }, { changeId });
  await db('outbox').where({ topic: 'apply' }).delete();
}
const states = async ({ db }: Talk): Promise<Record<string, number>> =>
  Object.fromEntries(
    (
      await db('changes')
        .where({ kind: 'nudge' })
        .groupBy('state')
        .orderBy('state')
        .select('state', db.raw('count(*)::int as n'))
    ).map(({ state, n }: { state: string; n: number }) => [state, n]),
  );
const yes = async (talk: Talk, text: string, by: string = cast.ada) =>
  is(await talk.press(is(await talk.ask(text, by), 'confirm'), 'yes', by), 'done');

/** So many reps of EMEA more, each with a deal that has been in its stage for long. */
async function manyReps({ db }: Talk, many: number): Promise<void> {
  const { id: _, ...like } = await db('deals').where({ id: 'D-acme' }).first();
  const rep = await db('people').where({ id: cast.priya }).first();
  for (let n = 0; n < many; n++) {
    const id = `P-rep-${n}`;
    await db('people').insert({
      ...rep,
      id,
      source_id: id,
      name: `Rep ${n}`,
      email: `rep${n}@example.com`,
      slack_id: `U_REP${n}`,
    });
    await db('deals').insert({
      ...like,
      id: `D-rep-${n}`,
      source_id: `D-rep-${n}`,
      name: `Deal ${n}`,
      owner_id: id,
    });
  }
}

describe('reminding many', () => {
  test('shows how many and one example, then sends one message to each rep', () =>
    company(async (talk) => {
      await withoutQuiet(talk.db);
      const asked = is(await talk.ask('nudge everyone with deals in negotiation', cast.ada), 'confirm');
      expect(asked.headline).toBe('Remind 2 reps of 3 deals: open deals in Negotiation.');
      expect(asked.consequence).toContain(
        'For example to Priya Nair: "Ada Moss asks about 2 of your deals: Globex Renewal and Acme Platform are among open deals in Negotiation. What comes next for each?"',
      );
      expect(asked.consequence).toContain('Nobody of them has quiet hours now.');
      expect(asked.verb).toBe('Send 2 messages');
      expect(await talk.db('changes')).toEqual([]);
      await talk.press(asked, 'yes', cast.ada);
      await sent(talk);
      expect(await states(talk)).toEqual({ applied: 2 });
      expect(
        await talk.db('cards').where('key', 'like', 'nudge:%').orderBy('channel').pluck('channel'),
      ).toEqual(['dm:U_DAN', 'dm:U_PRIYA']);
      expect(await talk.db('audit').where({ action: 'reminders.asked' }).pluck('actor_id')).toEqual([
        cast.ada,
      ]);
    }));

  test('a manager reminds the own people only, a rep nobody, and nobody is asked twice within days', () =>
    company(async (talk) => {
      await withoutQuiet(talk.db);
      const asked = is(await talk.ask(stale, cast.mara), 'confirm');
      expect(asked.headline).toBe('Remind 2 reps of 2 deals: stale open deals.');
      expect(is(await talk.ask(stale, cast.priya), 'refused').because).toContain(
        'a manager or an administrator',
      );
      await talk.press(asked, 'yes', cast.mara);
      await sent(talk);
      expect(is(await talk.ask(stale, cast.mara), 'text').sentence).toContain(
        'nobody is to be reminded. 2 deals left out: asked about within the last 3 days already.',
      );
      expect(is(await talk.ask(stale, cast.ada), 'confirm').headline).toBe(
        'Remind 1 rep of 1 deal: stale open deals.',
      );
      talk.clock.move('2026-03-24T10:00:00Z');
      expect(is(await talk.ask(stale, cast.mara), 'confirm').headline).toBe(
        'Remind 2 reps of 2 deals: stale open deals.',
      );
    }));

  test('quiet hours hold a message back, and beyond the cards of a day it is in the digest', () =>
    company(async (talk) => {
      const { db, clock } = talk;
      const by = { kind: 'system', id: 'test' } as const;
      // Friday, 11:00 in Berlin and 6:00 in New York.
      await setSetting(
        { db, now: clock },
        { name: 'cards_per_day', scope: 'person', scopeId: cast.tom, value: 0, by },
      );
      const asked = is(await talk.ask(stale, cast.ada), 'confirm');
      expect(asked.consequence).toContain('For Dan Cole it comes when their quiet hours end.');
      await talk.press(asked, 'yes', cast.ada);
      await sent(talk);
      const went = await db('interruptions').orderBy('person_id').select('person_id', 'goes');
      expect(went).toEqual([
        { person_id: cast.dan, goes: 'later' },
        { person_id: cast.priya, goes: 'now' },
        { person_id: cast.tom, goes: 'digest' },
      ]);
    }));

  test('ten of many go first, and the rest where nothing was wrong; above the limit somebody else approves before', () =>
    company(async (talk) => {
      const { db, clock } = talk;
      await withoutQuiet(db);
      await manyReps(talk, 12);
      const asked = is(await talk.ask(`${stale} in EMEA`, cast.ada), 'confirm');
      expect(asked.consequence).toContain('10 go first; the other 4 after 60 minutes');
      await talk.press(asked, 'yes', cast.ada);
      await sent(talk);
      expect(await states(talk)).toEqual({ applied: 10, pending: 4 });
      clock.move('2026-03-20T11:01:00Z');
      await tendBatches({ db, now: clock });
      await sent(talk);
      expect(await states(talk)).toEqual({ applied: 14 });
      await db('changes').delete();
      await db('batches').delete();
      await setSetting(
        { db, now: clock },
        { name: 'bulk_limit', value: 12, by: { kind: 'person', id: cast.ana } },
      );
      const above = await yes(talk, `${stale} in EMEA`);
      expect(above.sentence).toContain('It waits for a second approval; nobody is written to before.');
      await sent(talk);
      expect(await states(talk)).toEqual({ pending: 14 });
      const [batch] = await db('batches').select('id');
      const own = await signBatch(
        { db, now: clock },
        { batchId: batch.id, say: 'approve', by: await somebody(db, cast.ada) },
      );
      expect(own?.say).toBe('not allowed');
      const signed = await signBatch(
        { db, now: clock },
        { batchId: batch.id, say: 'approve', by: await somebody(db, cast.ana) },
      );
      expect(signed?.say).toBe('approved');
      await sent(talk);
      expect(await states(talk)).toEqual({ applied: 10, pending: 4 });
    }));

  test('undo: who has not been written to is not, and each message says that it was taken back', () =>
    company(async (talk) => {
      const { db } = talk;
      await withoutQuiet(db);
      await manyReps(talk, 12);
      await yes(talk, `${stale} in EMEA`);
      await sent(talk);
      const back = is(await talk.ask('undo', cast.ada), 'confirm');
      expect(back.headline).toContain('the reminders to 14 reps of 14 deals are taken back');
      expect(back.consequence).toBe(
        'Who has not been written to is not; a message in Slack says that it was taken back, and an e-mail stays.',
      );
      expect(back.wayBack).toBe('Way back: say it again, at any time.');
      expect(is(await talk.press(back, 'yes', cast.ada), 'done').sentence).toBe(
        'Taken back: 4 messages are not sent and 10 messages in Slack say so.',
      );
      await sent(talk);
      talk.clock.move('2026-03-20T12:00:00Z');
      await tendBatches({ db, now: talk.clock });
      await sent(talk);
      expect(await states(talk)).toEqual({ abandoned: 4, applied: 10 });
      expect(is(await talk.ask('undo', cast.ada), 'text').sentence).toContain('no change of yours');
      // What was taken back is no question any more: it may be asked anew.
      expect(is(await talk.ask(`${stale} in EMEA`, cast.ada), 'confirm').count).toBe(14);
    }));

  test('what was taken back while it was under way is not sent', () =>
    company(async (talk) => {
      const { db } = talk;
      await withoutQuiet(db);
      await yes(talk, stale);
      await db('nudge_rounds').update({ withdrawn_at: talk.clock.now(), withdrawn_by: cast.ada });
      await sent(talk);
      expect(await states(talk)).toEqual({ abandoned: 3 });
      expect(await db('cards').where('key', 'like', 'nudge:%')).toEqual([]);
    }));

  test('what goes by e-mail is marked before, held, and its minutes begin with its turn', () =>
    company(async (talk) => {
      const { db, clock } = talk;
      await withoutQuiet(db);
      await setSetting(
        { db, now: clock },
        {
          name: 'reached_by',
          scope: 'person',
          scopeId: cast.tom,
          value: 'e-mail',
          by: { kind: 'person', id: cast.tom },
        },
      );
      const asked = is(await talk.ask(stale, cast.ada), 'confirm');
      expect(asked.consequence).toContain(
        'To Tom Reyes it goes by e-mail: it is held for 5 minutes, and cannot be taken back after that.',
      );
      await talk.press(asked, 'yes', cast.ada);
      await sent(talk);
      expect(await db('changes').whereRaw(`message->>'to' = ?`, [cast.tom]).first('back', 'state')).toEqual({
        back: 'irreversible',
        state: 'pending',
      });
      expect(is(await talk.press(await talk.ask('undo', cast.ada), 'yes', cast.ada), 'done').sentence).toBe(
        'Taken back: 1 message is not sent and 2 messages in Slack say so.',
      );
    }));

  test('a timetable is not there yet, and is said so', () =>
    company(async (talk) => {
      expect(is(await talk.ask(`${stale} every Monday`, cast.ada), 'text').sentence).toMatch(/not there yet/);
      expect(await talk.db('nudge_rounds')).toEqual([]);
    }));
});

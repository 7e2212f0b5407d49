import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { builtinCrm } from '../../src/crm/builtin.ts';
import { builtinWriter, type Write } from '../../src/crm/write.ts';
import type { Db } from '../../src/db/pool.ts';
import { cast, now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const by = { kind: 'person', id: cast.priya } as const;
const move = (more: Partial<Write> = {}): Write => ({
  ref: { noun: 'deal', id: 'D-acme' },
  set: { close_date: '2026-04-15' },
  expect: { fields: { close_date: '2026-03-10' }, version: '1' },
  key: 'change-1-0123456789',
  by,
  ...more,
});
const withCast = (work: (db: Db, clock: ReturnType<typeof stoppedAt>) => Promise<void>) =>
  withDatabase(async (db) => {
    await seedCast(db);
    await work(db, stoppedAt(now));
  });

test('a write changes the deal, its version and its history, and tells the next sweep', () =>
  withCast(async (db, clock) => {
    const crm = builtinCrm({ db, now: clock });
    expect(await builtinWriter({ db, now: clock }).write(move())).toEqual({ say: 'written', version: '2' });
    expect(await crm.read({ noun: 'deal', id: 'D-acme' })).toMatchObject({
      fields: { close_date: '2026-04-15', stage: 'Negotiation', owner: cast.priya, amount: 42_000 },
      version: '2',
      changedBy: `person:${cast.priya}`,
      changedAt: now,
    });
    const versions = await db('deal_versions').where({ deal_id: 'D-acme' }).orderBy('valid_from');
    expect(versions.map((one) => [one.close_date, one.valid_to, one.version])).toEqual([
      ['2026-03-10', now, 1],
      ['2026-04-15', null, 2],
    ]);
    expect(await db('touched').where({ noun: 'deal' }).select('noun', 'subject_id', 'columns')).toEqual([
      { noun: 'deal', subject_id: 'D-acme', columns: ['close_date', 'close_date_pushes'] },
    ]);
    expect((await db('deals').where({ id: 'D-acme' }).first()).close_date_pushes).toBe(1);
  }));

test('the same key again is the same call: answered, and nothing done', () =>
  withCast(async (db, clock) => {
    const writer = builtinWriter({ db, now: clock });
    await writer.write(move());
    expect(await writer.write(move())).toEqual({ say: 'written', version: '2' });
    expect(await db('deal_versions').where({ deal_id: 'D-acme' })).toHaveLength(2);
    await expect(writer.write(move({ set: { close_date: '2026-05-01' } }))).rejects.toThrow(
      'used before for another write',
    );
  }));

test('where somebody was quicker nothing is written, and what stands there is handed back', () =>
  withCast(async (db, clock) => {
    const writer = builtinWriter({ db, now: clock });
    const mine = move({ expect: { fields: { close_date: '2026-03-11' }, version: null } });
    expect(await writer.write(mine)).toMatchObject({
      say: 'changed',
      found: { fields: { close_date: '2026-03-10' } },
    });
    const older = move({ expect: { fields: { close_date: '2026-03-10' }, version: '0' } });
    expect(await writer.write(older)).toMatchObject({ say: 'changed', found: { version: '1' } });
    expect(await db('crm_writes')).toEqual([]);
  }));

test('of twenty writers at once one wins', () =>
  withCast(async (db, clock) => {
    const writer = builtinWriter({ db, now: clock });
    const said = await Promise.all(
      [...Array(20).keys()].map((i) =>
        writer.write(move({ key: `change-${i}-0123456789`, set: { close_date: `2026-04-${i + 10}` } })),
      ),
    );
    expect(said.filter(({ say }) => say === 'written')).toHaveLength(1);
    expect(said.filter(({ say }) => say === 'changed')).toHaveLength(19);
    expect(await db('deal_versions').where({ deal_id: 'D-acme', valid_to: null })).toHaveLength(1);
  }));

test('a new stage begins today in the company zone and may end the deal', () =>
  withCast(async (db) => {
    const clock = stoppedAt('2026-03-20T23:30:00Z');
    const writer = builtinWriter({ db, now: clock, zone: 'Europe/Berlin' });
    const win = move({ set: { stage: 'Won' }, expect: { fields: { stage: 'Negotiation' }, version: '1' } });
    expect(await writer.write(win)).toEqual({ say: 'written', version: '2' });
    expect(await db('deals').where({ id: 'D-acme' }).first()).toMatchObject({
      stage_id: 'S-won',
      status: 'won',
      stage_since: '2026-03-21',
    });
  }));

test('what the CRM cannot take is refused with the reason', () =>
  withCast(async (db, clock) => {
    const writer = builtinWriter({ db, now: clock });
    const refusal = async (set: Write['set'], ref: Write['ref'] = { noun: 'deal', id: 'D-acme' }) => {
      const said = await writer.write({
        ref,
        set,
        expect: { fields: {}, version: null },
        key: 'change-9-0123456789',
        by,
      });
      return said.say === 'refused' ? said.because : said.say;
    };
    expect(await refusal({ stage: 'Limbo' })).toBe('There is no stage "Limbo".');
    expect(await refusal({ owner: 'P-nobody' })).toBe('There is no person "P-nobody".');
    expect(await refusal({ last_activity_on: '2026-03-01' })).toBe(
      'last_activity_on of a deal cannot be written.',
    );
    expect(await refusal({ close_date: '2026-02-30' })).toBe('"2026-02-30" is no day.');
    expect(await refusal({ close_date: '2026-04-01' }, { noun: 'deal', id: 'D-none' })).toBe(
      'There is no deal "D-none".',
    );
    expect(await refusal({})).toBe('Nothing was to be set.');
  }));

test('a lead is claimed by setting its owner where it had none', () =>
  withCast(async (db, clock) => {
    const writer = builtinWriter({ db, now: clock });
    const claim = (owner: string, key: string): Write => ({
      ref: { noun: 'lead', id: 'L-1' },
      set: { owner },
      expect: { fields: { owner: null }, version: null },
      key,
      by: { kind: 'person', id: owner },
    });
    expect(await writer.write(claim(cast.tom, 'claim-tom-0123456789'))).toEqual({
      say: 'written',
      version: '2',
    });
    expect(await writer.write(claim(cast.priya, 'claim-priya-0123456789'))).toMatchObject({
      say: 'changed',
      found: { fields: { owner: cast.tom } },
    });
    expect((await db('leads').where({ id: 'L-1' }).first()).assigned_on).toBe('2026-03-20');
  }));

test('two changes in one instant leave one version, and hostile text stays text', () =>
  withCast(async (db, clock) => {
    const writer = builtinWriter({ db, now: clock });
    const step = (text: string, key: string): Write =>
      move({ set: { next_step: text }, expect: { fields: {}, version: null }, key });
    await writer.write(step("'; drop table deals; -- ?", 'change-a-0123456789'));
    await writer.write(step('a\0b <!channel>', 'change-b-0123456789'));
    const versions = await db('deal_versions').where({ deal_id: 'D-acme' }).orderBy('valid_from');
    expect(versions.map((one) => one.next_step)).toEqual([null, 'a\ufffdb <!channel>']);
  }));

test('of a contact as well: where its field or its version is another one nothing is written', () =>
  withCast(async (db, clock) => {
    await db('contacts').insert({
      id: 'C-jane',
      source: 'test',
      source_id: 'C-jane',
      account_id: 'A-globex',
      name: 'Jane Roe',
      phone: '089 228 47 700',
      changed_at: now,
    });
    const writer = builtinWriter({ db, now: clock });
    const mend = (expect: Write['expect'], key: string) =>
      writer.write(
        move({ ref: { noun: 'contact', id: 'C-jane' }, set: { phone: '+498922847700' }, expect, key }),
      );
    const phone = async () => (await db('contacts').where({ id: 'C-jane' }).first('phone')).phone;
    expect(
      await mend({ fields: { phone: '089 1' }, version: null }, 'another field 0123456789'),
    ).toMatchObject({
      say: 'changed',
      found: { fields: { phone: '089 228 47 700' } },
    });
    const stale = { fields: { phone: '089 228 47 700' }, version: '7' };
    expect(await mend(stale, 'another version 0123456789')).toMatchObject({ say: 'changed' });
    expect(await phone()).toBe('089 228 47 700');
    const fresh = { fields: { phone: '089 228 47 700' }, version: '1' };
    expect(await mend(fresh, 'as it is 0123456789')).toEqual({ say: 'written', version: '2' });
    expect(await phone()).toBe('+498922847700');
  }));

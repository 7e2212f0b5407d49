import { expect, test } from 'vitest';
import { record } from '../../src/audit/record.ts';
import { auditReport } from '../../src/audit/report.ts';
import { type AuditQuery, auditRows, latestAudit } from '../../src/audit/search.ts';
import { beginRollback } from '../../src/changes/rollback.ts';
import type { Db } from '../../src/db/pool.ts';
import { decide } from '../../src/exceptions/decide.ts';
import { auditDocument } from '../../src/story/audit-report.ts';
import { cast, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { anException, somebody } from '../support/exception.ts';
import { rolled } from '../support/rolled.ts';

const person = (id: string) => ({ kind: 'person', id }) as const;

const withCast = (work: (db: Db) => Promise<void>) =>
  withDatabase(async (db) => {
    await seedCast(db);
    await work(db);
  });

async function actions(db: Db, query: AuditQuery): Promise<string[]> {
  const pages = await Array.fromAsync(auditRows(db, query));
  return pages.flat().map(({ action, who, about }) => `${who}: ${action}${about ? ` of ${about}` : ''}`);
}

test('the log is searched by person, deal with all that hangs on it, agent, kind and time', () =>
  withCast(async (db) => {
    const { id } = await anException(db);
    const { proposalId } = await anException(db, { deal: 'D-hooli' });
    const { run_id: runId } = await db('proposals').where({ id: proposalId }).first('run_id');
    await record(db, [
      { action: 'deal.edit_refused', subject: { kind: 'deal', id: 'D-acme' }, by: person(cast.nora) },
      { action: 'exception.snoozed', subject: { kind: 'exception', id: String(id) }, by: person(cast.mara) },
      {
        action: 'change.applied',
        subject: { kind: 'change', id: '77' },
        by: person(cast.mara),
        details: { of: { kind: 'deal', id: 'D-hooli' } },
        runId,
      },
      { action: 'agent.mode', subject: { kind: 'agent', id: 'intake' }, by: person(cast.ada) },
    ]);
    expect(await actions(db, { person: cast.mara })).toEqual([
      'Mara Lind: exception.snoozed of Acme Platform',
      'Mara Lind: change.applied of Hooli Rollout',
    ]);
    expect(await actions(db, { deal: 'D-acme' })).toEqual([
      'Nora Quinn: deal.edit_refused of Acme Platform',
      'Mara Lind: exception.snoozed of Acme Platform',
    ]);
    expect(await actions(db, { agent: 'pipeline' })).toEqual(['Mara Lind: change.applied of Hooli Rollout']);
    expect(await actions(db, { agent: 'intake' })).toEqual(['Ada Moss: agent.mode']);
    expect(await actions(db, { action: 'exception' })).toEqual([
      'Mara Lind: exception.snoozed of Acme Platform',
    ]);
    expect(await actions(db, { to: new Date('2020-01-01') })).toEqual([]);
    expect(await actions(db, { within: { territoryIds: ['T-amer'], personIds: [] } })).toEqual([
      'Mara Lind: change.applied of Hooli Rollout',
    ]);
    expect(await latestAudit(db, {}, 1)).toMatchObject({ total: 4, rows: [{ action: 'agent.mode' }] });
  }));

test('the pages of a long log are all of it, in its order', () =>
  withCast(async (db) => {
    await record(
      db,
      Array.from({ length: 4_500 }, (_, n) => ({
        action: 'run.by_hand',
        subject: { kind: 'run', id: String(n) },
        by: person(cast.ada),
      })),
    );
    const pages = await Array.fromAsync(auditRows(db, {}));
    expect(pages.map(({ length }) => length)).toEqual([2_000, 2_000, 500]);
    expect(pages.flat().map(({ subjectId }) => Number(subjectId))).toEqual(
      Array.from({ length: 4_500 }, (_, n) => n),
    );
  }));

test('the report of a quarter says who signed above the limits, what was refused, set and undone, and what is missing', () =>
  withCast(async (db) => {
    const of = rolled(db);
    await of.did({ deal: 'D-globex', before: null, after: 'Call' });
    await beginRollback(of.use, {
      of: { what: 'run', run: '7F3K' },
      says: 'run 7F3K',
      by: await somebody(db, cast.mara),
    });
    await of.carryThrough();
    const { id, hash } = await anException(db, {
      deal: 'D-umbrella',
      asks: ['manager', 'approver'],
      needs: 'Over $10,000 it needs an approver.',
    });
    const signed = await decide(of.use, {
      exceptionId: id,
      say: 'approve',
      by: await somebody(db, cast.ana),
      shownHash: hash,
    });
    expect(signed.say).toBe('decided');
    const other = await anException(db, { deal: 'D-initech' });
    await decide(of.use, {
      exceptionId: other.id,
      say: 'reject',
      by: await somebody(db, cast.mara),
      shownHash: other.hash,
    });
    await record(db, [
      {
        action: 'deal.edit_refused',
        subject: { kind: 'deal', id: 'D-acme' },
        by: person(cast.nora),
        because: '*Not* <yours> | at all',
      },
      {
        action: 'agent.mode',
        subject: { kind: 'agent', id: 'pipeline' },
        by: person(cast.ada),
        details: { before: 'suggest', after: 'auto' },
      },
      { action: 'playbook.started', subject: { kind: 'playbook', id: 'cleanup' }, by: person(cast.ada) },
      { action: 'rule.added', subject: { kind: 'rule', id: '1' }, by: person(cast.ada) },
      { action: 'pause.started', subject: { kind: 'company', id: 'all' }, by: person(cast.ada) },
      {
        action: 'setting.set',
        subject: { kind: 'setting', id: 'deals_channel:territory:T-emea' },
        by: person(cast.ada),
        details: { before: 'C0OLDONE99', after: 'C0NEWONE99' },
      },
      {
        action: 'stand_in.set',
        subject: { kind: 'person', id: cast.mara },
        by: person(cast.mara),
        details: { after: `${cast.nora} until 2026-03-23` },
      },
      { action: 'mode.sign_refused', subject: { kind: 'mode_request', id: '1' }, by: person(cast.nora) },
    ]);
    await db('channel_names').insert({ id: 'C0NEWONE99', name: 'emea-deals' });
    const report = await auditReport(db, {
      from: new Date('2000-01-01'),
      to: new Date('2100-01-01'),
      quarter: 'Q1 2026',
      zone: 'UTC',
      by: 'Ada Moss',
      clock: new Date('2026-03-20T10:00:00Z'),
      verified: { ok: true, sealed: 3, unsealed: 2, anchored: true, sentence: '3 audit rows are sealed.' },
    });
    expect(report).toMatchObject({
      signed: { total: 1, rows: [{ who: 'Ana Ruiz', what: 'Umbrella Core', needed: 'manager, approver' }] },
      refused: { total: 2, rows: [{ who: 'Nora Quinn' }, { who: 'Nora Quinn' }] },
      undone: { total: 1, rows: [{ who: 'Mara Lind', what: 'Globex Renewal', because: 'next_step' }] },
      rollbacks: [{ who: 'Mara Lind', what: 'run 7F3K', total: 1, undone: 1 }],
    });
    expect(report.governed.rows.map(({ what }) => what)).toEqual([
      'Agent mode: Pipeline agent',
      'Playbook started: cleanup',
      'Rule added: rule 1',
      'Pause started: everything',
      'Setting set: deals channel for EMEA',
      'Stand-in set: Mara Lind',
    ]);
    expect(report.governed.rows[0]).toMatchObject({ before: 'suggest', after: 'auto' });
    expect(report.governed.rows.slice(-2)).toMatchObject([
      { before: 'channel C0OLDONE99', after: '#emea-deals' },
      { after: 'Nora Quinn until 2026-03-23' },
    ]);
    expect(report.refused.rows.map(({ what }) => what)).toEqual([
      'Deal edit refused: Acme Platform',
      'Mode sign refused: request for auto 1',
    ]);
    const document = auditDocument(report);
    expect(document).not.toMatch(/\b(?:T-emea|P-\w+|\w+\.(?:set|started|added|mode|joined|decided))\b/);
    expect(document).toContain('The clock of the house is set to 2026-03-20 10:00; the log, and this report');
    expect(auditDocument({ ...report, clock: report.madeAt })).not.toContain('The clock of the house');
    expect(document).toContain('# Audit report, Q1 2026');
    expect(document).toContain('Yes. 3 audit rows are sealed.');
    expect(document).toContain('- cards rejected without a reason: 1');
    expect(document).toContain('- audit rows that wait for their seal: 2');
    // What a person typed breaks no table and is no markup.
    expect(document).toContain('\\*Not\\* \\<yours\\> \\| at all');
  }));

import { describe, expect, test } from 'vitest';
import { analytics } from '../../src/agents/analytics/agent.ts';
import { forecasting } from '../../src/agents/forecasting/agent.ts';
import { intake } from '../../src/agents/intake/agent.ts';
import { pipeline } from '../../src/agents/pipeline/agent.ts';
import { roster } from '../../src/agents/roster.ts';
import { replyJson } from '../../src/requests/json.ts';
import { activePauses } from '../../src/settings/pauses.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

describe('a command waits for the yes', () => {
  test('all agents are all of them', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('pause all agents', cast.mara), 'confirm');
      expect(asked).toMatchObject({ consequence: `${roster.length} agents stop.`, count: roster.length });
      await talk.press(asked, 'yes', cast.mara);
      expect((await activePauses(talk.db)).map(({ subjectId }) => subjectId).sort()).toEqual(
        roster.map(({ name }) => name).sort(),
      );
    }));

  test('it says what, how many, the way back and until when; then it is done, once', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('pause the pipeline agent until Monday 9:00', cast.mara), 'confirm');
      expect(asked).toMatchObject({
        headline: 'Pause Pipeline agent until Mon 23 Mar, 09:00 CET.',
        consequence: '1 agent stops.',
        wayBack: 'Way back: "resume Pipeline agent", at any time.',
        count: 1,
        verb: 'Pause Pipeline agent',
        expires: '2026-03-20T10:15:00.000Z',
      });
      expect(replyJson(asked)).toMatchObject({
        intent: 'pause_agent',
        slots: { agent: ['pipeline'], until: '2026-03-23T08:00:00.000Z' },
        answer: null,
        confirm: { id: asked.requestId, count: 1 },
      });
      expect(await activePauses(talk.db)).toEqual([]);
      const done = is(await talk.press(asked, 'yes', cast.mara), 'done');
      expect(done).toMatchObject({
        how: 'done',
        sentence: 'Mara paused Pipeline agent until Mon 23 Mar, 09:00 CET.',
        next: [{ request: 'resume Pipeline agent' }],
      });
      expect(await activePauses(talk.db)).toMatchObject([
        { scope: 'agent', subjectId: 'pipeline', until: new Date('2026-03-23T08:00:00Z') },
      ]);
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').how).toBe('cancelled');
      const back = is(await talk.press(done, 'next:0', cast.mara), 'confirm');
      expect(is(await talk.press(back, 'yes', cast.mara), 'done').sentence).toBe(
        'Mara resumed Pipeline agent.',
      );
      expect(await activePauses(talk.db)).toEqual([]);
    }));

  test('"yes" and "no" in the thread work too, and only there, for the same person', () =>
    company(async (talk) => {
      await talk.ask('pause everything', cast.mara, 't1');
      is(await talk.ask('yes', cast.nora, 't1'), 'text');
      is(await talk.ask('yes', cast.mara, 't2'), 'text');
      expect(await activePauses(talk.db)).toEqual([]);
      expect(is(await talk.ask('no', cast.mara, 't1'), 'done')).toMatchObject({
        how: 'cancelled',
        sentence: 'Not done. Nothing was changed.',
      });
      await talk.ask('pause everything', cast.mara, 't1');
      expect(
        is(
          await talk
            .ask('Yes, do it', cast.mara, 't1')
            .then(async (reply) => (reply.kind === 'done' ? reply : talk.ask('yes', cast.mara, 't1'))),
          'done',
        ).how,
      ).toBe('done');
      expect(await activePauses(talk.db)).toMatchObject([{ scope: 'everything' }]);
    }));

  test('after 15 minutes it is over', () =>
    company(async (talk) => {
      const asked = await talk.ask('pause everything', cast.mara);
      talk.clock.move('2026-03-20T10:15:00Z');
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').how).toBe('expired');
      expect(await activePauses(talk.db)).toEqual([]);
    }));

  test('two answers at once: one is done, the other is told that it is settled', () =>
    company(async (talk) => {
      const asked = await talk.ask('pause everything', cast.mara);
      const both = await Promise.all([
        talk.press(asked, 'yes', cast.mara),
        talk.press(asked, 'no', cast.mara),
      ]);
      const [row] = await talk.db('requests').where({ id: Number(asked.requestId) });
      const paused = (await activePauses(talk.db)).length;
      expect(row.settled_as).toBe(paused === 1 ? 'done' : 'cancelled');
      expect(both.map((reply) => is(reply, 'done').sentence)).toContain(
        'This was settled already. Nothing more was done.',
      );
    }));

  test('what cannot be done is not settled, and a second yes is told that it was done', () =>
    company(async (talk) => {
      const asked = await talk.ask('pause everything', cast.mara);
      await talk.owner.raw('alter table pauses add constraint never check (false) not valid');
      expect((await talk.press(asked, 'yes', cast.mara)).kind).toBe('error');
      const [row] = await talk.db('requests').where({ id: Number(asked.requestId) });
      expect(row.settled_as).toBeNull();
      await talk.owner.raw('alter table pauses drop constraint never');
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').how).toBe('done');
      const again = is(await talk.press(asked, 'yes', cast.mara), 'done');
      expect(again.sentence).toBe('This was confirmed already: Pause everything. Nothing more was done.');
      expect(await talk.db('audit').where({ action: 'pause.started' })).toHaveLength(1);
    }));

  test('what would be different now is not done', () =>
    company(async (talk) => {
      const stop = is(await talk.ask('pause pipeline', cast.mara), 'confirm');
      await talk.press(stop, 'yes', cast.mara);
      const asked = await talk.ask('resume pipeline', cast.mara);
      await talk.db('pauses').update({ resumed_at: new Date(), resumed_by: 'somebody' });
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done')).toMatchObject({ how: 'changed' });
    }));

  test('a later command in the thread takes the place of the one that waits', () =>
    company(async (talk) => {
      const first = await talk.ask('pause everything', cast.mara, 't1');
      await talk.ask('run the pipeline agent', cast.mara, 't1');
      expect(is(await talk.press(first, 'yes', cast.mara), 'done').how).toBe('cancelled');
      expect(await activePauses(talk.db)).toEqual([]);
    }));
});

describe('who may', () => {
  test('a rep may not stop or run agents, and is told what is possible', () =>
    company(async (talk) => {
      for (const text of ['pause everything', 'run the pipeline agent', 'resume all agents']) {
        expect(is(await talk.ask(text, cast.priya), 'refused').because).toMatch(
          /needs a manager, an agent owner, an approver or an administrator\. Ask Mara Lind, /,
        );
      }
    }));

  test('rights that were lost meanwhile count at the yes', () =>
    company(async (talk) => {
      const asked = await talk.ask('pause everything', cast.mara);
      await talk
        .db('people')
        .where({ id: cast.mara })
        .update({ roles: ['rep'] });
      is(await talk.press(asked, 'yes', cast.mara), 'refused');
      expect(await activePauses(talk.db)).toEqual([]);
    }));
});

describe('the commands', () => {
  test('run: the agent looks, and its run is by hand', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('run the pipeline agent', cast.mara), 'confirm');
      expect(asked.consequence).toBe(
        'It looks at what has changed among 6 open deals. What it finds comes as cards; nothing is changed without a person.',
      );
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').sentence).toMatch(
        /^The Pipeline agent found/,
      );
      expect(await talk.db('runs').where({ agent: 'pipeline', woken_by: 'hand' })).toHaveLength(1);
    }));

  test('run: what is said of it is what the agent does', () =>
    company(async (talk) => {
      const said = async (text: string) => is(await talk.ask(text, cast.mara), 'confirm').consequence;
      expect(await said('run the forecasting agent')).toMatch(/^It makes the forecast of this quarter, /);
      expect(await said('run the analytics agent')).toMatch(/^It looks at the figures /);
    }));

  test('times are by the clock of whoever asks', () =>
    company(async (talk) => {
      const asked = await talk.ask('pause all agents until monday 9:00', cast.nora);
      expect(is(asked, 'confirm').headline).toContain('EDT');
      expect(asked.zone).toBe('America/New_York');
    }));

  test('a customer is paused by name', () =>
    company(async (talk) => {
      const asked = is(await talk.ask('pause customer Globex until tomorrow', cast.mara), 'confirm');
      expect(asked.headline).toBe('Pause Globex until Sat 21 Mar, 00:00 CET.');
      await talk.press(asked, 'yes', cast.mara);
      expect(await activePauses(talk.db)).toMatchObject([{ scope: 'customer', subjectId: 'A-globex' }]);
      const status = is(await talk.ask('what is paused', cast.mara), 'text');
      expect(status.sentence).toBe('4 agents, none with errors, 1 customer paused.');
      expect(status.lines.at(-1)).toBe('Globex: Paused until 21 Mar, 00:00 CET.');
      // Who may not see it reads how many there are.
      const elsewhere = is(await talk.ask('what is paused', cast.nora), 'text');
      expect(elsewhere.sentence).toBe(status.sentence);
      expect(elsewhere.lines.join()).not.toContain('Globex');
      expect(is(await talk.ask('resume everything', cast.mara), 'confirm').consequence).toBe(
        '1 pause ends: Globex. No change and no message waits for that alone; what is due is looked at again.',
      );
    }));

  test('a resume says what goes on with it, and of what waits elsewhere only how much', () =>
    company(async (talk) => {
      for (const text of ['pause everything', 'pause the pipeline agent'])
        await talk.press(await talk.ask(text, cast.mara), 'yes', cast.mara);
      const [agent, everything] = await talk.db('pauses').orderBy('scope').pluck('id');
      const held = (kind: 'change' | 'nudge', deal: string, pauses: number[]) =>
        talk.db('changes').insert({
          back: kind === 'change' ? 'reversible' : 'compensable',
          kind,
          subject_kind: 'deal',
          subject_id: deal,
          fields: '[]',
          message: kind === 'nudge' ? '{"to":"P-priya","text":"?"}' : null,
          by_kind: 'person',
          by_id: cast.ada,
          requested_at: talk.clock.now(),
          key: `change-${deal}-${kind}-0000`,
          request_hash: 'h',
          state: 'pending',
          held: JSON.stringify({ pauses, until: null, because: ['Paused.'] }),
        });
      await held('change', 'D-acme', [everything]);
      await held('change', 'D-hooli', [everything]);
      await held('nudge', 'D-acme', [everything]);
      await held('change', 'D-initech', [agent, everything]);
      const said = async (text: string, who: string) =>
        is(await talk.ask(text, who, text), 'confirm').consequence;
      expect(await said('resume everything', cast.ada)).toMatch(
        /What waits goes on: 3 changes \(Acme Platform, Hooli Rollout and Initech \w+\) and 1 message \(Acme Platform\)\.$/,
      );
      expect(await said('resume everything', cast.mara)).toContain('goes on: 3 changes (Acme Platform');
      expect(await said('resume everything', cast.mara)).not.toContain('Hooli');
      // What another pause holds as well stays held.
      expect(await said('resume the pipeline agent', cast.ada)).toMatch(
        /No change and no message waits for that alone/,
      );
    }));

  test('undo takes back the last change of the person who asks; without one it says so', () =>
    company(async (talk) => {
      expect(is(await talk.ask('undo', cast.priya), 'text').sentence).toBe(
        'There is no change of yours that can be undone.',
      );
      await talk.db('changes').insert({
        back: 'reversible',
        kind: 'change',
        subject_kind: 'deal',
        subject_id: 'D-acme',
        fields: JSON.stringify([{ field: 'close_date', before: '2026-03-10', after: '2026-04-15' }]),
        by_kind: 'person',
        by_id: cast.priya,
        state: 'applied',
        key: 'k'.repeat(20),
        request_hash: 'h',
        applied_at: '2026-03-20T09:00:00Z',
      });
      const asked = is(await talk.ask('undo', cast.priya), 'confirm');
      expect(asked.headline).toBe(
        'Undo the last change of Acme Platform: close date from 15 Apr 2026 back to 10 Mar 2026.',
      );
      is(await talk.press(asked, 'yes', cast.priya), 'done');
      expect(await talk.db('changes').whereNotNull('undoes')).toHaveLength(1);
    }));

  test('status says for each agent how it is', () =>
    company(async (talk) => {
      expect(is(await talk.ask('agent status'), 'text').lines).toEqual([
        `Pipeline agent: Working. Mode suggest, version ${pipeline.version}, has not run yet.`,
        `Forecasting agent: Working. Mode suggest, version ${forecasting.version}, has not run yet.`,
        `Analytics agent: Working. Mode suggest, version ${analytics.version}, has not run yet.`,
        `Intake agent: Working. Mode suggest, version ${intake.version}, has not run yet.`,
      ]);
      const asked = await talk.ask('pause pipeline until Monday 9:00');
      await talk.press(asked, 'yes');
      expect(is(await talk.ask('how is the pipeline agent doing?'), 'text').lines[0]).toMatch(
        /^Pipeline agent: Paused until 23 Mar, 09:00 CET\./,
      );
    }));

  test('help gives examples with names of this company, and each of them can be asked', () =>
    company(async (talk) => {
      const reply = is(await talk.ask('what can you do', cast.mara), 'help');
      const requests = reply.groups.flatMap((group) => group.next);
      expect(requests.map((next) => next.request)).toEqual(
        expect.arrayContaining([
          'deals stuck in Negotiation 30 days',
          'pipeline by stage for EMEA',
          "Priya Nair's open deals over 50k",
        ]),
      );
      for (const next of requests)
        expect((await talk.press(reply, next.choice, cast.mara)).kind, next.request).not.toMatch(
          /understood|error|refused/,
        );
      expect(JSON.stringify(is(await talk.ask('what can I filter by'), 'help').groups)).toMatch(/next step/);
    }));
});

describe('what is paused already is said before the yes', () => {
  const done = async (talk: Talk, text: string) =>
    is(await talk.press(await talk.ask(text, cast.mara), 'yes', cast.mara), 'done');

  test('running an agent while everything, or that agent, is paused', () =>
    company(async (talk) => {
      await done(talk, 'pause everything until Monday 9:00');
      expect(is(await talk.ask('run the pipeline agent', cast.mara), 'confirm')).toMatchObject({
        headline: 'Run Pipeline agent now.',
        consequence:
          'Everything is paused until Mon 23 Mar, 09:00 CET: while it is, nothing is looked at and nothing comes of the run. "Resume everything" first.',
      });
      await done(talk, 'resume everything');
      await done(talk, 'pause the pipeline agent');
      const asked = is(await talk.ask('run the pipeline agent', cast.mara), 'confirm');
      expect(asked.consequence).toMatch(/^Pipeline agent is paused: while it is, nothing is looked at/);
      await done(talk, 'resume the pipeline agent');
      // It would act now, which is not what was agreed to.
      expect(is(await talk.press(asked, 'yes', cast.mara), 'done').how).toBe('changed');
      const free = is(await talk.ask('run the pipeline agent', cast.mara), 'confirm');
      expect(free.consequence).not.toContain('paused');
    }));

  test('pausing what is paused has nothing to confirm, unless the end is another one', () =>
    company(async (talk) => {
      await done(talk, 'pause everything until Monday 9:00');
      expect(is(await talk.ask('pause everything until Monday 9:00', cast.mara), 'text').sentence).toBe(
        'Everything is already paused until Mon 23 Mar, 09:00 CET. "Resume everything" ends it.',
      );
      expect(is(await talk.ask('pause everything', cast.mara), 'confirm').consequence).toMatch(
        /^Everything is already paused until Mon 23 Mar, 09:00 CET\. It would then have no end\. /,
      );
      await done(talk, 'pause everything');
      expect(is(await talk.ask('pause everything', cast.mara), 'text').sentence).toBe(
        'Everything is already paused. "Resume everything" ends it.',
      );
      expect(await activePauses(talk.db)).toMatchObject([{ scope: 'everything', until: null }]);
    }));
});

import { expect, test } from 'vitest';
import { changeHash } from '../../src/policy/hash.ts';
import type { Wanted } from '../../src/policy/nouns.ts';
import { cast } from '../support/company.ts';
import { company, is, type Talk } from './talk.ts';

const close = (after: string): Wanted => ({
  kind: 'change',
  fields: [{ field: 'close_date', before: '2026-03-10', after }],
});

/** In shadow, on that day. */
async function wouldHave(talk: Talk, deal: string, wants: Wanted, at: string): Promise<void> {
  await talk
    .db('runs')
    .insert({ id: 'SH1', agent: 'pipeline', woken_by: 'hand', actor_kind: 'system', actor_id: 'test' })
    .onConflict('id')
    .ignore();
  await talk.db('proposals').insert({
    run_id: 'SH1',
    agent: 'pipeline',
    agent_version: 2,
    mode: 'shadow',
    trigger: 'close_date_past',
    kind: wants.kind,
    subject_kind: 'deal',
    subject_id: deal,
    change: JSON.stringify({ ...wants, kind: undefined }),
    hash: changeHash(wants),
    reason: 'Close date is past',
    confidence: 0.9,
    verdict: JSON.stringify({ say: 'shadow', because: [] }),
    proposed_at: at,
  });
}

/** Somebody set the close date of the deal. */
const didSet = (talk: Talk, deal: string, day: string, at: string) =>
  talk.db.raw(
    `with ended as (update deal_versions set valid_to = ? where deal_id = ? and valid_to is null returning *)
     insert into deal_versions select (jsonb_populate_record(null::deal_versions, to_jsonb(e) || jsonb_build_object('valid_from', ?::text, 'valid_to', null, 'close_date', ?::text))).* from ended e`,
    [at, deal, at, day],
  );

test('what it would have done beside what people did: the same, otherwise, nothing, or not over yet', () =>
  company(async (talk) => {
    await wouldHave(talk, 'D-acme', close('2026-04-15'), '2026-02-20T10:00:00Z');
    await didSet(talk, 'D-acme', '2026-04-15', '2026-02-25T10:00:00Z');
    await wouldHave(talk, 'D-globex', close('2026-04-15'), '2026-02-20T10:00:00Z');
    await didSet(talk, 'D-globex', '2026-05-30', '2026-02-26T10:00:00Z');
    await wouldHave(talk, 'D-initech', close('2026-04-15'), '2026-02-20T10:00:00Z');
    // Too late to be the same thing.
    await didSet(talk, 'D-initech', '2026-04-15', '2026-03-19T10:00:00Z');
    await wouldHave(talk, 'D-hooli', close('2026-04-15'), '2026-03-18T10:00:00Z');
    await wouldHave(
      talk,
      'D-acme',
      { kind: 'nudge', nudge: { to: cast.priya, text: '?' } },
      '2026-02-20T10:00:00Z',
    );
    const all = is(await talk.ask('how does pipeline do in shadow'), 'text');
    expect(all.sentence).toBe(
      'People did the same in 1 of 3 cases (33%; between 6% and 79% with 95% certainty). The Pipeline agent would have acted, 90 days back, within 14 days each.',
    );
    expect(all.lines).toEqual([
      'close date past: 1 the same, 1 otherwise, 1 left as it was.',
      'Besides: 1 case not over yet and 1 message, with nothing to be compared with.',
    ]);
    expect(all.drawn?.table.rows[0]).toMatchObject([
      'close date past',
      { value: 1 },
      { value: 1 },
      { value: 1 },
      { value: 1 },
    ]);
    // What lies outside one's territory is not counted.
    expect(is(await talk.ask('how does pipeline do in shadow', cast.nora), 'text').sentence).toContain(
      'Nothing is over yet',
    );
    is(await talk.ask('how does pipeline do in shadow', cast.priya), 'refused');
    expect(is(await talk.ask('how is no activity doing in shadow', cast.mara), 'text').sentence).toBe(
      'The Pipeline agent proposed nothing in shadow in 90 days, of what you may see.',
    );
  }));

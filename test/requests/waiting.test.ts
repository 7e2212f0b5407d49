import { expect, test } from 'vitest';
import { cast } from '../support/company.ts';
import { anException } from '../support/exception.ts';
import { company, is } from './talk.ts';

test('what waits is what this person may decide, with its worth and until when', () =>
  company(async (talk) => {
    await anException(talk.db, { opened: new Date('2026-03-19T10:00:00Z') });
    await anException(talk.db, { deal: 'D-hooli' });
    const mara = is(await talk.ask('what waits for me', cast.mara), 'text');
    expect(mara.figures?.value).toBe(1);
    expect(mara.sentence).toMatch(
      /^1 card waits for you, \$[\d,]+ in question\. It has waited (?:1 day|24 h)\./,
    );
    expect(mara.lines.join('\n')).toMatch(/Acme Platform.*15 Apr 2026, \$[\d,]+, expires in /);
    expect(mara.lines.join('\n')).not.toMatch(/Hooli/);
    const priya = is(await talk.ask("what's on my plate", cast.priya), 'text');
    expect(priya.sentence).toMatch(/You own \d+ open deals?/);
    const oskar = is(await talk.ask('my approvals', cast.oskar), 'text');
    expect(oskar.sentence).toMatch(/^No card waits for you\./);
  }));

test('what was missed is what changed since yesterday, and what waits', () =>
  company(async (talk) => {
    await anException(talk.db);
    await talk.ask('won deals last month', cast.mara, 'T1');
    const reply = is(await talk.ask('what did I miss yesterday', cast.mara, 'T1'), 'text');
    expect(reply.understood).toMatch(/^What changed among deals, since 19 Mar 2026/);
    expect(reply.sentence).toMatch(/ 1 card waits for you,/);
  }));

import { expect, test } from 'vitest';
import { whyOf } from '../../src/runs/why.ts';
import { cast } from '../support/company.ts';
import { company, is } from './talk.ts';

test('Why of what was refused says by what, and not that it was not understood', () =>
  company(async (talk) => {
    const refused = is(await talk.ask('pause everything', cast.priya), 'refused');
    const why = await whyOf(talk.db, { kind: 'request', id: refused.requestId });
    const said = why.lines.map(({ text }) => text).join(' ');
    expect(said).toContain('Refused: Pausing agents is not possible for you');
    expect(said).not.toContain('It was not understood');
  }));

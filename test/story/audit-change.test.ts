import { expect, test } from 'vitest';
import { changeIn } from '../../src/story/audit-change.ts';

const named = (value: string): string => ({ 'P-tom': 'Tom Reyes', 'P-mara': 'Mara Lind' })[value] ?? value;

test.each([
  [{ fields: [{ field: 'owner', before: 'P-tom', after: 'P-mara' }] }, 'Owner: Tom Reyes → Mara Lind'],
  [
    { wants: { fields: [{ field: 'close_date', before: '2026-03-01', after: '2026-04-15' }] }, undoes: 3 },
    'Close date: 2026-03-01 → 2026-04-15',
  ],
  [{ before: 30, after: 14, version: 2 }, '30 → 14'],
  [{ before: null, after: 14 }, 'empty → 14'],
  [{ say: 'approve' }, ''],
])('%j', (details, said) => expect(changeIn(details, named)).toBe(said));

import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { last } from './say.ts';

describe('days that a reply adds', () => {
  test('both ends hold, and months without a day between them are one stretch', () => {
    expect(last(cast, 'deals closing before 15 April', 'but after 1 April')).toContain(
      'from 2 Apr 2026 to 14 Apr 2026',
    );
    expect(last(cast, 'my deals closing in April', 'include May as well')).toContain(
      'from 1 Apr 2026 to 31 May 2026',
    );
    // Two ends that leave no day between them: the later word counts.
    expect(last(cast, 'deals closing before 15 April', 'after 1 May')).toContain('after 1 May');
  });
});

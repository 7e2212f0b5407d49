import { expect, test } from 'vitest';
import type { Company, Deal } from './deals.ts';
import { walk } from './walk.ts';

/** A company of three years whose deals take some weeks. */
function company(after: (deal: Deal) => Deal = (deal) => deal): Company {
  const deals = Array.from({ length: 1_500 }, (_, i): Deal => {
    const day = (n: number) => new Date(Date.UTC(2023, 0, 1 + n)).toISOString().slice(0, 10);
    const opened = (i * 1_093) / 1_500;
    const won = i % 3 === 0;
    const closed = day(opened + 10 + ((i * 37) % 120));
    const amount = 1_000 + ((i * 7_919) % 20_000);
    const deal = {
      id: `D${i}`,
      created: day(opened),
      won,
      amount,
      segment: i % 2 ? 'SMB' : 'Enterprise',
      region: 'EMEA',
    };
    return { ...deal, closed: closed > '2025-12-31' ? null : closed, wonAmount: won ? amount : 0 };
  });
  return { name: 'made up', deals: deals.map(after), from: '2023-01-01', to: '2025-12-31' };
}

test('a forecast of the past knows nothing that came after its day', () => {
  const asOf = '2024-08-01';
  const other = company((deal) =>
    deal.closed !== null && deal.closed >= asOf
      ? { ...deal, won: !deal.won, wonAmount: deal.won ? 0 : 9 * deal.amount, closed: '2024-09-15' }
      : deal,
  );
  const at = (points: ReturnType<typeof walk>) => {
    const point = points.find((one) => one.asOf === asOf);
    if (!point) throw new Error('No forecast on that day.');
    const { came, ...known } = point;
    return { came, known };
  };
  const [before, after] = [at(walk(company())), at(walk(other))];
  expect(after.known).toEqual(before.known);
  expect(after.came).not.toBe(before.came);
});

test('a company whose quarters go alike is forecast within a few percent', () => {
  const points = walk(company()).filter(({ asOf }) => asOf >= '2024-04-01');
  const missed = points.reduce((sum, { expected, came }) => sum + Math.abs(expected - came), 0);
  expect(missed / points.reduce((sum, { came }) => sum + came, 0)).toBeLessThan(0.12);
});

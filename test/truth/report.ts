/**
 * `npm run truth`: plants into sample companies what is known to be found, lets each agent look, and prints what it found of
 * that, what came of it, and its precision and recall against plain arithmetic over the whole company. Ends with 1 when
 * anything is off.
 */
import { stoppedAt } from '../../src/clock.ts';
import { seedSample } from '../../src/crm/sample/sample.ts';
import { type Db, openPool } from '../../src/db/pool.ts';
import { createDatabase, startServer } from '../support/server.ts';
import { measure } from './measure.ts';
import { isRight, type Measured } from './planted.ts';

const server = await startServer();
let made = 0;
try {
  const all = await measure(withSample);
  for (const [agent, triggers] of Map.groupBy(all, (one) => one.agent)) {
    console.log(
      `\n${`${agent} agent`.padEnd(24)} planted found  near misses quiet  right outcome   in the company  precision  recall`,
    );
    for (const one of triggers) console.log(lineOf(one));
  }
  const wrong = all.flatMap(({ trigger, planted }) =>
    planted.filter((one) => !isRight(one)).map((one) => ({ trigger, ...one })),
  );
  for (const { trigger, of, found, proposed } of wrong)
    console.log(
      `  ✗ ${trigger}, ${of.case}: ${found ? 'found' : 'not found'}, ${proposed ?? 'nothing'}; wanted ${of.found ? 'found' : 'not found'}, ${of.right ?? 'nothing'}`,
    );
  const whole = all.every(({ truth, found, both }) => truth === both && found === both);
  process.exitCode = wrong.length === 0 && whole ? 0 : 1;
} finally {
  await server.stop();
}

async function withSample<T>(
  of: { now: string; zone: string; deals?: number },
  work: (db: Db) => Promise<T>,
): Promise<T> {
  const { url, drop } = await createDatabase(server.url, `truth_${made++}`);
  const db = openPool(url, { max: 4 });
  try {
    const use = { db, now: stoppedAt(of.now), zone: of.zone };
    await seedSample(use, of.deals === undefined ? {} : { deals: of.deals });
    return await work(db);
  } finally {
    await db.destroy();
    await drop();
  }
}

function lineOf({ trigger, planted, truth, found, both }: Measured): string {
  const share = (of: number, all: number): string => (all === 0 ? '–' : (of / all).toFixed(3));
  const meant = planted.filter(({ of }) => of.found);
  const missed = planted.filter(({ of }) => !of.found);
  const cells = [
    `${meant.filter((one) => one.found).length} of ${meant.length}`.padStart(13),
    `${missed.filter((one) => !one.found).length} of ${missed.length}`.padStart(17),
    `${meant.filter(({ of, proposed }) => of.right === proposed).length} of ${meant.length}`.padStart(13),
    `${truth}`.padStart(15),
    share(both, found).padStart(9),
    share(both, truth).padStart(6),
  ];
  return `${trigger.padEnd(24)} ${cells.join('  ')}`;
}

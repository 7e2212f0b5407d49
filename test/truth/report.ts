/**
 * `npm run truth`: plants deals whose answer is known into the sample company, lets the pipeline agent look, and prints what
 * it found of them, and its precision and recall against plain arithmetic over all deals. Ends with 1 when anything is off.
 */
import { openPool } from '../../src/db/pool.ts';
import { createDatabase, startServer } from '../support/server.ts';
import { isRight, type Measured, measure } from './measure.ts';

const server = await startServer();
const { url, drop } = await createDatabase(server.url, 'truth');
const db = openPool(url, { max: 4 });
try {
  const all = await measure(db);
  console.log(
    `${'trigger'.padEnd(24)} planted found  near misses quiet  right proposal   in the company  precision  recall`,
  );
  for (const one of all) console.log(lineOf(one));
  const wrong = all.flatMap(({ trigger, planted }) =>
    planted.filter((one) => !isRight(one)).map((one) => ({ trigger, ...one })),
  );
  for (const { trigger, of, found, proposed } of wrong)
    console.log(
      `  ✗ ${trigger}, ${of.case}: ${found ? 'found' : 'not found'}, proposed ${proposed ?? 'nothing'}; wanted ${of.found ? 'found' : 'not found'}, ${of.right ?? 'nothing'}`,
    );
  const whole = all.every(({ truth, found, both }) => truth === both && found === both);
  process.exitCode = wrong.length === 0 && whole ? 0 : 1;
} finally {
  await db.destroy();
  await drop();
  await server.stop();
}

function lineOf({ trigger, planted, truth, found, both }: Measured): string {
  const share = (of: number, all: number): string => (all === 0 ? '–' : (of / all).toFixed(3));
  const meant = planted.filter(({ of }) => of.found);
  const missed = planted.filter(({ of }) => !of.found);
  const asked = meant.filter(({ of }) => of.right !== null);
  const cells = [
    `${meant.filter((one) => one.found).length} of ${meant.length}`.padStart(13),
    `${missed.filter((one) => !one.found).length} of ${missed.length}`.padStart(17),
    (asked.length === 0
      ? 'told'
      : `${asked.filter(({ of, proposed }) => of.right === proposed).length} of ${asked.length}`
    ).padStart(14),
    `${truth}`.padStart(15),
    share(both, found).padStart(9),
    share(both, truth).padStart(6),
  ];
  return `${trigger.padEnd(24)} ${cells.join('  ')}`;
}

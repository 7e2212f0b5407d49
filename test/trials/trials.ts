/**
 * `npm run trials [-- --trials N --seed S --only kills,races,events,outage,meddling,twins]`: real processes, real SIGKILL, and a checker that says what is left.
 * Ends with 0 when every guarantee held and every broken twin was caught.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compile, compiledAs, ownFolder } from '../../src/compiled.mjs';
import { startServer } from '../support/server.ts';
import { guarantees, type Violation } from './checker.ts';
import { openLanes } from './lanes.ts';
import { FEWEST, type Planned, planKills } from './plan.ts';
import { type Met, pointTable, tally, violationLines } from './report.ts';
import { crmModes, modeWords, ofTheHouse, shortened } from './terms.ts';
import { twins } from './twins.ts';
import { workerPath } from './workers.ts';

const ROUNDS = 100;
const LANES = 3;
/** What one round does not meet is made up for in the next. */
const ROUNDS_OF_KILLS = 3;

const parts = ['kills', 'races', 'events', 'outage', 'meddling', 'twins'] as const;
const { values } = parseArgs({
  options: { trials: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const wants = (part: (typeof parts)[number]): boolean =>
  values.only === undefined || values.only.split(',').includes(part);
const wholeNumber = (name: string, given: string | undefined): number | null => {
  if (given === undefined) return null;
  if (/^\d{1,9}$/.test(given) && Number(given) > 0) return Number(given);
  process.stderr.write(`--${name} is "${given}" but must be a whole number above 0.\n`);
  process.exit(2);
};
const trials = wholeNumber('trials', values.trials);
if (values.only?.split(',').some((part) => !(parts as readonly string[]).includes(part))) {
  process.stderr.write(`--only is "${values.only}" but must be some of ${parts.join(',')}.\n`);
  process.exit(2);
}
const seed = wholeNumber('seed', values.seed) ?? 20260320;
const began = Date.now();
const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const stamped = (text: string): boolean =>
  say(`${((Date.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}`);

const place = await mkdtemp(join(tmpdir(), 'steward-trials-'));
await chmod(place, 0o755);
process.env.NODE_COMPILE_CACHE = join(place, 'compiled');
// As the program is run: most of what a start takes is finding and reading its files.
const compiled = ownFolder();
process.env.TRIAL_WORKER = compiledAs(workerPath, compiled);
await compile([workerPath], compiled);
const server = await startServer();
const lanes = openLanes({ count: LANES, server: server.url, place, seed });
let closing: Promise<void> | null = null;
const close = (): Promise<void> => {
  closing ??= (async () => {
    await lanes.close();
    await server.stop();
    await rm(compiled, { recursive: true, force: true });
    await rm(place, { recursive: true, force: true, maxRetries: 5 });
  })();
  return closing;
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void close().then(() => process.exit(130)));

const violations: Violation[] = [];
const failures: string[] = [];
const note = (what: string, found: Violation[]): void => {
  violations.push(...found);
  stamped(`${what}${found.length === 0 ? '' : `: ${found.length} VIOLATIONS`}`);
  for (const line of violationLines(found)) say(line);
};

say(
  `Trials of Steward, seed ${seed} (the same again: npm run trials -- --seed ${seed}${trials ? ` --trials ${trials}` : ''})`,
);
say(
  `Shortened here: a dead worker's job is free after ${shortened.leaseMs / 1000} s (in the house, and where none dies, ${ofTheHouse.leaseMs / 1000} s), a lost message is sent again after ${shortened.settleMs / 1000} s (5 s),` +
    `\nthe house's clock runs ${shortened.clockSpeed} times as fast, so that the work of each minute comes every ${60 / shortened.clockSpeed} s. Slack waits 10 s for an\nacknowledgement (3 s), and tries again after 1 s and 5 s (1 min, 5 min). All else is as in the house.\n`,
);

try {
  await everything();
} catch (error) {
  if (!closing) failures.push(error instanceof Error ? error.message : String(error));
} finally {
  await close();
}
say('');
for (const line of tally(violations)) say(line);
for (const line of violationLines(violations)) say(line);
for (const failure of failures) say(`  ✗ ${failure}`);
const held = violations.length === 0 && failures.length === 0;
say(
  `\n${held ? 'Everything held' : 'NOT everything held'}, in ${((Date.now() - began) / 1000).toFixed(0)} s, seed ${seed}.`,
);
process.exit(held ? 0 : 1);

async function everything(): Promise<void> {
  await Promise.all([
    ...(wants('kills') ? [kills()] : []),
    ...(wants('races') ? [races('approve'), races('claim')] : []),
    ...(wants('outage') ? [outage()] : []),
    ...(wants('events') ? [events()] : []),
    ...(wants('meddling') ? [meddling()] : []),
    ...(wants('twins') ? twins.map((_, n) => twin(n)) : []),
  ]);
}

async function kills(): Promise<void> {
  const recorded = await lanes.run('record', {});
  const wanted = Math.min(FEWEST, trials ?? FEWEST);
  const met: Met[] = [];
  const sums = { unknown: 0, lost: 0, exits: 0, unhandled: [] as string[] };
  const run = async ({ mode, plan }: Planned): Promise<void> => {
    const result = await lanes.run('kills', { mode, plan });
    met.push(...result.met.map((one) => ({ ...one, mode })));
    sums.unknown += result.unknown;
    sums.lost += result.lost;
    sums.exits += result.exits;
    sums.unhandled.push(...result.unhandled);
    const hits = result.met.filter((one) => one.hit).length;
    const unknown = mode === 'none' ? `, ${result.unknown} changes left to a person` : '';
    note(
      `${hits} kills, CRM ${modeWords[mode]}: ${result.cases} proposals, ${result.lost} answers of the CRM lost${unknown}`,
      result.violations,
    );
  };
  for (let round = 1, missing = 0; round === 1 || (round <= ROUNDS_OF_KILLS && missing > 0); round++) {
    const planned = planKills(recorded, { seed, trials, after: met.length, missing });
    const count = planned.reduce((sum, one) => sum + one.plan.length, 0);
    stamped(
      round === 1
        ? `the calls of each flow are known; ${count} kills are planned`
        : `${missing} of ${wanted} kills are missing; ${count} more are planned`,
    );
    await Promise.all(planned.map(run));
    missing = wanted - met.filter((one) => one.hit).length;
  }
  const hits = met.filter((one) => one.hit);
  const points = new Set(hits.map((one) => `${one.flow} ${one.label} ${one.when}`)).size;
  const recovered = hits.flatMap(({ recoveredMs }) => recoveredMs ?? []).sort((a, b) => a - b);
  const seconds = (share: number): string =>
    ((recovered[Math.min(recovered.length - 1, Math.floor(recovered.length * share))] ?? 0) / 1000).toFixed(
      1,
    );
  say(`\n${pointTable(recorded, met)}\n`);
  say(
    `${hits.length} workers were killed at ${points} points. From the kill to the end of the case: half within ${seconds(0.5)} s, nine of ten within ${seconds(0.9)} s, the slowest ${seconds(1)} s.`,
  );
  say(
    `${hits.filter((one) => one.fault !== null).length} of them with an answer lost besides (${sums.lost} by the CRM). In the CRM without keys and conditions ${sums.unknown} changes were left to a person, with buttons.\n`,
  );
  if (met.length > hits.length)
    say(
      `${met.length - hits.length} planned kills found their call not made twice running and were left out.\n`,
    );
  if (sums.exits > 0) failures.push(`${sums.exits} workers ended by themselves.`);
  if (hits.length < wanted) failures.push(`Only ${hits.length} workers were killed.`);
  if (sums.unhandled.length > 0)
    say(`Caught by nobody, and survived: ${[...new Set(sums.unhandled)].slice(0, 5).join(' · ')}`);
}

async function events(): Promise<void> {
  const result = await lanes.run('events', { messages: 96 });
  note(
    `${result.messages} messages in ${result.deliveries} deliveries, doubled, out of order or only as a retry, over three replicas: ${result.answers} answers${result.givenUp > 0 ? `; ${result.givenUp} never came, at any try` : ''}`,
    result.violations,
  );
}

async function outage(): Promise<void> {
  const result = await lanes.run('outage', { approvals: 60, outages: 5 });
  note(
    `Postgres crashed ${result.outages} times under ${result.approvals} approvals: ${result.exits} workers ended, the first change went through at most ${(result.slowestFirstMs / 1000).toFixed(1)} s after its return`,
    result.violations,
  );
  if (result.exits > 0) failures.push(`${result.exits} workers ended while Postgres was away.`);
  if (result.unhandled.length > 0)
    say(`       caught by nobody, and survived: ${[...new Set(result.unhandled)].slice(0, 3).join(' · ')}`);
}

async function meddling(): Promise<void> {
  for (const mode of crmModes) {
    if (mode !== 'version' && mode !== 'second') continue;
    const result = await lanes.run('meddling', { mode, times: 6 });
    note(
      `${result.meddled} changes made in the CRM the moment before ours, CRM ${modeWords[mode]}: theirs stand`,
      result.violations,
    );
  }
}

async function races(race: 'approve' | 'claim'): Promise<void> {
  const result = await lanes.run('races', { race, rounds: ROUNDS / 2 });
  note(
    `${result.rounds} rounds of 100 simultaneous clicks on ${race === 'approve' ? 'Approve' : 'Claim'}: one winner each, ${result.told} others told who, the last one after ${(result.slowestMs / 1000).toFixed(1)} s`,
    result.violations,
  );
}

/** A twin that survives fails the run: then the trial that should have caught it proves nothing. */
async function twin(n: number): Promise<void> {
  const { name, breaks } = twins[n] ?? { name: '', breaks: 'once' as const };
  const { violations: found } = await lanes.run('twin', { n });
  const caught = found.find(({ guarantee }) => guarantee === breaks);
  if (!caught) failures.push(`The broken twin "${name}" was not caught.`);
  stamped(`broken twin, ${name}: ${caught ? `caught (${guarantees[breaks]}: ${caught.what})` : 'SURVIVED'}`);
  if (!caught) for (const line of violationLines(found)) say(line);
}

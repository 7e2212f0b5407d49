/** A home as a first start leaves it, with its sample company: it takes longer to make than most tests do, so it is made once in a run. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { onServer } from '../support/database.ts';
import { homeWithoutPush } from './home.ts';
import { friday, program } from './program.ts';

/** Makes a copy of it at `home`, where nothing is yet. It was begun on that Friday, and is to be started on it again. */
export async function startedHome(home: string): Promise<void> {
  const original = join(inject('folder'), 'started');
  // Whichever worker wants one first makes it, the others wait.
  await onServer().transaction(async (trx) => {
    await trx.raw("select pg_advisory_xact_lock(hashtext('a started home'))");
    if (!existsSync(original)) await make(original);
  });
  // With whose files they are: the database does not run on those of root.
  await promisify(execFile)('cp', ['-a', original, home]);
}

async function make(home: string): Promise<void> {
  const half = `${home}-half`;
  await homeWithoutPush(half);
  const first = program(['start'], { ...friday, STEWARD_HOME: half });
  await first.ready();
  first.signal('SIGINT');
  const { code, err } = await first.ended;
  if (code !== 0 || err !== '') throw new Error(`The first start did not end well (${code}): ${err}`);
  await rename(half, home);
}

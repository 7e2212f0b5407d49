import { expect, test } from 'vitest';
import { stoppedAt } from '../../src/clock.ts';
import { now, seedCast } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';
import { teach } from '../support/phrasings.ts';
import { program } from './program.ts';

test('on the command line phrasings are listed, accepted, switched off and restored by who may', () =>
  withDatabase(async (db, { url, ownerUrl }) => {
    await seedCast(db);
    await teach(db, stoppedAt(now));
    const env = {
      DATABASE_URL: url,
      DATABASE_MIGRATE_URL: ownerUrl,
      STEWARD_SECRET: 's'.repeat(40),
      STEWARD_NOW: now.toISOString(),
    };
    const run = (...args: string[]) => program(['phrasings', ...args], env).ended;
    const as = ['--as', 'oskar@example.com'];
    const [list, notTheirs, refused, wrong, missing] = await Promise.all([
      run(...as),
      run('accept', '1', '--as', 'mara@example.com'),
      run('accept', '1', '--words', 'erase it all of <person>', ...as),
      run('dance', '1', ...as),
      run('reject', '9', ...as),
    ]);
    expect(list).toMatchObject({ code: 0, err: '' });
    expect(list.out).toContain('1. "stuff gone stone cold on <person>"');
    expect(list.out).toContain('reads as: Open deals of <person> without activity for more than 10 days');
    expect(list.out).toContain('Seen 1 time, by 1 person.');
    expect(notTheirs).toMatchObject({
      code: 1,
      err: 'Reviewing phrasings is not possible for you: it needs an agent owner, QA or an administrator. Nothing was changed.\n',
    });
    expect(refused).toMatchObject({
      code: 1,
      err: 'Steward refuses these words, whoever asks. Nothing was changed.\n',
    });
    expect(wrong).toMatchObject({ code: 2 });
    expect(missing).toMatchObject({
      code: 1,
      err: 'There is no phrasing 9. Say "review phrasings" to see those that there are.\n',
    });
    const accepted = await run('accept', '1', '--words', 'things stone cold on <person>', '--json', ...as);
    expect(JSON.parse(accepted.out)).toMatchObject({
      id: 1,
      is: 'live',
      template: 'things stone cold on <person>',
    });
    expect((await run('accept', '1', ...as)).code).toBe(1);
    expect((await run('switch-off', '1', ...as)).out).toMatch(/^v1 was switched off by Oskar Weber/);
    expect((await run('restore', '1', ...as)).out).toMatch(/^In use as v2, accepted by Oskar Weber/);
  }));

import { prepareHome } from '../../src/db/home.ts';
import { openDatabase } from '../../src/db/open.ts';
import { silentLog } from '../../src/log.ts';
import { withoutPush } from '../support/company.ts';

/** The home of a company in which no playbook comes by itself, although its day lies in the last two weeks of the quarter. */
export async function homeWithoutPush(home: string): Promise<void> {
  await prepareHome(home);
  const database = await openDatabase({ home, log: silentLog() });
  await database.migrate();
  await withoutPush(database.db);
  await database.close();
}

import { ensureAgents } from '../../src/crew/crew.ts';
import type { Db } from '../../src/db/pool.ts';
import { createWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';
import { setSetting } from '../../src/settings/settings.ts';
import { cast, now, seedCast, slackIdOf, withoutPush } from './company.ts';

/** A Slack workspace on this machine with the cast, an outsider and Steward's channels in it. */
export async function castWorkspace(): Promise<Workspace> {
  const people = Object.entries(cast).map(([key, id]) =>
    key === 'lenaSlack'
      ? { name: 'Lena Fox', email: 'lena@example.com', id, tz: 'UTC' }
      : {
          name: key.charAt(0).toUpperCase() + key.slice(1),
          email: `${key}@example.com`,
          id: slackIdOf(id),
          tz: 'Europe/Berlin',
        },
  );
  return createWorkspace({
    people,
    channels: [{ name: 'deals' }, { name: 'leads' }, { name: 'steward-ops' }, { name: 'general' }],
  });
}

/** The cast's company in an empty database, its agents in suggest, its cards in the workspace's channels. */
export async function castCompany(db: Db, workspace: Workspace): Promise<void> {
  await seedCast(db);
  await ensureAgents({ db, local: true });
  const channels = workspace.channels();
  const clock = { now: () => now, isSet: () => true };
  for (const [name, value] of [
    ['deals_channel', channels.deals],
    ['leads_channel', channels.leads],
    ['ops_channel', channels['steward-ops']],
  ] as const)
    await setSetting({ db, now: clock }, { name, value, by: { kind: 'system', id: 'test' } });
  await withoutPush(db);
}

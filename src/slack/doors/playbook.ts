/** [Not this quarter] under a playbook that came by itself, and [Switch it on again]. */
import { actionName, actions } from '../../../blocks/ids.ts';
import { record } from '../../audit/record.ts';
import type { Db } from '../../db/pool.ts';
import { maySet } from '../../policy/may-set.ts';
import { askOf } from '../../requests/who-can.ts';
import { announcedPlaybook } from '../../settings/announced-playbooks.ts';
import { deactivate, reactivate } from '../../settings/playbooks.ts';
import type { Asker } from '../who.ts';
import { aboutOne, type Came, refusedAndRecorded } from './pressed.ts';

const everyone = { scope: 'everyone', territoryId: null, teamId: null } as const;

export const turnPlaybook = aboutOne('playbook', async ({ use, trx, id, clicked, asker }) => {
  const found = await announcedPlaybook(trx, Number(id));
  if (!found) return 'gone';
  const on = actionName(clicked.actions[0]?.action_id ?? '') === actions.playbookOn;
  const needs = asker.person ? maySet(asker.person, { authority: false, place: everyone }) : 'a role here';
  if (needs !== null || !asker.person) return refused(trx, found, asker, needs ?? '');
  const input = {
    id: Number(id),
    by: { kind: 'person', id: asker.person.id } as const,
    reason: on ? 'Switched on again.' : 'Not this time.',
  };
  const turned = on
    ? await reactivate({ db: trx, now: use.clock, zone: use.zone }, input)
    : await deactivate({ db: trx, now: use.clock, zone: use.zone }, input);
  return {
    tell: turned ? null : on ? 'It cannot be switched on again: its end has come.' : 'It is off already.',
  };
});

async function refused(
  trx: Db,
  { playbook, label }: { playbook: string; label: string },
  asker: Asker,
  needs: string,
): Promise<Came> {
  const because = `Switching ${label} on or off for everyone needs ${needs}.${await askOf({ db: trx, by: asker.person }, 'set_company')}`;
  await record(trx, {
    action: 'playbook.refused',
    subject: { kind: 'playbook', id: playbook },
    by: { kind: 'person', id: asker.person?.id ?? `slack:${asker.slackId}` },
    because,
  });
  return refusedAndRecorded(because);
}

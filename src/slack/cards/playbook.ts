/** That a playbook came by itself, or is over, as it is now. */
import type { Card, Here } from '../../../blocks/kit.ts';
import { playbookCard, playbookOverCard, type SettingMove } from '../../../blocks/playbook.ts';
import type { Clock } from '../../clock.ts';
import type { Db } from '../../db/pool.ts';
import { personById } from '../../people/people.ts';
import { type Company, companyNow } from '../../requests/company.ts';
import { shown } from '../../requests/limits.ts';
import { type Announced, announcedPlaybook } from '../../settings/announced-playbooks.ts';
import { settingNamed } from '../../settings/catalogue.ts';
import { playbookNamed } from '../../settings/playbook-entries.ts';
import type { PlaybookMove } from '../../settings/playbooks.ts';
import { textSetting } from '../../settings/settings.ts';

type Use = { db: Db; clock: Clock; zone: string };

/** `id`: of the activation, with ":over" for the message that it has ended. */
export async function playbookNow(use: Use, id: string, here: Here): Promise<Card | null> {
  const [number, as] = id.split(':');
  const found = await announcedPlaybook(use.db, Number(number));
  if (!found) return null;
  const company = await companyNow({ db: use.db, now: use.clock, zone: use.zone });
  const { label, at, until, endedAt } = found;
  const span =
    found.playbook === 'pipeline-cleanup' && textSetting(company.settings, 'pipeline_cleanup') === 'monthly'
      ? ('month' as const)
      : ('quarter' as const);
  if (as === 'over')
    return (
      endedAt &&
      playbookOverCard({ label, span, at, endedAt, moves: said(company, found.movesBack ?? []) }, here)
    );
  return playbookCard(
    {
      ...{ id: found.id, label, span, at, until },
      meaning: playbookNamed(found.playbook)?.meaning ?? '',
      moves: said(company, found.moves),
      state: await stateOf(use, found, here.now),
    },
    here,
  );
}

async function stateOf(
  use: Use,
  { endedAt, endedBy, until }: Announced,
  now: Date,
): Promise<Parameters<typeof playbookCard>[0]['state']> {
  const open = until === null || until > now;
  if (endedAt === null) return open ? { is: 'on' } : { is: 'over', at: until };
  if (endedBy === 'clock') return { is: 'over', at: endedAt };
  const person = await personById(use.db, endedBy ?? '');
  return { is: 'off', by: person?.name ?? 'Somebody', at: endedAt, again: open };
}

const said = (company: Company, moves: PlaybookMove[]): SettingMove[] =>
  moves.map(({ name, from, to }) => {
    const setting = settingNamed(name);
    return { label: setting.label, from: shown(setting, from, company), to: shown(setting, to, company) };
  });

/** The stop button, and its opposite: from Home and from an alert. Acts at once, without a question. */
import { readAbout, readChoice } from '../../../blocks/ids.ts';
import { agentLabel, agentNamed } from '../../agents/roster.ts';
import { record } from '../../audit/record.ts';
import { enqueue } from '../../jobs/outbox.ts';
import { mayPause } from '../../policy/may-pause.ts';
import type { AgentName, Person } from '../../policy/nouns.ts';
import { pause, resume } from '../../settings/pauses.ts';
import { alertView } from '../../watch/alert.ts';
import { redrawAlert } from '../../watch/failures.ts';
import { note, whisper } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf } from './stale.ts';

const notAllowed =
  'Pausing agents needs a manager, an agent owner or an administrator. Your click was recorded.';

type Target = { scope: 'everything' } | { scope: 'agent'; subjectId: AgentName };

/** [Pause agent] on an alert. */
export async function pauseFromAlert(use: DoorUse, clicked: Press, asker: Asker): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'alert' || !/^\d{1,15}$/.test(about.id)) return outOfDate(use, clicked);
  const { agent } = await alertView(use.db, Number(about.id));
  await stop(use, clicked, asker, { scope: 'agent', subjectId: agentNamed(agent).name });
}

export const pauseEverything = (use: DoorUse, clicked: Press, asker: Asker): Promise<void> =>
  stop(use, clicked, asker, { scope: 'everything' });

/** [Resume …]: "agent:pipeline" or "agent:everything". */
export async function resumeFromCard(use: DoorUse, clicked: Press, asker: Asker): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'agent') return outOfDate(use, clicked);
  await go(
    use,
    clicked,
    asker,
    about.id === 'everything'
      ? { scope: 'everything' }
      : { scope: 'agent', subjectId: agentNamed(about.id).name },
  );
}

/** The menu beside an agent in Home: pause, resume, run now. */
export async function agentMenu(
  use: DoorUse & { wake: (agent: AgentName, by: Person) => Promise<void> },
  clicked: Press,
  asker: Asker,
): Promise<void> {
  const [verb, name] = readChoice(clicked.actions[0]?.selected_option?.value ?? '');
  if (!name) return outOfDate(use, clicked);
  const agent = agentNamed(name).name;
  const target: Target = { scope: 'agent', subjectId: agent };
  if (verb === 'pause') return stop(use, clicked, asker, target);
  if (verb === 'resume') return go(use, clicked, asker, target);
  if (verb !== 'run') return outOfDate(use, clicked);
  if (!(await allowed(use, clicked, asker, 'agent.run_refused', agent))) return;
  if (asker.person) await use.wake(agent, asker.person);
  await whisper(
    use,
    placeOf(clicked),
    note(`${agentLabel(agent)} is running. What it finds comes as cards.`),
  );
}

async function stop(use: DoorUse, clicked: Press, asker: Asker, target: Target): Promise<void> {
  if (!(await allowed(use, clicked, asker, 'pause.refused', idOf(target))) || !asker.person) return;
  const by = { kind: 'person', id: asker.person.id } as const;
  await pause({ db: use.db, now: use.clock }, { ...target, by });
  await shown(use, clicked, target);
}

async function go(use: DoorUse, clicked: Press, asker: Asker, target: Target): Promise<void> {
  if (!(await allowed(use, clicked, asker, 'pause.refused', idOf(target))) || !asker.person) return;
  await resume({ db: use.db, now: use.clock }, { ...target, by: { kind: 'person', id: asker.person.id } });
  await shown(use, clicked, target);
}

const idOf = (target: Target): string => (target.scope === 'agent' ? target.subjectId : 'everything');

async function allowed(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  action: string,
  subject: string,
): Promise<boolean> {
  if (mayPause(asker.person)) return true;
  await record(use.db, {
    action,
    subject: { kind: 'agent', id: subject },
    by: { kind: 'person', id: asker.person?.id ?? asker.slackId },
    because: notAllowed,
  });
  await whisper(use, placeOf(clicked), note(notAllowed));
  return false;
}

/** Home and the alert show the pause that has just begun or ended. */
async function shown(use: DoorUse, clicked: Press, target: Target): Promise<void> {
  await enqueue(use.db, 'home', { key: `home:${clicked.user.id}`, body: { slackUser: clicked.user.id } });
  const agents =
    target.scope === 'agent'
      ? [target.subjectId]
      : await use.db('alerts').whereNull('closed_at').distinct('agent').pluck('agent');
  for (const agent of agents) await redrawAlert(use.db, String(agent));
}

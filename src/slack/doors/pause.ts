/** The stop button, and its opposite: from Home and from an alert. Acts at once, without a question. */
import { readAbout, readChoice } from '../../../blocks/ids.ts';
import { agentLabel, agentNamed } from '../../agents/roster.ts';
import { record } from '../../audit/record.ts';
import type { Db } from '../../db/pool.ts';
import { enqueue } from '../../jobs/outbox.ts';
import type { Job } from '../../jobs/topics.ts';
import { whoMay } from '../../policy/authorize.ts';
import { mayPause } from '../../policy/may-pause.ts';
import type { AgentName, Person } from '../../policy/nouns.ts';
import { askOf } from '../../requests/who-can.ts';
import { pause, resume } from '../../settings/pauses.ts';
import { alertView } from '../../watch/alert.ts';
import { redrawBreaks } from '../../watch/breaker.ts';
import { redrawAlert } from '../../watch/failures.ts';
import { once } from '../once.ts';
import { noteLater } from '../say.ts';
import type { DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import type { Press } from '../wire.ts';
import { outOfDate, placeOf } from './stale.ts';

const notAllowed = `Pausing agents needs ${whoMay('pause')}.`;

/** Has an agent run soon, if and only if the transaction commits. */
export type Wake = (trx: Db, agent: AgentName, by: Person) => Promise<void>;

type Target = { scope: 'everything' } | { scope: 'agent'; subjectId: AgentName };

/** [Pause agent] on an alert. */
export async function pauseFromAlert(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'alert' || !/^\d{1,15}$/.test(about.id)) return outOfDate(use, clicked);
  const { agent } = await alertView(use.db, Number(about.id));
  await stop(use, clicked, asker, job, { scope: 'agent', subjectId: agentNamed(agent).name });
}

export const pauseEverything = (
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> => stop(use, clicked, asker, job, { scope: 'everything' });

/** [Resume …]: "agent:pipeline" or "agent:everything". */
export async function resumeFromCard(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  const about = readAbout(clicked.actions[0]?.value ?? '');
  if (about?.kind !== 'agent') return outOfDate(use, clicked);
  await go(
    use,
    clicked,
    asker,
    job,
    about.id === 'everything'
      ? { scope: 'everything' }
      : { scope: 'agent', subjectId: agentNamed(about.id).name },
  );
}

/** The menu beside an agent in Home: pause, resume, run now. */
export async function agentMenu(
  use: DoorUse & { wake: Wake },
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
): Promise<void> {
  const [verb, name] = readChoice(clicked.actions[0]?.selected_option?.value ?? '');
  if (!name) return outOfDate(use, clicked);
  const agent = agentNamed(name).name;
  const target: Target = { scope: 'agent', subjectId: agent };
  if (verb === 'pause') return stop(use, clicked, asker, job, target);
  if (verb === 'resume') return go(use, clicked, asker, job, target);
  if (verb !== 'run') return outOfDate(use, clicked);
  const { person } = asker;
  if (!(await allowed(use, clicked, asker, job, 'agent.run_refused', agent)) || !person) return;
  await once(use.db, job.id, (trx) => use.wake(trx, agent, person));
  await noteLater(
    use.db,
    job,
    placeOf(clicked),
    `${agentLabel(agent)} is running. What it finds comes as cards.`,
  );
}

const stop: Turn = (use, clicked, asker, job, target) =>
  turn(use, clicked, asker, job, { target, verb: pause });
const go: Turn = (use, clicked, asker, job, target) =>
  turn(use, clicked, asker, job, { target, verb: resume });
type Turn = (use: DoorUse, clicked: Press, asker: Asker, job: Job<unknown>, target: Target) => Promise<void>;

async function turn(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
  { target, verb }: { target: Target; verb: typeof pause | typeof resume },
): Promise<void> {
  const { person } = asker;
  if (!(await allowed(use, clicked, asker, job, 'pause.refused', idOf(target))) || !person) return;
  // A second attempt must not pause or resume again what somebody has turned meanwhile.
  await once(use.db, job.id, async (trx) => {
    await verb({ db: trx, now: use.clock }, { ...target, by: { kind: 'person', id: person.id } });
    await shown(trx, clicked, target);
  });
}

const idOf = (target: Target): string => (target.scope === 'agent' ? target.subjectId : 'everything');

async function allowed(
  use: DoorUse,
  clicked: Press,
  asker: Asker,
  job: Job<unknown>,
  action: string,
  subject: string,
): Promise<boolean> {
  if (mayPause(asker.person)) return true;
  const because = `${notAllowed}${await askOf({ db: use.db, by: asker.person }, 'pause')} Your click was recorded.`;
  await once(use.db, job.id, async (trx) => {
    await record(trx, {
      action,
      subject: { kind: 'agent', id: subject },
      by: { kind: 'person', id: asker.person?.id ?? asker.slackId },
      because,
    });
    await noteLater(trx, job, placeOf(clicked), because);
  });
  return false;
}

/** Home and the alert show the pause that has just begun or ended. */
async function shown(trx: Db, clicked: Press, target: Target): Promise<void> {
  await enqueue(trx, 'home', { key: `home:${clicked.user.id}`, body: { slackUser: clicked.user.id } });
  const agents =
    target.scope === 'agent'
      ? [target.subjectId]
      : await trx('alerts').whereNull('closed_at').distinct('agent').pluck('agent');
  for (const agent of agents) await redrawAlert(trx, String(agent));
  if (target.scope === 'agent') await redrawBreaks(trx, target.subjectId);
}

/** Who is asking: a person of the company by Slack id, or by the e-mail of their profile; otherwise an outsider. */
import type { Db } from '../db/pool.ts';
import { Later } from '../jobs/later.ts';
import { linkSlackUser, personBySlackId } from '../people/people.ts';
import type { Person } from '../policy/nouns.ts';
import { outcome, type SlackClient } from './client.ts';
import type { Self } from './ingress.ts';

export type Asker = {
  slackId: string;
  person: Person | null;
  /** Of another company's workspace: gets no deal data, whoever they are. */
  external: boolean;
  /** The profile's e-mail, to tell an outsider why they are one. */
  email: string | null;
  tz: string | null;
};
/** `program`: an app's own user, which is nobody whatever address its profile has. */
type Outsider = { asker: Asker; program: boolean };

export type Who = {
  /** `home`: the workspace that Slack names as theirs. Another one's user is nobody here, whoever has the same id. */
  of(slackId: string, home?: string): Promise<Asker>;
  /** The profile changed: read it anew. */
  changed(slackId: string): Promise<void>;
};

const KEPT_MS = 60_000;

export function createWho(use: { db: Db; client: SlackClient; self: () => Self }): Who {
  // Outsiders only: a person's roles and team are read from the row each time.
  const outsiders = new Map<string, Outsider & { until: number }>();

  const readProfile = async (slackId: string): Promise<Outsider> => {
    const result = await outcome(use.client.users.info({ user: slackId }));
    if (result.say === 'refused')
      return {
        asker: {
          slackId,
          person: null,
          external: result.because === 'user_not_visible',
          email: null,
          tz: null,
        },
        program: false,
      };
    if (result.say !== 'done')
      throw new Later(result.say === 'limited' ? result.afterMs : null, 'Slack did not say who this is.');
    const { user } = result.answer;
    const external =
      Boolean(user?.is_stranger) || (user?.team_id !== undefined && user.team_id !== use.self().teamId);
    const email = user?.profile?.email ?? null;
    const tz = user?.tz ?? null;
    const program = user?.is_bot ?? false;
    const person = external || program ? null : await linkSlackUser(use.db, { slackId, email, tz });
    return { asker: { slackId, person, external, email, tz }, program };
  };

  return {
    of: async (slackId, home) => {
      if (home !== undefined && home !== use.self().teamId)
        return { slackId, person: null, external: true, email: null, tz: null };
      const person = await personBySlackId(use.db, slackId);
      if (person) return { slackId, person, external: false, email: person.email, tz: person.tz };
      const kept = outsiders.get(slackId);
      if (kept && kept.until > Date.now()) {
        const { asker, program } = kept;
        // Entered among the people meanwhile, they are no outsider from that moment.
        const entered = asker.external || program || !asker.email ? null : await linkSlackUser(use.db, asker);
        if (entered) outsiders.delete(slackId);
        return { ...asker, person: entered };
      }
      const read = await readProfile(slackId);
      if (outsiders.size > 10_000) outsiders.clear();
      if (!read.asker.person) outsiders.set(slackId, { ...read, until: Date.now() + KEPT_MS });
      return read.asker;
    },
    changed: async (slackId) => {
      outsiders.delete(slackId);
      await readProfile(slackId);
    },
  };
}

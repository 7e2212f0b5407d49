/** A hundred people who all have the right to decide, beside the cast. */
import type { Db } from '../../src/db/pool.ts';
import { cast, slackIdOf } from '../support/company.ts';

const size = 100;
const numbers = Array.from({ length: size }, (_, n) => String(n).padStart(3, '0'));
const firstNames = ['Ada', 'Bela', 'Cato', 'Dora', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jana'];
/** First names tell people apart: notes call them by those. */
const nameOf = (number: string): string => `${firstNames[Number(number) % 10]}${number} Crowd`;

export const crowd = {
  size,
  /** Channels of their own, so that one message a second in each is enough. */
  rooms: ['room-0', 'room-1', 'room-2', 'room-3', 'room-4', 'room-5', 'room-6', 'room-7'],
  people: numbers.map((number) => ({
    id: `P-c${number}`,
    slackId: `U_C${number}`,
    name: nameOf(number),
    email: `c${number}@example.com`,
  })),
};

export const peopleOfWorkspace = () => [
  ...(Object.entries(cast) as [string, string][])
    .filter(([key]) => key !== 'lenaSlack')
    .map(([key, id]) => ({
      name: key.charAt(0).toUpperCase() + key.slice(1),
      email: `${key}@example.com`,
      id: slackIdOf(id),
      tz: 'Europe/Berlin',
    })),
  ...crowd.people.map(({ slackId, name, email }) => ({ id: slackId, name, email, tz: 'Europe/Berlin' })),
];

export async function seedCrowd(db: Db): Promise<void> {
  await db('people').insert(
    crowd.people.map(({ id, slackId, name, email }) => ({
      id,
      source: 'trials',
      source_id: id,
      name,
      email,
      slack_id: slackId,
      tz: 'Europe/Berlin',
      roles: ['manager'],
      team_id: 'G-emea',
      territory_id: 'T-emea',
    })),
  );
}

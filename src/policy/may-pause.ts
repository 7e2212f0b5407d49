import { may } from './authorize.ts';
import type { Person } from './nouns.ts';

/** Who may stop agents, start them again, and run them by hand. Never somebody who has left. */
export const mayPause = (person: Person | null): boolean => may(person, 'pause');

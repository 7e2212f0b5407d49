import { may } from './authorize.ts';
import { reachOf, roles } from './matrix.ts';
import type { Person, Role } from './nouns.ts';

export const reviewers: Role[] = roles.filter((role) => reachOf(role, 'phrasings') !== null);

/**
 * Who decides by which words questions are read. It holds for everybody, and is judged by what others have asked: so only
 * roles that serve the whole company. Never somebody who has left.
 */
export const mayReview = (person: Person | null): boolean => may(person, 'phrasings');

/** Completes "… needs". */
export const whoReviews = 'an agent owner, QA or an administrator';

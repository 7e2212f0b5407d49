import type { Person, Role } from './nouns.ts';

export const reviewers: Role[] = ['owner', 'qa', 'admin'];

/**
 * Who decides by which words questions are read. It holds for everybody, and is judged by what others have asked: so only
 * roles that serve the whole company. Never somebody who has left.
 */
export const mayReview = (person: Person | null): boolean =>
  person?.active === true && person.roles.some((role) => reviewers.includes(role));

/** Completes "… needs". */
export const whoReviews = 'an agent owner, QA or an administrator';

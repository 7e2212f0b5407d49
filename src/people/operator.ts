/** Whoever sits at this machine where the company has no administrator: sees all of it, and is none of its people. */
import type { Person } from '../policy/nouns.ts';

export const localOperator: Person = {
  id: 'operator',
  name: 'Local operator',
  email: null,
  slackId: null,
  tz: null,
  roles: ['admin'],
  teamId: null,
  territoryId: null,
  managerId: null,
  active: true,
};

export const isOperator = ({ id }: Person): boolean => id === localOperator.id;

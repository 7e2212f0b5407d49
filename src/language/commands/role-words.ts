/** What people call the roles. */
import type { Role } from '../../policy/nouns.ts';

const words: [Role, string][] = [
  ['rep', '(?:sales )?reps?|sales ?(?:person|people|man|woman)|sellers?'],
  ['owner', 'agent owners?|owners? of agents|owners? of an agent'],
  ['manager', '(?:sales )?managers?'],
  ['approver', 'approvers?|signers?'],
  ['qa', 'qa|quality assurance|qa (?:reviewers?|people|person)|quality'],
  ['champion', '(?:rep )?champions?'],
  ['finance', 'finance(?: (?:person|people))?|(?:in|of|from|part of) finance'],
  ['auditor', 'auditors?'],
  ['admin', 'admins?|administrators?'],
];

/** A pattern of any of them, without a group. */
export const anyRole = words.map(([, said]) => said).join('|');

export const roleIn = (said: string | undefined): Role | null =>
  words.find(([, pattern]) => new RegExp(`^(?:${pattern})$`).test(said ?? ''))?.[0] ?? null;

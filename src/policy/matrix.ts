/** Who may do what, and where: the one table. What does not stand in it nobody may. */
import type { Role } from './nouns.ts';

/**
 * How far a right goes: `all` of the company's, the `place` that is theirs (team or territory), or what is their `own`
 * (their deals, what they made, what is sent to them).
 */
export type Reach = 'all' | 'place' | 'own';

type Row = {
  /** Completes "who may …". */
  said: string;
  who: Partial<Record<Role, Reach>>;
};

const company = { owner: 'all', approver: 'all', admin: 'all' } as const satisfies Row['who'];
const stoppers = { manager: 'all', ...company } as const satisfies Row['who'];
const sellers = { manager: 'place', rep: 'own', admin: 'all' } as const satisfies Row['who'];
const everybody = {
  rep: 'own',
  manager: 'own',
  owner: 'own',
  approver: 'own',
  qa: 'own',
  champion: 'own',
  finance: 'own',
  admin: 'own',
} as const satisfies Row['who'];

export const matrix = {
  see: {
    said: 'see deals, cards and answers',
    who: {
      ...company,
      finance: 'all',
      qa: 'all',
      auditor: 'all',
      manager: 'place',
      rep: 'place',
      champion: 'place',
    },
  },
  decide: { said: 'approve, edit, reject or put off a card', who: { manager: 'place', rep: 'own' } },
  sign: { said: 'sign what is above a threshold', who: { approver: 'all', finance: 'all' } },
  change: { said: 'change or assign a deal', who: sellers },
  undo: { said: 'undo what they did or may decide', who: everybody },
  lead: { said: 'claim, close or merge a lead', who: { manager: 'place', rep: 'place' } },
  hand_over: {
    said: 'give a lead to somebody else',
    who: { manager: 'place', rep: 'own', admin: 'all' },
  },
  feedback: { said: 'say Good, Bad or Needs Edit', who: everybody },
  tell_self: { said: 'have themselves told: alerts, rules', who: everybody },
  tell_others: { said: 'have others told: alerts', who: stoppers },
  end_alerts: { said: 'end or answer alerts of others', who: company },
  rule: { said: 'make rules over what others and agents do', who: stoppers },
  see_rules: { said: 'see all rules', who: { ...company, auditor: 'all' } },
  keep_rules: { said: 'change all rules', who: company },
  pause: { said: 'pause, resume and run agents', who: stoppers },
  lower: { said: 'put an agent into a stricter mode, set checkpoints', who: stoppers },
  sign_mode: { said: 'sign that an agent acts alone', who: { approver: 'all', admin: 'all' } },
  set_agent: { said: 'set how an agent works', who: stoppers },
  set_place: { said: 'set limits of a team or territory', who: { manager: 'place', ...company } },
  set_company: { said: 'set limits, playbooks and duties for everyone', who: company },
  set_authority: {
    said: 'set thresholds above which somebody signs, and who',
    who: { approver: 'all', admin: 'all' },
  },
  set_own: { said: 'set their own quiet hours, digest and time zone', who: everybody },
  stand_in: {
    said: 'name who decides while somebody is away',
    who: { rep: 'own', manager: 'place', approver: 'own', finance: 'own', admin: 'all' },
  },
  nudge: {
    said: 'have reps reminded of their deals, many at once',
    who: { manager: 'place', admin: 'all' },
  },
  bulk: {
    said: 'approve, second, what others change above the limit at once',
    who: { approver: 'all', admin: 'all' },
  },
  see_snapshots: { said: 'see and compare snapshots', who: { ...stoppers, auditor: 'all' } },
  snapshot: { said: 'take and restore snapshots', who: stoppers },
  workflows: { said: 'add, change and remove workflows outside', who: { admin: 'all' } },
  phrasings: { said: 'review learned phrasings', who: { owner: 'all', qa: 'all', admin: 'all' } },
  quality: {
    said: 'see how well agents do: feedback, failed runs',
    who: { qa: 'all', champion: 'all', auditor: 'all', ...company },
  },
  audit: {
    said: 'read the audit log',
    who: { owner: 'all', auditor: 'all', admin: 'all', manager: 'own' },
  },
  roles: { said: 'give and take roles', who: { admin: 'all' } },
} as const satisfies Record<string, Row>;

export type Action = keyof typeof matrix;
export const actions = Object.keys(matrix).filter((name): name is Action => name in matrix);

export const roles: readonly Role[] = [
  'rep',
  'manager',
  'owner',
  'approver',
  'qa',
  'champion',
  'finance',
  'auditor',
  'admin',
];

/** As people call them, with their article. */
export const roleSaid: Readonly<Record<Role, string>> = {
  rep: 'a rep',
  manager: 'a manager',
  owner: 'an agent owner',
  approver: 'an approver',
  qa: 'QA',
  champion: 'a champion',
  finance: 'finance',
  auditor: 'an auditor',
  admin: 'an administrator',
};
/** The same without it. */
export const roleName: Readonly<Record<Role, string>> = {
  rep: 'rep',
  manager: 'manager',
  owner: 'agent owner',
  approver: 'approver',
  qa: 'QA',
  champion: 'champion',
  finance: 'finance',
  auditor: 'auditor',
  admin: 'administrator',
};

/** How far this role may do it; null: not at all. */
export const reachOf = (role: Role, action: Action): Reach | null => {
  const { who }: Row = matrix[action];
  return who[role] ?? null;
};

const reachSaid: Record<Reach, string> = { all: 'all', place: 'their place', own: 'their own' };

/** The table as the README prints it, line by line. */
export function matrixTable(): string[] {
  const head = `| may | ${roles.map((role) => roleName[role]).join(' | ')} |`;
  const rule = `|---|${roles.map(() => '---|').join('')}`;
  const rows = actions.map((action) => {
    const cells = roles.map((role) => {
      const reach = reachOf(role, action);
      return reach === null ? '' : reachSaid[reach];
    });
    return `| ${matrix[action].said} | ${cells.join(' | ')} |`;
  });
  return [head, rule, ...rows].map((line) => line.replace(/ {2,}/g, ' '));
}

/** Settings as conditions read them: a value per scope, the narrowest wins, and within a scope the stage's own row wins. */
export type ScopedSetting = {
  name: string;
  scope: string;
  scopeId: string;
  /** A stage's name; empty for all stages. */
  stage: string;
  value: string | number | boolean;
};

/** From the narrowest to the widest; other scopes (channel, agent) say nothing about a deal. */
export const settingScopes = ['account', 'person', 'team', 'territory', 'everyone'] as const;
export type SubjectScope = (typeof settingScopes)[number];

/** The value for a subject, given its ids by scope and its stage's name; undefined where no row applies. */
export function settingFor(
  rows: ScopedSetting[],
  name: string,
  at: Partial<Record<SubjectScope, string | null>> & { stage?: string | null },
): ScopedSetting['value'] | undefined {
  for (const scope of settingScopes) {
    const id = scope === 'everyone' ? '' : at[scope];
    if (id === undefined || id === null) continue;
    const here = rows.filter((row) => row.name === name && row.scope === scope && row.scopeId === id);
    const found =
      here.find((row) => row.stage !== '' && row.stage === at.stage) ?? here.find((row) => row.stage === '');
    if (found) return found.value;
  }
  return undefined;
}

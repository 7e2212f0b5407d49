/** Who asks what of which company, for a question. */
import type { AskContext } from '../crm/asker.ts';
import type { Db } from '../db/pool.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import type { Company } from './company.ts';

export type Use = { db: Db; company: Company; by: Person; longest?: number };

/** What the asker may see, and what words such as "my" and "stale" mean today. */
export const contextOf = ({ company, by, longest }: Use): AskContext => ({
  longest,
  now: company.now,
  zone: company.zone,
  scope: scopeOf(by),
  me: by,
  settings: company.settings,
  calendar: company.calendar,
});

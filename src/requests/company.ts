/** What reading and answering need to know of the company at this moment. */
import { roster } from '../agents/roster.ts';
import type { Clock } from '../clock.ts';
import { namesMark, readLexicon } from '../crm/lexicon.ts';
import type { Db } from '../db/pool.ts';
import type { Lexicon } from '../language/lexicon.ts';
import type { Wording } from '../language/understanding.ts';
import { livePhrasings } from '../learning/phrasings/nouns.ts';
import { catalogue } from '../settings/catalogue.ts';
import { ownPlaybooks } from '../settings/own-playbooks.ts';
import { playbooks } from '../settings/playbook-entries.ts';
import { currentSettings, numberSetting, type SettingRow, textSetting } from '../settings/settings.ts';
import { triggerSaid } from '../story/mode.ts';

/** `names`: of ids that the lexicon does not have, channels and people who have left, where they were looked up. */
export type Company = Wording & {
  lexicon: Lexicon;
  settings: SettingRow[];
  names?: ReadonlyMap<string, string>;
};

export async function companyNow(use: { db: Db; now: Clock; zone: string }): Promise<Company> {
  const now = use.now.now();
  const [settings, lexicon] = await Promise.all([currentSettings(use.db, now), lexiconNow(use.db)]);
  return {
    now,
    zone: use.zone,
    settings,
    lexicon,
    companyCurrency: textSetting(settings, 'company_currency'),
    calendar: {
      fiscalYearStart: numberSetting(settings, 'fiscal_year_start'),
      weekStart: numberSetting(settings, 'week_start'),
    },
  };
}

type Kept = { mark: string; lexicon: Lexicon };
const kept = new WeakMap<object, Kept>();

/**
 * The names and phrasings are read again only when some have changed: an index over 50,000 of them is not made for each
 * request. Every replica looks for a change before it reads a request, so what is accepted holds from the next one on.
 */
async function lexiconNow(db: Db): Promise<Lexicon> {
  const mark = await namesMark(db);
  const known = kept.get(db);
  if (known?.mark === mark) return known.lexicon;
  const [names, phrasings, own] = await Promise.all([readLexicon(db), livePhrasings(db), ownPlaybooks(db)]);
  const lexicon = {
    ...names,
    phrasings,
    agents: roster.map(({ name, label }) => ({ id: name, name: label })),
    playbooks: [...playbooks, ...own].map(({ label }) => ({ id: label, name: label })),
    triggers: roster.flatMap(({ name: agent, triggers, records }) =>
      [...triggers, ...(records?.triggers ?? [])].map(({ name, label }) => ({
        id: name,
        name: triggerSaid(name),
        also: [label],
        agent,
      })),
    ),
    settings: [...catalogue.values()].map(({ name, label }) => ({ id: name, name: label })),
  };
  kept.set(db, { mark, lexicon });
  return lexicon;
}

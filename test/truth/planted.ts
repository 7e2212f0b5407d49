/** What is planted for a trigger, and how what came of it is measured. */
import type { Db } from '../../src/db/pool.ts';
import { addDays } from '../../src/sales/days.ts';
import { settingNamed } from '../../src/settings/catalogue.ts';

export const today = '2026-03-20';
export const now = new Date('2026-03-20T10:00:00Z');
export const ago = (days: number): string => addDays(today, -days);
/** Of a setting, as it is before somebody sets it. */
export const limit = (name: string): number => Number(settingNamed(name).default);

/**
 * What is to come of it: of a deal or record a new close date, the value as it should be, a word or a form to its rep, or nothing
 * because it is only kept; of a figure or a lead who is told, by id or channel.
 */
export type Right = 'close date' | 'mended value' | 'nudge' | 'form' | 'nothing' | `told ${string}`;
export type Planted = {
  trigger: string;
  /** "31 days in its stage". */
  case: string;
  subject: string;
  found: boolean;
  /** Null: it is not to be found, so nothing is to come of it. */
  right: Right | null;
};

export type Measured = {
  agent: string;
  trigger: string;
  /** Of the planted ones, by what they were planted for. */
  planted: { of: Planted; found: boolean; proposed: Right | null }[];
  /** In the whole company, what was planted included. */
  truth: number;
  found: number;
  both: number;
};

/** A company made for one agent, which is thrown away afterwards. */
export type WithSample = <T>(
  made: { now: string; zone: string; deals?: number },
  work: (db: Db) => Promise<T>,
) => Promise<T>;

export const isRight = ({ of, found, proposed }: Measured['planted'][number]): boolean =>
  found === of.found && proposed === of.right;

/** Who is told of each finding of these triggers that is live, by trigger and subject. */
export async function toldOf(db: Db, triggers: string[]): Promise<Map<string, Map<string, Right>>> {
  const rows: {
    trigger: string;
    subject_id: string;
    evidence: { to?: string[]; channel?: string; told?: { chart?: object | null } };
    cards: string[];
  }[] = await db('findings as f')
    .whereIn('trigger', triggers)
    .whereNull('gone_at')
    .select(
      'trigger',
      'subject_id',
      'evidence',
      db.raw(
        `array(select c.channel from cards c where c.key = 'finding:' || f.id or c.key like 'finding:' || f.id || ':%' order by c.channel) as cards`,
      ),
    );
  const told = new Map<string, Map<string, Right>>();
  for (const { trigger, subject_id, evidence, cards } of rows) {
    const whom = evidence.to && evidence.to.length > 0 ? evidence.to.toSorted() : cards;
    const drawn = evidence.told?.chart ? ', drawn' : '';
    told.set(trigger, (told.get(trigger) ?? new Map()).set(subject_id, `told ${whom.join(' and ')}${drawn}`));
  }
  return told;
}

/** One trigger of figures: what was planted, what plain arithmetic says, and what was found with whom it was told. */
export function ofFigures(
  agent: string,
  trigger: string,
  planted: Planted[],
  known: ReadonlySet<string>,
  found: ReadonlyMap<string, Right>,
): Measured {
  return {
    agent,
    trigger,
    planted: planted.map((of) => ({
      of,
      found: found.has(of.subject),
      proposed: found.get(of.subject) ?? null,
    })),
    truth: known.size,
    found: found.size,
    both: [...found.keys()].filter((id) => known.has(id)).length,
  };
}

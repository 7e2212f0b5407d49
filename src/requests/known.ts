/** What is needed to carry out a request of somebody who is known, and what was asked. */
import type { Clock } from '../clock.ts';
import type { Db } from '../db/pool.ts';
import type { Choice } from '../language/request.ts';
import type { Models } from '../models/models.ts';
import type { Person } from '../policy/nouns.ts';
import type { Company } from './company.ts';
import type { Metering } from './metering.ts';
import type { Watch } from './stopping.ts';
import type { Topic } from './topic.ts';
import type { WaysOut } from './ways-out.ts';

export type HandleUse = {
  db: Db;
  now: Clock;
  company: Company;
  models: Models;
  meter: Metering;
  by: Person | null;
  /** As many rows as the place can show; `total` counts all. */
  longest: number;
  /** The answer is wished for as a file. */
  file?: boolean;
  watch?: Watch;
  ways?: WaysOut;
};
export type Known = HandleUse & { by: Person };

/** `choices`: answers to earlier questions back about these words; without a topic nothing was spoken of before. */
export type Asked = { text: string; choices: Choice[]; topic: Topic };

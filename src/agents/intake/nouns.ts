/** What an arrival is, and what was read of it. */

/** By which way a lead came. */
import type { LeadFields } from '../../sales/lead-fields.ts';
export type Channel = 'form' | 'email' | 'csv';

export type Field = 'name' | 'email' | 'company' | 'title' | 'message' | 'phone' | 'country';

/** How a value was found: beside its label, in a header of a mail, by its form, or by where it stands among other words. */
export type Found = 'labelled' | 'header' | 'form' | 'place';

/** Values as they were found, before they are checked. */
export type Loose = Partial<Record<Field, { value: string; found: Found }>>;

export type Reading = {
  /** False for a bounce, a notice of absence or keyboard filler: it is kept, and nobody is asked to claim it. */
  isLead: boolean;
  /** Why it is none, as a sentence. */
  because: string | null;
  lead: LeadFields;
  /** Fields for which there was something, whether it could be read or not. */
  given: Field[];
  /** Equal for two arrivals of one person; null where nothing reliable tells who it is. */
  identity: string | null;
  /** What makes it look like advertising, as clauses; none where that is not enough to say that it is probably no lead. */
  signs: string[];
  /** The domain of the address in ASCII, where it says something of the company. */
  domain: string | null;
  /** What a person should look at, each a few words; empty: nothing. */
  uncertain: string[];
  /** 0 to 1: assumed until people have decided on leads that were read like this one. */
  confidence: number;
  needsReview: boolean;
  /** Fields that the rules left open and that the text may hold: a language model may read these. */
  open: Field[];
  /** The text in which they may stand. */
  text: string;
};

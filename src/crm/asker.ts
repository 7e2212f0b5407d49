/** Who asks, when, and on which calendar. */
import type { Scope } from '../policy/nouns.ts';
import type { Calendar } from '../sales/periods.ts';
import type { ScopedSetting } from '../sales/settings.ts';

/** `me` is whoever asks; `scope` is what they may see, and nothing in the question reaches beyond it. */
export type AskContext = {
  now: Date;
  zone: string;
  scope: Scope;
  me?: { id: string } | null;
  settings: ScopedSetting[];
  calendar?: Calendar;
  /** As many rows as can be shown where this was asked. */
  longest?: number;
};

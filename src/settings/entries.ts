/** Every setting there is, with what holds until somebody sets it. */
import { attentionEntries } from './attention-entries.ts';
import { authorityEntries } from './authority-entries.ts';
import { cardEntries } from './card-entries.ts';
import { companyEntries } from './company-entries.ts';
import { contractEntries } from './contract-entries.ts';
import { dealEntries } from './deal-entries.ts';
import { leadEntries } from './lead-entries.ts';
import { playbookSwitches } from './playbook-switches.ts';
import { reachEntries } from './reach-entries.ts';
import type { Setting } from './setting.ts';
import { watchEntries } from './watch-entries.ts';

export const entries: Setting[] = [
  ...dealEntries,
  ...cardEntries,
  ...leadEntries,
  ...authorityEntries,
  ...reachEntries,
  ...companyEntries,
  ...attentionEntries,
  ...watchEntries,
  ...contractEntries,
  ...playbookSwitches,
];

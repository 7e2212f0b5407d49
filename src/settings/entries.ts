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

/** As they are looked for: by what they are about. */
export const settingGroups: { label: string; of: Setting[] }[] = [
  { label: 'Deals', of: dealEntries },
  { label: 'Cards', of: cardEntries },
  { label: 'Leads', of: leadEntries },
  { label: 'Approval and autonomy', of: authorityEntries },
  { label: 'Reach of the agents', of: reachEntries },
  { label: 'Company, reports and channels', of: companyEntries },
  { label: 'When and how people are reached', of: attentionEntries },
  { label: 'Watch and language models', of: watchEntries },
  { label: 'Data contracts', of: contractEntries },
  { label: 'Playbooks and reports', of: playbookSwitches },
];

export const entries: Setting[] = settingGroups.flatMap(({ of }) => of);

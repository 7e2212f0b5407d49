/** Rules, playbooks, snapshots and copies of settings. Read as what they are, so that nothing else is done. */
import { clone } from './clones.ts';
import { playbook } from './playbooks.ts';
import type { CommandRead, Talk } from './read.ts';
import { rule } from './rules.ts';
import { snapshot } from './snapshots.ts';

export function wishing(text: string, bare: string, talk: Talk): CommandRead | null {
  return (
    snapshot(text, bare) ?? clone(text, bare, talk) ?? playbook(text, bare, talk) ?? rule(text, bare, talk)
  );
}

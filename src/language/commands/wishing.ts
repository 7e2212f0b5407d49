/** What people ask for that is not there yet: playbooks, snapshots, modes; and rules. Read as what it is, so that nothing else is done. */
import { clone } from './clones.ts';
import { agentNamed } from './naming.ts';
import { playbook } from './playbooks.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { ruleSteps } from './rule-steps.ts';
import { rule } from './rules.ts';
import { snapshot } from './snapshots.ts';

export function wishing(text: string, bare: string, talk: Talk): CommandRead | null {
  return (
    ruleSteps(bare) ??
    mode(bare, talk) ??
    snapshot(text, bare) ??
    clone(text, bare, talk) ??
    playbook(text, bare, talk) ??
    rule(text, bare, talk)
  );
}

const modes =
  /^(?:set|put|switch|move|change|turn|promote|demote|bring)\s+(.+?)\s+(?:back )?(?:in|into|to|on)\s+(?:the )?(shadow|suggest|auto|automatic)(?: mode)?$/;

function mode(bare: string, talk: Talk): CommandRead | null {
  const found = modes.exec(bare);
  if (!found) return null;
  const who = (found[1] ?? '').replace(/^(?:the )?mode of\s+/, '');
  const to = found[2] === 'shadow' || found[2] === 'suggest' ? found[2] : 'auto';
  const agent =
    talk.it?.kind === 'agent' && /^(?:it|this)$/.test(who) ? talk.it : agentNamed(who, talk.lexicon);
  return command({
    do: 'not_yet',
    wish: { kind: 'mode', agent: agent ? { id: agent.id, name: agent.name } : null, mode: to },
  });
}

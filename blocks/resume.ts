/** The buttons that let agents go on. Much may have waited for it, so each asks before. */
import { count } from '../src/story/format.ts';
import { about, actions } from './ids.ts';
import { button } from './kit.ts';
import { agentName } from './words.ts';

const goesOn = 'looks for work again, and what has waited meanwhile goes on. Open cards stay as they are.';

export const resumeAgent = (agent: string) =>
  button(actions.resume, 'Resume agent', {
    value: about('agent', agent),
    label: `Resume: ${agentName(agent)}`,
    confirm: { title: `Resume ${agentName(agent)}?`, text: `It ${goesOn}`, yes: 'Resume' },
  });

export const resumeAll = (agents: number) =>
  button(actions.resume, 'Resume all', {
    value: about('agent', 'everything'),
    label: 'Resume all agents',
    confirm: {
      title: 'Resume everything?',
      text: `${count(agents, 'agent')}: each ${goesOn}`,
      yes: 'Resume all',
    },
  });

import { expect, test } from 'vitest';
import { type HomeAsk, homeAsks } from '../../blocks/home-asks.ts';
import type { Reply } from '../../src/requests/reply.ts';
import { cast } from '../support/company.ts';
import { company } from './talk.ts';

const places = { own: 'EMEA', from: 'AMER', to: 'EMEA' };
const intents: Record<HomeAsk, Reply['intent'][]> = {
  rule: ['create_rule', 'list_rules'],
  playbook: ['activate_playbook', 'show_playbooks', 'deactivate_playbook'],
  snapshot: ['snapshot', 'rollback'],
  copy: ['clone_config'],
  reset: ['reset_defaults'],
  undo: ['rollback'],
};

test('each sentence that Home offers is read as what its button says, for everyone and for a place', () =>
  company(async ({ ask }) => {
    for (const [name, { text, or }] of Object.entries(homeAsks)) {
      const said = [places, { own: 'everyone', from: 'AMER', to: 'EMEA' }].flatMap((at) => [
        text(at),
        ...or(at),
      ]);
      for (const one of new Set(said)) {
        const reply = await ask(one.replace('snapshot …', 'snapshot before'), cast.ada, one);
        expect(intents[name as HomeAsk], `${one}: ${JSON.stringify(reply)}`).toContain(reply.intent);
      }
    }
    expect((await ask(homeAsks.playbook.text(places), cast.mara, 'mara')).kind).toBe('confirm');
  }));

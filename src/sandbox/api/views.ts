import { z } from 'zod';
import { picturesOf } from '../files.ts';
import type { Inside } from '../inside.ts';
import { type Json, Refusal, type View } from '../nouns.ts';
import { pageView } from '../page-wire.ts';
import { stillOnScreen } from '../post.ts';
import { checkView } from '../validate/view.ts';
import { closeAll, newView, showUpdate } from '../view-steps.ts';
import { viewWire } from '../wire.ts';
import { json, type Method, method, text } from './method.ts';

const mostInStack = 3;

const open = method({
  tier: 'tier4',
  args: z.object({ trigger_id: text, view: json }),
  run: (use, args) => {
    const wanted = checkedView(use, args.view, 'modal');
    const seat = use.triggers.exchange(args.trigger_id);
    const view = newView(use, wanted, { ...seat, stack: [] });
    closeAll(use, seat);
    use.modals.open(view);
    use.push.inside(seat, { type: 'view_opened', view: pageView(view) });
    return { view: viewWire(view) };
  },
});

const push = method({
  tier: 'tier4',
  args: z.object({ trigger_id: text, view: json }),
  run: (use, args) => {
    const wanted = checkedView(use, args.view, 'modal');
    const seat = use.triggers.exchange(args.trigger_id);
    const stack = use.modals.in(seat);
    if (stack.length === 0) throw new Refusal('not_found');
    if (stack.length >= mostInStack) throw new Refusal('push_limit_reached');
    const view = newView(use, wanted, { ...seat, stack });
    use.modals.push(view);
    use.push.inside(seat, { type: 'view_pushed', view: pageView(view) });
    return { view: viewWire(view) };
  },
});

const update = method({
  tier: 'tier4',
  args: z.object({
    view: json,
    view_id: text.optional(),
    external_id: text.optional(),
    hash: text.optional(),
  }),
  run: (use, args) => {
    if (!args.view_id && !args.external_id)
      throw new Refusal('invalid_arguments', say('view_id or external_id is required'));
    const known = args.view_id
      ? use.modals.find(args.view_id)
      : use.modals.byExternalId(args.external_id ?? '');
    const wanted = checkedView(use, args.view, 'modal', known);
    if (!known) throw new Refusal('not_found');
    if (args.hash && args.hash !== known.hash) throw new Refusal('hash_conflict');
    return { view: viewWire(showUpdate(use, known, wanted)) };
  },
});

const publish = method({
  tier: 'tier4',
  args: z.object({ user_id: text, view: json, hash: text.optional() }),
  run: (use, args) => {
    const wanted = checkedView(use, args.view, 'home');
    const person = use.store.people.get(args.user_id);
    if (!person || person.bot) throw new Refusal('user_not_found');
    const known = use.store.homes.get(person.id);
    if (args.hash && known && args.hash !== known.hash) throw new Refusal('hash_conflict');
    const view = newView(use, wanted, { user: person.id, window: '', stack: [], keep: known });
    if (known) stillOnScreen(use, `home/${person.id}`, known.blocks);
    use.store.homes.put(person.id, view);
    use.push.to(person.id, { type: 'home', view: pageView(view) });
    return { view: viewWire(view) };
  },
});

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};

/** Refuses what Slack would refuse. `known` is the view that is replaced: it may keep its own external_id. */
export function checkedView(use: Inside, view: unknown, type: 'modal' | 'home', known?: View): Json {
  checkView(view, type, picturesOf(use));
  const wanted = view as Json;
  const taken = wanted.external_id ? use.modals.byExternalId(String(wanted.external_id)) : undefined;
  if (taken && taken.id !== known?.id) throw new Refusal('duplicate_external_id');
  return wanted;
}

const say = (message: string): Json => ({ response_metadata: { messages: [`[ERROR] ${message}`] } });

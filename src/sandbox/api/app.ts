import { z } from 'zod';
import { appId, botId, botUser, team } from '../identity.ts';
import type { Json } from '../nouns.ts';
import { Refusal } from '../nouns.ts';
import { changeReactions } from '../reactions.ts';
import { checkMessage } from '../validate/message.ts';
import { checkView } from '../validate/view.ts';
import { json, type Method, method, text } from './method.ts';
import { joinedChannel, knownMessage } from './places.ts';

/** The app itself: who it is, its connections, reactions, and checking blocks without sending them. */
export const appMethods: Record<string, Method> = {
  'api.test': method({
    tier: 'tier4',
    token: 'none',
    args: z.looseObject({}),
    run: (_use, args) => testAnswer(args),
  }),
  'auth.test': method({
    tier: 'special',
    token: 'any',
    args: z.object({}),
    run: (use, _args, caller) => {
      const url = `https://${team.domain}.slack.com/`;
      if (caller === 'app') return { app_id: appId, app_name: use.app().name, team_id: team.id };
      const user = use.store.people.get(botUser)?.handle ?? 'steward';
      return {
        url,
        team: team.name,
        user,
        team_id: team.id,
        user_id: botUser,
        bot_id: botId,
        is_enterprise_install: false,
      };
    },
  }),
  'apps.connections.open': method({
    tier: 'tier3',
    token: 'app',
    args: z.object({}),
    run: (use) => {
      if (use.app().delivery.mode !== 'socket') throw new Refusal('socket_mode_not_enabled');
      return {
        url: `${use.base().replace(/^http/, 'ws')}/_socket?ticket=${use.sockets.ticket()}&app_id=${appId}`,
      };
    },
  }),
  'reactions.add': method({
    tier: 'tier3',
    scopes: ['reactions:write'],
    args: z.object({ channel: text, timestamp: text, name: text }),
    run: (use, args) => {
      const channel = joinedChannel(use, args.channel);
      const message = knownMessage(use, channel, args.timestamp);
      if (!changeReactions(use, channel, message, { name: args.name, user: botUser }))
        throw new Refusal('already_reacted');
      return {};
    },
  }),
  'reactions.remove': method({
    tier: 'tier3',
    scopes: ['reactions:write'],
    args: z.object({ channel: text, timestamp: text, name: text }),
    run: (use, args) => {
      const channel = joinedChannel(use, args.channel);
      const message = knownMessage(use, channel, args.timestamp);
      if (!changeReactions(use, channel, message, { name: args.name, user: botUser, remove: true }))
        throw new Refusal('no_reaction');
      return {};
    },
  }),
  'blocks.validate': method({
    tier: 'tier4',
    token: 'none',
    args: z.object({ blocks: json.optional(), message: json.optional(), view: json.optional() }),
    run: (_use, args) => {
      const given = [args.blocks, args.message, args.view].filter((part) => part !== undefined);
      if (given.length !== 1) throw new Refusal('invalid_arguments');
      if (args.view !== undefined)
        checkView(args.view, (args.view as Json | null)?.type === 'home' ? 'home' : 'modal');
      else
        checkMessage({
          text: '-',
          ...(args.message as Json | undefined),
          ...(args.blocks ? { blocks: args.blocks } : {}),
        });
      return {};
    },
  }),
};

function testAnswer(args: Json): Json {
  if (args.error) throw new Refusal(String(args.error), { args });
  return { args };
}

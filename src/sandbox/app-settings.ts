import type { AppSettings } from './nouns.ts';

/** What the one app declares until `POST /_workspace` says otherwise. */
export const usualApp: AppSettings = {
  name: 'Steward',
  scopes: [
    'assistant:write',
    'app_mentions:read',
    'channels:history',
    'channels:join',
    'channels:read',
    'chat:write',
    'commands',
    'files:write',
    'groups:history',
    'groups:read',
    'im:history',
    'im:read',
    'im:write',
    'reactions:write',
    'users:read',
    'users:read.email',
  ],
  events: [
    'app_home_opened',
    'app_mention',
    'message.channels',
    'message.groups',
    'message.im',
    'user_change',
  ],
  commands: [
    {
      command: '/steward',
      description: 'Ask about deals, or steer the agents',
      usageHint: '[a question | deal <name> | help]',
    },
  ],
  delivery: { mode: 'socket' },
};

import { agentMethods } from './agents.ts';
import { appMethods } from './app.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import type { Method } from './method.ts';
import { streamMethods } from './streams.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

/** Every method that the workspace knows; Slack answers `unknown_method` to any other name. */
export const methods: Record<string, Method> = {
  ...appMethods,
  ...chatMethods,
  ...conversationMethods,
  ...userMethods,
  ...viewMethods,
  ...agentMethods,
  ...fileMethods,
  ...streamMethods,
};

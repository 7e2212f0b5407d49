import { idOf } from './ids.ts';

/** Who the workspace and its one app are. The same on every machine, so that fixtures may name them. */
export const team = {
  id: idOf('T', 'steward-local'),
  name: 'Steward local workspace',
  domain: 'steward-local',
};
export const appId = idOf('A', 'steward');
export const botId = idOf('B', 'steward');
export const botUser = idOf('U', 'steward');

import type { Conversation } from '../page-api.ts';
import type { Place, Thread } from './store.ts';

/**
 * Where one is, as an address: `?as=priya#/deals/1774017060.000100` is Priya in #deals with that thread open.
 * `#/list` is the list of places in a narrow window, `#/home` the App Home, `#/@steward` a direct message.
 */
export type Address = { as: string; place: Place; thread: Thread | null; list: boolean };

const slugOf = (one: Conversation): string =>
  one.kind === 'dm' ? `@${one.name.toLowerCase().replaceAll(' ', '.')}` : one.name;

export const hashOf = (address: Omit<Address, 'as'>, conversations: Conversation[]): string => {
  if (address.list) return '#/list';
  if (address.place.kind === 'home') return '#/home';
  const { place } = address;
  const one =
    place.kind === 'conversation' ? conversations.find((known) => known.id === place.id) : undefined;
  if (!one) return '#/';
  return `#/${encodeURIComponent(slugOf(one)).replaceAll('%40', '@')}${address.thread ? `/${address.thread.ts}` : ''}`;
};

export const readHash = (hash: string, conversations: Conversation[]): Omit<Address, 'as'> => {
  const [slug = '', ts = ''] = hash.replace(/^#\//, '').split('/').map(decoded);
  if (slug === 'list') return { place: { kind: 'none' }, thread: null, list: true };
  if (slug === 'home') return { place: { kind: 'home' }, thread: null, list: false };
  const one = conversations.find((known) => known.id === slug || slugOf(known) === slug);
  if (!one) return { place: { kind: 'none' }, thread: null, list: false };
  const thread = /^\d+\.\d+$/.test(ts) ? { channel: one.id, ts } : null;
  return { place: { kind: 'conversation', id: one.id }, thread, list: false };
};

/** The name of a place in the address that is none of these conversations; null where it names one, or none. */
export const unknownPlace = (hash: string, conversations: Conversation[]): string | null => {
  const [slug = ''] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  const { place, list } = readHash(hash, conversations);
  return slug === '' || list || place.kind !== 'none' ? null : slug;
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Where a person starts: #deals if she is in it, else her first channel, else the app's home. */
export const firstPlace = (conversations: Conversation[]): Place => {
  const channels = conversations.filter((one) => one.kind !== 'dm');
  const one = channels.find((known) => known.name === 'deals') ?? channels[0];
  return one ? { kind: 'conversation', id: one.id } : { kind: 'home' };
};

import { z } from 'zod';
import type { Inside } from '../inside.ts';
import { type Json, type Person, Refusal } from '../nouns.ts';
import { userWire } from '../wire.ts';
import { count, flag, type Method, method, paged, text } from './method.ts';

const shown = (use: Inside, person: Person): Json =>
  userWire(person, { email: use.app().scopes.includes('users:read.email'), at: use.now() });

export const userMethods: Record<string, Method> = {
  'users.info': method({
    tier: 'tier4',
    scopes: ['users:read'],
    args: z.object({ user: text, include_locale: flag.optional() }),
    run: (use, args) => {
      const person = use.store.people.get(args.user);
      if (!person) throw new Refusal('user_not_found');
      return { user: { ...shown(use, person), ...(args.include_locale ? { locale: 'en-US' } : {}) } };
    },
  }),
  'users.list': method({
    tier: 'tier2',
    scopes: ['users:read'],
    args: z.object({ cursor: z.string().optional(), limit: count.optional() }),
    run: (use, args) => {
      const { page, next } = paged([...use.store.people.all()], args, 1000, 1000);
      const members = page.map((person) => shown(use, person));
      return { members, cache_ts: Math.floor(use.now() / 1000), response_metadata: { next_cursor: next } };
    },
  }),
  'users.lookupByEmail': method({
    tier: 'tier3',
    scopes: ['users:read.email'],
    args: z.object({ email: text }),
    run: (use, args) => {
      const wanted = args.email.toLowerCase();
      const person = [...use.store.people.all()].find(
        ({ email, deleted }) => !deleted && email.toLowerCase() === wanted,
      );
      if (!person) throw new Refusal('users_not_found');
      return { user: shown(use, person) };
    },
  }),
  'usergroups.list': method({
    tier: 'tier2',
    scopes: ['usergroups:read'],
    args: z.object({}),
    run: () => ({ usergroups: [] }),
  }),
};

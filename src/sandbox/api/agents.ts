import { z } from 'zod';
import { Refusal } from '../nouns.ts';
import { checkStatus, setSession } from '../sessions.ts';
import { json, type Method, method, text } from './method.ts';
import { joinedChannel } from './places.ts';

const Prompt = z.object({ title: text, message: text });

/** Agent sessions and suggested prompts, as far as the page shows them. */
export const agentMethods: Record<string, Method> = {
  'agents.sessions.setStatus': method({
    tier: 'tier3',
    scopes: ['chat:write'],
    args: z.object({
      channel_id: text,
      status: text,
      thread_ts: text.optional(),
      title: z.string().max(200).optional(),
    }),
    run: (use, args) => {
      const channel = joinedChannel(use, args.channel_id);
      checkStatus(args.status);
      if (!args.thread_ts) throw new Refusal('missing_thread_ts');
      if (!use.store.messages.get(channel.id, args.thread_ts)) throw new Refusal('thread_not_found');
      const { title } = setSession(use, channel, args.thread_ts, args);
      return { agent_status: args.status, status: args.status, title };
    },
  }),
  'agents.sessions.rename': method({
    tier: 'tier3',
    scopes: ['chat:write'],
    args: z.object({ channel_id: text, title: z.string().min(1).max(200), thread_ts: text.optional() }),
    run: (use, args) => {
      const channel = joinedChannel(use, args.channel_id);
      const key = `${channel.id}/${args.thread_ts ?? ''}`;
      const known = use.sessions.get(key);
      use.sessions.set(key, {
        channel: channel.id,
        threadTs: args.thread_ts ?? '',
        status: known?.status ?? 'active',
        title: args.title,
        since: known?.since ?? use.now(),
      });
      return { title: args.title };
    },
  }),
  'assistant.threads.setSuggestedPrompts': method({
    tier: 'tier3',
    scopes: ['assistant:write', 'chat:write'],
    args: z.object({
      channel_id: text,
      prompts: json,
      thread_ts: text.optional(),
      title: z.string().optional(),
    }),
    run: (use, args) => {
      const channel = joinedChannel(use, args.channel_id);
      const prompts = z.array(Prompt).min(1).max(4).safeParse(args.prompts);
      if (!prompts.success) {
        const messages = [
          '[ERROR] prompts must be 1 to 4 items with title and message [json-pointer:/prompts]',
        ];
        throw new Refusal('invalid_arguments', { response_metadata: { messages } });
      }
      // Under agent_view prompts belong to the Messages tab; with a thread_ts Slack shows nothing.
      if (args.thread_ts) return {};
      const shown = { channel: channel.id, title: args.title ?? '', prompts: prompts.data };
      use.store.prompts.put(channel.id, shown);
      for (const member of channel.members) use.push.to(member, { type: 'prompts', prompts: shown });
      return {};
    },
  }),
};

import { Component } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { PageMessage, SlackBlock } from '../page-api.ts';
import { openThread, react } from './acts.ts';
import { Avatar } from './avatar.ts';
import { Blocks } from './blocks/blocks.ts';
import { clockTime, fullInstant, instantOfTs } from './dates.ts';
import { charOf, Emoji } from './emoji.ts';
import { Files } from './files.ts';
import { useForm } from './form.ts';
import { type Drawn, html } from './html.ts';
import { Icon } from './icons.ts';
import { plainWords } from './plain.ts';
import { dicts, string } from './read.ts';
import { isReply } from './reduce.ts';
import { getState, messageKey, personOf, useStore } from './store.ts';
import { OnSurface } from './surface.ts';
import { Mrkdwn } from './text.ts';

export type MessageProps = {
  message: PageMessage;
  /** Continues the message above: no avatar, no name. */
  joined: boolean;
  /** In the thread pane there is no way into the thread. */
  inThread: boolean;
  /** The one message of its list that Tab reaches. */
  stop: boolean;
};

/** Drawn again only when it changed: a channel may hold hundreds. */
export class Message extends Component<MessageProps> {
  override shouldComponentUpdate(next: MessageProps): boolean {
    const { message, joined, inThread, stop } = this.props;
    return (
      next.message !== message || next.joined !== joined || next.inThread !== inThread || next.stop !== stop
    );
  }
  override render(): Drawn {
    return html`<${MessageRow} ...${this.props} />`;
  }
}

const MessageRow = ({ message, joined, inThread, stop }: MessageProps): Drawn => {
  const row = useRef<HTMLElement>(null);
  const { author, me, zone } = useStore((state) => ({
    author: personOf(state, message.user),
    me: state.me,
    zone: state.me?.tz ?? 'UTC',
  }));
  useFade(row, message);
  useKeptFocus(row, message);
  const at = instantOfTs(message.ts);
  const time = clockTime(at, zone);
  const mine = message.user === me?.id;
  return html`<article ref=${row} class=${classesOf(message, joined)} tabindex=${stop ? 0 : -1} data-ts=${message.ts} data-author=${mine ? 'me' : 'other'}
      aria-busy=${message.streaming === true} aria-label=${`${author?.name ?? message.user}, ${time}: ${wordsOf(message).slice(0, 300)}`}>
    <div class="gutter">${
      joined
        ? html`<time class="side-time" aria-hidden="true">${time}</time>`
        : html`<${Avatar} person=${author} />`
    }</div>
    <div class="message-main">
      ${message.ephemeral && html`<p class="only-you"><${Icon} name="eye" />Only visible to you</p>`}
      ${
        !joined &&
        html`<p class="byline"><strong class="author">${author?.name ?? message.user}</strong>
        ${message.bot && html`<span class="app-mark">APP</span>`}
        <time class="time" datetime=${at.toISOString()} title=${fullInstant(at, zone)}>${time}</time></p>`
      }
      <${MessageBody} message=${message} />
      <${Reactions} message=${message} me=${me?.id ?? ''} />
      ${!inThread && !isReply(message) && (message.reply_count ?? 0) > 0 && html`<${Replies} message=${message} zone=${zone} />`}
    </div>
    ${!inThread && !message.ephemeral && html`<${ActionBar} message=${message} />`}
  </article>`;
};

/** What it says, and the names of its files. */
const wordsOf = ({ text, files = [] }: PageMessage): string =>
  [plainWords(text, getState()), ...files.map(({ name }) => name)].filter(Boolean).join(' ');

const classesOf = (message: PageMessage, joined: boolean): string =>
  [
    'message',
    joined && 'joined',
    message.bot && 'by-app',
    message.ephemeral && 'ephemeral',
    message.streaming && 'streaming',
  ]
    .filter(Boolean)
    .join(' ');

const MessageBody = ({ message }: { message: PageMessage }): Drawn => {
  const blocks = message.blocks ?? noBlocks;
  const form = useForm(blocks);
  const surface = {
    container: { type: 'message' as const, channel: message.channel, ts: message.ts },
    kind: 'message' as const,
    form,
    errors: {},
  };
  const edited = message.edited && !message.bot && html`<span class="edited"> (edited)</span>`;
  if (message.subtype === 'tombstone') return html`<p class="gone">This message was deleted.</p>`;
  return html`<${OnSurface} surface=${surface}>
    ${
      blocks.length > 0
        ? html`<div class="blocks"><${Blocks} blocks=${blocks} />${edited}</div>`
        : message.text && html`<div class="message-text"><${Mrkdwn} text=${message.text} />${edited}</div>`
    }
    ${message.streaming && blocks.length === 0 && html`<p class="writing">Writing</p>`}
    ${message.files && html`<${Files} files=${message.files} />`}
    ${dicts(message.attachments).map(
      (attachment, i) => html`<div class="attachment" key=${i}>
      ${
        dicts(attachment.blocks).length > 0
          ? html`<${Blocks} blocks=${attachment.blocks} />`
          : html`<${Mrkdwn} text=${string(attachment.text) || string(attachment.fallback)} />`
      }
    </div>`,
    )}
  </${OnSurface}>`;
};

const noBlocks: SlackBlock[] = [];

const Reactions = ({ message, me }: { message: PageMessage; me: string }): Drawn => {
  const given = message.reactions ?? [];
  if (given.length === 0) return null;
  return html`<div class="reactions">${given.map(({ name, users, count }) => {
    const mine = users.includes(me);
    return html`<button type="button" key=${name} class=${`reaction${mine ? ' mine' : ''}`} aria-pressed=${mine}
      aria-label=${`${name.replaceAll('_', ' ')}, ${count}`} onClick=${() => react(message, name, mine)}>
      <${Emoji} char=${charOf(name) ?? `:${name}:`} /> ${count}</button>`;
  })}</div>`;
};

const Replies = ({ message, zone }: { message: PageMessage; zone: string }): Drawn => {
  const people = useStore((state) => state.people);
  const count = message.reply_count ?? 0;
  const open = (): Promise<void> => openThread({ channel: message.channel, ts: message.ts });
  return html`<button type="button" class="replies" onClick=${open}>
    ${(message.reply_users ?? []).slice(0, 3).map((id) => html`<${Avatar} key=${id} size=${20} person=${personOf({ people }, id)} />`)}
    <span class="replies-count">${count} ${count === 1 ? 'reply' : 'replies'}</span>
    ${message.latest_reply && html`<span class="replies-last">last ${clockTime(instantOfTs(message.latest_reply), zone)}</span>`}
  </button>`;
};

const ActionBar = ({ message }: { message: PageMessage }): Drawn => {
  const copy = (): void => {
    const url = new URL(location.href);
    url.searchParams.delete('as');
    url.hash = `#/${message.channel}/${message.thread_ts ?? message.ts}`;
    void navigator.clipboard?.writeText(url.href);
  };
  const root = message.thread_ts ?? message.ts;
  return html`<div class="action-bar">
    <button type="button" class="icon-button" title="Reply in thread" aria-label="Reply in thread"
      onClick=${() => openThread({ channel: message.channel, ts: root })}><${Icon} name="reply" /></button>
    <button type="button" class="icon-button" title="Copy link" aria-label="Copy link" onClick=${copy}><${Icon} name="link" /></button>
  </div>`;
};

/** A card that changed in place shows it once, for 600 ms. */
const useFade = (row: { current: HTMLElement | null }, message: PageMessage): void => {
  const changes = useStore((state) => state.changes[messageKey(message)] ?? 0);
  const seen = useRef(changes);
  useEffect(() => {
    if (changes === seen.current) return;
    seen.current = changes;
    if (!row.current || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const colour = getComputedStyle(row.current).getPropertyValue('--fade');
    row.current.animate([{ backgroundColor: colour }, { backgroundColor: 'transparent' }], { duration: 600 });
  }, [changes]);
};

/** A pressed button may vanish with its row; the keyboard then stays at the card, not at the top of the page. */
const useKeptFocus = (row: { current: HTMLElement | null }, message: PageMessage): void => {
  const inside = useRef(false);
  useEffect(() => {
    const element = row.current;
    const enter = (): void => {
      inside.current = true;
    };
    const leave = (event: FocusEvent): void => {
      if (event.relatedTarget) inside.current = false;
    };
    element?.addEventListener('focusin', enter);
    element?.addEventListener('focusout', leave);
    return () => {
      element?.removeEventListener('focusin', enter);
      element?.removeEventListener('focusout', leave);
    };
  }, []);
  useLayoutEffect(() => {
    if (inside.current && document.activeElement === document.body)
      row.current?.focus({ preventScroll: true });
  }, [message]);
};

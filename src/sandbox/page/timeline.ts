import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageMessage } from '../page-api.ts';
import { openThread } from './acts.ts';
import { dayKey, dayTitle, instantOfTs } from './dates.ts';
import { nextIndex } from './elements/lists.ts';
import { type Drawn, html } from './html.ts';
import { Message } from './message.ts';
import { isReply, looksSame } from './reduce.ts';
import { useStore } from './store.ts';

export type Row =
  | { kind: 'day'; key: string; title: string }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: PageMessage; joined: boolean };

const together = 5 * 60;

/** Messages as they stand under each other: days apart, and one sender's within five minutes as one group. */
export const rowsOf = (
  items: PageMessage[],
  reader: { zone: string; now: Date },
  lastRead = '',
  me = '',
): Row[] => {
  const rows: Row[] = [];
  let day = '';
  let before: PageMessage | null = null;
  let marked = lastRead === '' || Number(lastRead) === 0;
  for (const message of items) {
    const at = instantOfTs(message.ts);
    const today = dayKey(at, reader.zone);
    if (today !== day) {
      rows.push({ kind: 'day', key: today, title: dayTitle(at, reader) });
      before = null;
    }
    if (!marked && Number(message.ts) > Number(lastRead) && message.user !== me && !message.ephemeral) {
      rows.push({ kind: 'new', key: 'new' });
      marked = true;
      before = null;
    }
    rows.push({ kind: 'message', key: message.ts, message, joined: isJoined(before, message) });
    day = today;
    before = message;
  }
  return rows;
};

const isJoined = (before: PageMessage | null, message: PageMessage): boolean =>
  before !== null &&
  before.user === message.user &&
  before.bot === message.bot &&
  before.ephemeral === message.ephemeral &&
  Number(message.ts) - Number(before.ts) < together;

type TimelineProps = {
  items: PageMessage[];
  label: string;
  inThread?: boolean;
  /** Where reading stopped when the conversation was opened. */
  lastRead?: string;
  head?: Drawn;
  foot?: Drawn;
};

/** A scrolling list of messages that holds still while cards change, and follows what is new at the end. */
export const Timeline = ({
  items,
  label,
  inThread = false,
  lastRead = '',
  head,
  foot,
}: TimelineProps): Drawn => {
  const { zone, me } = useStore((state) => ({ zone: state.me?.tz ?? 'UTC', me: state.me?.id ?? '' }));
  const [stop, setStop] = useState('');
  const scroller = useSteadyScroll(items);
  const rows = rowsOf(items, { zone, now: new Date() }, lastRead, me);
  const reached = items.some((message) => message.ts === stop) ? stop : (items.at(-1)?.ts ?? '');
  const keys = (event: KeyboardEvent): void => {
    const here = event.target as HTMLElement;
    if (!here.matches('.message')) return;
    const all = [...(scroller.current?.querySelectorAll<HTMLElement>('.message') ?? [])];
    const at = all.indexOf(here);
    const goal = nextIndex(event.key, at, all.length);
    const message = items.find((one) => one.ts === here.dataset.ts);
    if (event.key === 'Enter' && message && !inThread && !message.ephemeral) {
      event.preventDefault();
      void openThread({
        channel: message.channel,
        ts: isReply(message) ? (message.thread_ts ?? message.ts) : message.ts,
      });
    }
    if (event.key === 'ArrowDown' && at === all.length - 1) {
      const field = scroller.current
        ?.closest('[data-region]')
        ?.querySelector<HTMLElement>('.composer textarea');
      if (field) event.preventDefault();
      field?.focus();
      return;
    }
    if (goal === null || Math.abs(goal - at) > 1 !== /Home|End/.test(event.key)) return;
    event.preventDefault();
    setStop(all[goal]?.dataset.ts ?? '');
    all[goal]?.focus();
  };
  return html`<div class="timeline" ref=${scroller} role="region" aria-label=${label} onKeyDown=${keys}
      onFocusIn=${(event: FocusEvent) => setStop((event.target as HTMLElement).closest<HTMLElement>('.message')?.dataset.ts ?? reached)}>
    <div class="timeline-inner">
      ${head}
      ${rows.map((row) => {
        if (row.kind === 'day')
          return html`<div class="day" key=${row.key} role="separator"><span>${row.title}</span></div>`;
        if (row.kind === 'new')
          return html`<div class="new-line" key="new" role="separator"><span>New</span></div>`;
        return html`<${Message} key=${row.key} message=${row.message} joined=${row.joined} inThread=${inThread} stop=${row.key === reached} />`;
      })}
      ${foot}
    </div>
  </div>`;
};

const followInView = (view: HTMLElement, ts: string): void => {
  const grown = view.querySelector(`[data-ts="${ts}"]`);
  const above = grown ? grown.getBoundingClientRect().top - view.getBoundingClientRect().top : 0;
  const below = view.scrollHeight - view.scrollTop - view.clientHeight;
  if (above > 0) view.scrollTop += Math.min(above, below);
};

/** To the end; but what is higher than the view is read from its first line, not from its buttons. */
const toNewest = (view: HTMLElement, ts: string): void => {
  view.scrollTop = view.scrollHeight;
  const newest = view.querySelector(`[data-ts="${ts}"]`);
  const above = newest ? newest.getBoundingClientRect().top - view.getBoundingClientRect().top : 0;
  if (above < 0) view.scrollTop += above;
};

/**
 * Follows the end when a message comes and the reader is at the end, and a last card that grows as far as its own
 * beginning stays in view. In every other case (a card grows or shrinks,
 * older messages come in above) the message at the top of the view stays exactly where it was.
 */
const useSteadyScroll = (items: PageMessage[]) => {
  const box = useRef<HTMLDivElement>(null);
  const held = useRef<{ ts: string; top: number } | null>(null);
  const atEnd = useRef(true);
  const last = useRef<PageMessage | undefined>(undefined);
  const scrolledTo = useRef(0);
  const hold = (): void => {
    const view = box.current;
    if (!view) return;
    scrolledTo.current = view.scrollTop;
    atEnd.current = view.scrollHeight - view.scrollTop - view.clientHeight < 48;
    const edge = view.getBoundingClientRect().top;
    const all = [...view.querySelectorAll<HTMLElement>('.message')];
    // One that begins inside the view; else the one that fills it.
    const first = all.find((one) => one.getBoundingClientRect().top >= edge) ?? all.at(-1);
    held.current = first
      ? { ts: first.dataset.ts ?? '', top: first.getBoundingClientRect().top - edge }
      : null;
  };
  useLayoutEffect(() => {
    const view = box.current;
    if (!view) return;
    const newest = items.at(-1);
    const arrived = newest?.ts !== last.current?.ts;
    // A first reply adds a line under the last message: that is followed as well, and what is being written.
    const counted =
      newest !== undefined &&
      last.current !== undefined &&
      newest !== last.current &&
      looksSame(newest, last.current);
    const grown = !arrived && newest !== last.current;
    const written = newest?.streaming === true || last.current?.streaming === true;
    last.current = newest;
    if ((counted || written) && !arrived && atEnd.current) view.scrollTop = view.scrollHeight;
    else if (arrived && (atEnd.current || view.querySelector(`[data-ts="${newest?.ts}"][data-author=me]`)))
      toNewest(view, newest?.ts ?? '');
    else if (grown && atEnd.current) followInView(view, newest?.ts ?? '');
    else if (held.current) {
      const same = view.querySelector(`[data-ts="${held.current.ts}"]`);
      const edge = view.getBoundingClientRect().top;
      if (same) view.scrollTop += same.getBoundingClientRect().top - edge - held.current.top;
    }
    hold();
  }, [items]);
  useLayoutEffect(() => {
    const view = box.current;
    if (!view) return;
    const follow = (): void => {
      if (atEnd.current) view.scrollTop = view.scrollHeight;
    };
    // The event of our own scrolling comes when more may stand below: only the reader's says where they are.
    const moved = (): void => {
      if (view.scrollTop !== scrolledTo.current) hold();
    };
    // A narrower window or a picture that has arrived.
    const sized = new ResizeObserver(follow);
    sized.observe(view);
    // What takes its height later than it was put there, as text does whose font is still on its way.
    const grown = new ResizeObserver(() => {
      if (atEnd.current) followInView(view, last.current?.ts ?? '');
    });
    if (view.firstElementChild) grown.observe(view.firstElementChild);
    view.addEventListener('scroll', moved, { passive: true });
    view.addEventListener('load', follow, true);
    return () => {
      sized.disconnect();
      grown.disconnect();
      view.removeEventListener('scroll', moved);
      view.removeEventListener('load', follow, true);
    };
  }, []);
  return box;
};

/** What rules start outside: for whoever made them, while it can be stopped, and what came of it. */
import { count, list } from '../src/story/format.ts';
import { about, actions } from './ids.ts';
import { button, type Card, context, type Here, row, section } from './kit.ts';
import { bold, data, instant, joined, lines, type Markup, md, name, spoken } from './text.ts';
import { clockSetTo, ended } from './words.ts';

export type StartLine = {
  id: number;
  workflow: string;
  host: string;
  deal: string;
  rule: number;
  state:
    | { is: 'held'; until: Date }
    | { is: 'paused' }
    | { is: 'waits for room' }
    | { is: 'tried'; times: number }
    | { is: 'started'; at: Date }
    | { is: 'stopped'; by: string; at: Date }
    | { is: 'not started'; because: string };
};
export type StartCard = { starts: StartLine[]; more: number; at: Date };

const mostShown = 8;
const mostButtons = 3;

export const startCard = ({ starts, more, at }: StartCard, here: Here): Card => {
  const [first, ...others] = starts;
  if (!first) return { text: 'Nothing is started.', blocks: [section(md`Nothing is started.`)] };
  const stoppable = starts.filter(({ state }) => ['held', 'paused', 'waits for room'].includes(state.is));
  const one = others.length === 0 && more === 0;
  const rules = [...new Set(starts.map(({ rule }) => String(rule)))];
  const meta = context(
    md`${data(rules.length === 1 ? 'Rule' : 'Rules')} ${data(list(rules))}`,
    md`calls ${name(first.host)}`,
    instant(at),
    clockSetTo(here),
  );
  const warning = stoppable.length > 0 ? md`It cannot be taken back once it is started.` : null;
  return {
    text: spoken(
      one
        ? `${said(first)}${stoppable.length > 0 ? ' It can be stopped.' : ''}`
        : `${count(starts.length + more, 'start')} of workflows. ${starts.slice(0, 3).map(said).join(' ')}`,
    ),
    blocks: [
      section(
        one
          ? lines(md`${mark(first)} ${bold(data(said(first)))}`, joined([until(first), warning], ' '))
          : lines(
              bold(data(`${count(starts.length + more, 'start')} of workflows outside.`)),
              ...starts
                .slice(0, mostShown)
                .map((start) => joined([md`• ${mark(start)}`, data(said(start)), until(start)], ' ')),
              more > 0 ? data(`And ${more} more.`) : null,
              warning,
            ),
      ),
      meta,
      ...row(
        ...(stoppable.length > 0
          ? [
              button(actions.stopStart, stoppable.length === 1 && one ? 'Stop' : 'Stop all', {
                value: about('start', 'all'.concat(`-${first.id}`)),
                label: one
                  ? `Stop: ${first.workflow} for ${first.deal}`
                  : 'Stop all that are not started yet',
                style: 'danger',
              }),
            ]
          : []),
        ...(one
          ? []
          : stoppable.slice(0, mostButtons).map((start, n) =>
              button(`${actions.stopStart}#${n}`, `Stop ${start.deal}`, {
                value: about('start', start.id),
                label: `Stop: ${start.workflow} for ${start.deal}`,
              }),
            )),
      ),
    ],
  };
};

const marks: Record<StartLine['state']['is'], string> = {
  held: '⏳',
  paused: '⚪',
  'waits for room': '⏳',
  tried: '⏳',
  started: '✅',
  stopped: '⚪',
  'not started': '⚠️',
};
const mark = ({ state }: StartLine): Markup => data(marks[state.is]);

/** Its time, by the clock of whoever reads it. */
const until = ({ state }: StartLine): Markup | null =>
  state.is === 'held' ? md`Starts at ${instant(state.until, 'time')}.` : null;

function said({ workflow, deal, state }: StartLine): string {
  const what = `The workflow ${workflow} for ${deal}`;
  switch (state.is) {
    case 'held':
      return `${what} is held before it starts.`;
    case 'paused':
      return `${what} is held: paused.`;
    case 'waits for room':
      return `${what} waits: as many as an hour allows were started.`;
    case 'tried':
      return `${what} is being tried.`;
    case 'started':
      return `${what} was started.`;
    case 'stopped':
      return `${state.by} stopped ${what.replace('The', 'the')}: nobody was called.`;
    case 'not started':
      return `${what} was not started: ${ended(state.because)}`;
  }
}

export type FloodCard = { waiting: number; started: number; most: number; began: Date; ended: Date | null };

export const floodCard = ({ waiting, started, most, began, ended: over }: FloodCard, here: Here): Card => {
  const fact = over
    ? `All workflows that waited for their turn were started or given up.`
    : `More workflows are to be started than ${count(most, 'start')} an hour: ${waiting} wait for their turn.`;
  return {
    text: spoken(fact),
    blocks: [
      section(
        lines(
          over ? md`🟢 ${bold(data(fact))}` : md`🟡 ${bold(data(fact))}`,
          over
            ? null
            : md`None is lost: each goes when there is room. "set workflow starts per hour to 40" makes more of it; "pause pipeline" stops them all.`,
        ),
      ),
      context(
        md`${count(started, 'start')} since`,
        instant(began),
        over ? md`over ${instant(over)}` : null,
        clockSetTo(here),
      ),
    ],
  };
};

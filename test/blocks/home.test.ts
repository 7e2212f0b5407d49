import { expect, test } from 'vitest';
import { type HomeData, homeView } from '../../blocks/home.ts';
import { homeAsks } from '../../blocks/home-asks.ts';
import { here } from './samples.ts';

const quiet: HomeData & { for: 'member' } = {
  for: 'member',
  waiting: [],
  waitingTotal: 0,
  inQuestion: [],
  held: [],
  standingIn: [],
  away: [],
  oldest: null,
  leads: [],
  phrasings: null,
  agents: [],
  mayPause: false,
  everythingPausedBy: null,
  playbooks: [],
  local: false,
  holds: 'own',
};
const titles = (home: HomeData): string[] =>
  (homeView(home, here).blocks as { type: string; text?: { text: string } }[]).flatMap(({ type, text }) =>
    type === 'header' && text ? [text.text] : [],
  );

test('Home says that nothing waits only where nothing does', () => {
  expect(titles(quiet)[0]).toBe('Nothing waits for you.');
  const words = { waiting: [], total: 2, inUse: 5 };
  expect(titles({ ...quiet, phrasings: words })).toEqual([
    'No card waits for you.',
    '2 phrasings to review',
    'Agents',
  ]);
  expect(titles({ ...quiet, phrasings: { ...words, total: 0 } })[0]).toBe('Nothing waits for you.');
});

test('Home offers what managers do to whoever may, and to nobody else', () => {
  const said = (mayPause: boolean) => JSON.stringify(homeView({ ...quiet, mayPause }, here).blocks);
  for (const { label } of Object.values(homeAsks)) {
    expect(said(true)).toContain(label);
    expect(said(false)).not.toContain(label);
  }
});

test('what lets agents go on says to how many before it does', () => {
  const agents = ['pipeline', 'intake'].map((agent) => ({
    ...{ name: agent, mode: 'suggest', version: 1, waiting: 0, owner: 'Oskar Weber', lastRun: null },
    ...{ state: 'paused' as const, pausedBy: 'Mara Lind' },
  }));
  const view = homeView({ ...quiet, agents, mayPause: true, everythingPausedBy: 'Mara Lind' }, here);
  const said = JSON.stringify(view.blocks);
  expect(said).toContain('"confirm":{"title":{"type":"plain_text","text":"Resume everything?"');
  expect(said).toContain('2 agents: each looks for work again');
});

test('Home says which playbooks are on, for whom and until when', () => {
  const until = new Date('2026-04-01T00:00:00Z');
  const playbooks = [
    { label: 'Quarter-end push', where: 'EMEA', until },
    { label: 'Large deal', where: 'Acme & Co', until: null },
  ];
  const said = JSON.stringify(homeView({ ...quiet, playbooks }, here).blocks);
  expect(said).toMatch(/\*Quarter-end push\* is on for EMEA until <!date\^1775001600\^/);
  expect(said).toContain('*Large deal* is on for Acme &amp; Co.');
});

test('Home says for whom one decides and until when, and who decides for oneself', () => {
  const until = new Date('2026-03-23T00:00:00Z');
  const from = new Date('2026-03-21T00:00:00Z');
  const said = (home: Partial<typeof quiet>) => JSON.stringify(homeView({ ...quiet, ...home }, here).blocks);
  const standing = said({ standingIn: [{ for: 'Mara Lind', until, cards: 2 }] });
  expect(standing).toMatch(/You decide for \*Mara Lind\* until .*: 2 cards below are theirs\./);
  expect(said({ standingIn: [{ for: 'Mara Lind', until, cards: 0 }] })).toContain('no card of theirs waits');
  expect(said({ away: [{ by: 'Nora Quinn', from: null, until }] })).toMatch(
    /\*Nora Quinn\* decides for you until .*I'm back/,
  );
  expect(said({ away: [{ by: 'Nora Quinn', from, until }] })).toMatch(/decides for you from .* until /);
});

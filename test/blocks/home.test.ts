import { expect, test } from 'vitest';
import { type HomeData, homeView } from '../../blocks/home.ts';
import { here } from './samples.ts';

const quiet: HomeData & { for: 'member' } = {
  for: 'member',
  waiting: [],
  waitingTotal: 0,
  inQuestion: [],
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

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

import { expect, test } from 'vitest';
import { Later } from '../../src/jobs/later.ts';
import { createPace } from '../../src/slack/pace.ts';

test('three posts go at once, the fourth is put off by a second', async () => {
  let at = 1_000_000;
  const pace = createPace({ now: () => at });
  for (let n = 0; n < 3; n++) await pace.turn('chat.postMessage', 'C1');
  await expect(pace.turn('chat.postMessage', 'C1')).rejects.toMatchObject({ afterMs: 1000 });
  at += 1000;
  await pace.turn('chat.postMessage', 'C1');
  await expect(pace.turn('chat.postMessage', 'C1')).rejects.toThrow(Later);
});

test('silence that Slack asked for holds for that method in that channel only', async () => {
  let at = 1_000_000;
  const pace = createPace({ now: () => at });
  pace.hold('chat.postMessage', 'C1', 30_000);
  await expect(pace.turn('chat.postMessage', 'C1')).rejects.toMatchObject({ afterMs: 30_000 });
  await expect(pace.turn('chat.update', 'C1')).resolves.toBeUndefined();
  await expect(pace.turn('chat.postMessage', 'C2')).resolves.toBeUndefined();
  at += 30_000;
  await expect(pace.turn('chat.postMessage', 'C1')).resolves.toBeUndefined();
});

import { expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

test.each([
  ['force run', '? Which agent is meant? Run the Pipeline agent | Run the Forecasting agent'],
  ['run the agent', '? Which agent is meant? Run the Pipeline agent | Run the Forecasting agent'],
  [
    'pause the agent until Monday',
    '? Which agent is meant? Pause the Pipeline agent until monday | Pause the Forecasting agent until monday | Pause all agents until monday',
  ],
  [
    'be less aggressive',
    '? Which agent is meant? Make the Pipeline agent less aggressive | Make the Forecasting agent less aggressive',
  ],
])('where none is named each is offered: %s', (said, asked) => {
  expect(readAs(said, cast)).toBe(asked);
});

test.each([
  ['nothing after 6 pm', '> quiet_hours 18:00 to 08:00 for everyone'],
  ["don't ping Tom after 17:30", '> quiet_hours 17:30 to 08:00 for Tom Reyes'],
  ["don't ping me after 6pm", '> quiet_hours 18:00 to 08:00 for you'],
  ["don't ping my team after 18:00", '> quiet_hours 18:00 to 08:00 for mine'],
  ['quiet hours for Tom from 5pm', '> quiet_hours 17:00 to 08:00 for Tom Reyes'],
])('quiet hours of which only the begin is said last until the morning: %s', (said, meant) => {
  expect(readAs(said, cast)).toBe(meant);
});

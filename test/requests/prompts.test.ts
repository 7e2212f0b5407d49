import { expect, test } from 'vitest';
import { readPrompts } from '../../src/models/prompts.ts';
import { replySchemas } from '../../src/requests/reply-schemas.ts';

test('the released prompts are as they were released: a start on an existing database refuses others', async () => {
  const released = (await readPrompts('prompts', replySchemas)).map(({ name, version, hash }) => [
    `${name} v${version}`,
    hash.slice(0, 16),
  ]);
  expect(Object.fromEntries(released)).toEqual({
    'answer-open-question v1': 'f82d4a9010ec57aa',
    'read-lead v1': '0be474ce63531c49',
    'read-request v1': '00d0e0d90334bcf8',
    'read-request v2': '20023ce935d631c5',
    'read-request v3': '9daa43574a62a424',
    'read-request v4': 'be6b807fb2ae0cad',
  });
});

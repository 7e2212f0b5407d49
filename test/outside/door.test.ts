import { expect, test } from 'vitest';
import { createDoor } from '../../src/outside/door.ts';

const answer = async () => new Response('ok');

test('a host that the configuration names is called', async () => {
  const door = createDoor({ allowed: ['https://api.example.com/v1'], fetch: answer });
  expect(await (await door.fetch('https://api.example.com/other')).text()).toBe('ok');
});

test.each([
  'https://evil.example.net/',
  'http://api.example.com/',
  'https://api.example.com:8443/',
  'https://api.example.com@evil.example.net/',
  'https://api.example.com.evil.example.net/',
  'http://169.254.169.254/latest/meta-data',
])('%s is refused', async (url) => {
  let called = false;
  const door = createDoor({
    allowed: ['https://api.example.com'],
    fetch: async () => {
      called = true;
      return answer();
    },
  });
  await expect(door.fetch(url)).rejects.toThrow('Steward does not call');
  expect(called).toBe(false);
});

test('a redirect is an error, not followed', async () => {
  let redirect: string | undefined;
  const door = createDoor({
    allowed: ['https://api.example.com'],
    fetch: async (_, init) => {
      redirect = init?.redirect;
      return answer();
    },
  });
  await door.fetch('https://api.example.com/');
  expect(redirect).toBe('error');
});

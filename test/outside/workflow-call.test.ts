import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { pinnedPost } from '../../src/outside/pinned-post.ts';
import { isPublic } from '../../src/outside/public-address.ts';
import { checkSigned } from '../../src/outside/signed.ts';
import { workflowAddress } from '../../src/outside/workflow-address.ts';
import { callWorkflow } from '../../src/outside/workflow-call.ts';

const hosts = ['hooks.example.com', 'hooks.example.com:8443'];
const at = new Date('2026-03-20T10:00:00Z');
const call = async (
  url: string,
  addresses: string[] | 'no such name' = ['93.184.215.14'],
  answer: { status: number; retryAfter?: string } | 'none' = { status: 200 },
) => {
  const sent: { url: string; addresses: string[]; headers: Record<string, string>; body: string }[] = [];
  const called = await callWorkflow(
    {
      hosts: [...hosts, '127.0.0.1', '[::1]', 'localhost'],
      resolve: async () => {
        if (addresses === 'no such name') throw new Error('ENOTFOUND');
        return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      },
      post: async ({ addresses: to, timeoutMs: _, ...rest }) => {
        sent.push({ ...rest, addresses: to.map(({ address }) => address) });
        if (answer === 'none') throw new Error('ECONNRESET');
        return { retryAfter: null, ...answer };
      },
    },
    { url, id: 'a-b-c', body: '{"id":"a-b-c"}', secrets: ['new', 'old'], at },
  );
  return { called, sent };
};

describe('the address of a workflow', () => {
  test.each([
    ['https://hooks.example.com/x', 'hooks.example.com'],
    ['https://HOOKS.example.com:443/x?y=1#z', 'hooks.example.com'],
    ['https://hooks.example.com:8443/x', 'hooks.example.com:8443'],
  ])('%s may be called', (url, host) => {
    expect(workflowAddress(url, hosts)).toMatchObject({ host });
  });

  const others = ['x', '', 'hooks.example.com/x', '//hooks.example.com/x', 'https://', 'https:///x'];
  const schemes = ['http', 'ftp', 'file', 'gopher', 'data', 'unix', 'http+unix', 'javascript', 'ws'];
  const inside = [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.1',
    '127.0.1',
    '0',
    '0.0.0.0',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:127.0.0.1]',
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0xa9.0xfe.0xa9.0xfe',
    '0251.0376.0251.0376',
    '[::ffff:169.254.169.254]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    'localhost',
    'localhost.localdomain',
    'ip6-localhost',
    '127.0.0.1.nip.io',
    '①②⑦.⓪.⓪.①',
    '１２７.０.０.１',
    'metadata.google.internal',
  ];
  const disguised = [
    'https://hooks.example.com@127.0.0.1/',
    'https://hooks.example.com:x@127.0.0.1/',
    'https://user@hooks.example.com/',
    'https://user:password@hooks.example.com/',
    'https://hooks.example.com.evil.example/',
    'https://hooks.example.com%2eevil.example/',
    'https://evil.example/https://hooks.example.com/',
    'https://evil.example#hooks.example.com/',
    'https://evil.example?hooks.example.com/',
    'https://evil.example\\@hooks.example.com/',
    'https://hooks.example.com\\@evil.example/',
    'https://hooks.example.com./x',
    'https://hooks.example.com:8444/',
    'https://hooks.example.com:22/',
    'https://xhooks.example.com/',
    'https://example.com/',
    'https://hооks.example.com/',
    'https://hooks.example.com/x\r\nHost: evil.example',
    'https://hooks.example.com/x y',
    'https://hooks.example.com\t/x',
    'https:\\\\hooks.example.com\\x',
    ' https://hooks.example.com/x',
  ];
  const refused = [
    ...others,
    ...schemes.map((scheme) => `${scheme}://hooks.example.com/x`),
    ...inside.flatMap((host) => [`https://${host}/`, `https://${host}:8443/x`, `http://${host}/`]),
    ...disguised,
  ];

  test.each(refused.map((url) => [url]))('%j may not', (url) => {
    expect(workflowAddress(url, hosts)).toHaveProperty('because');
  });
});

describe('a host that leads inside', () => {
  const inside = [
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.127.0.1',
    '192.0.0.8',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::127.0.0.1',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '2001:0:7f00:1::',
    '2002:7f00:1::',
    '2001:db8::1',
    'not an address',
  ];

  test.each(inside.map((address) => [address]))('at %s is not called', async (address) => {
    expect(isPublic(address)).toBe(false);
    const { called, sent } = await call('https://hooks.example.com/x', [address]);
    expect(called).toMatchObject({ say: 'no' });
    expect(sent).toEqual([]);
  });

  test('is not called where only one of its addresses does', async () => {
    const { called, sent } = await call('https://hooks.example.com/x', ['93.184.215.14', '10.0.0.1']);
    expect(called).toMatchObject({ say: 'no' });
    expect(sent).toEqual([]);
  });

  test('is not called as a bare address either, even where somebody has named it', async () => {
    for (const url of ['https://127.0.0.1/', 'https://[::1]/', 'https://2130706433/']) {
      const { called, sent } = await call(url);
      expect(called).toMatchObject({ say: 'no' });
      expect(sent).toEqual([]);
    }
  });

  test.each(['93.184.215.14', '8.8.8.8', '2606:4700::1111', '172.32.0.1', '100.128.0.1'])(
    'public ones are: %s',
    (address) => {
      expect(isPublic(address)).toBe(true);
    },
  );
});

describe('a call', () => {
  test('goes to the very addresses that were looked at, signed with each secret', async () => {
    const { called, sent } = await call('https://hooks.example.com/x', ['93.184.215.14']);
    expect(called).toEqual({ say: 'taken' });
    const [one] = sent;
    expect(one).toMatchObject({
      url: 'https://hooks.example.com/x',
      addresses: ['93.184.215.14'],
      body: '{"id":"a-b-c"}',
      headers: { 'x-steward-delivery': 'a-b-c', 'x-steward-timestamp': '1774000800' },
    });
    const [fresh, last] = (one?.headers['x-steward-signature'] ?? '').split(',');
    for (const [secret, signature] of [
      ['new', fresh],
      ['old', last],
    ] as const)
      expect(
        checkSigned({
          secret,
          now: at,
          timestamp: one?.headers['x-steward-timestamp'],
          signature,
          body: Buffer.from(one?.body ?? ''),
        }),
      ).toEqual({ ok: true });
  });

  test.each([
    [429, '120', 120_000],
    [503, '999999', 3_600_000],
    [500, 'soon', null],
    [408, undefined, null],
  ])('that is answered with %i comes again', async (status, retryAfter, afterMs) => {
    const { called } = await call('https://hooks.example.com/x', ['93.184.215.14'], {
      status,
      ...(retryAfter ? { retryAfter } : {}),
    });
    expect(called).toMatchObject({ say: 'later', afterMs });
  });

  test.each([301, 302, 307, 308, 400, 401, 404, 410])('that is answered with %i does not', async (status) => {
    const { called } = await call('https://hooks.example.com/x', ['93.184.215.14'], { status });
    expect(called).toMatchObject({ say: 'no' });
  });

  test('without an answer comes again, as does one whose name is not found', async () => {
    expect((await call('https://hooks.example.com/x', ['93.184.215.14'], 'none')).called).toMatchObject({
      say: 'later',
      because: 'hooks.example.com did not answer.',
    });
    expect((await call('https://hooks.example.com/x', 'no such name')).called).toMatchObject({
      say: 'later',
      because: 'The name hooks.example.com was not found.',
    });
  });

  /** Something that listens inside: what it heard, and at which port. */
  async function withCanary(work: (canary: { port: number; heard: Buffer[] }) => Promise<void>) {
    const heard: Buffer[] = [];
    const server = createServer((socket) => {
      socket.once('data', (bytes) => {
        heard.push(bytes);
        socket.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const place = server.address();
    try {
      await work({ port: typeof place === 'object' && place ? place.port : 0, heard });
    } finally {
      server.close();
    }
  }

  test('reaches nothing inside, however its address is spelled and its name is answered', () =>
    withCanary(async ({ port, heard }) => {
      const spelled = ['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', '[::ffff:127.0.0.1]', 'localhost'];
      for (const host of ['hooks.example.com', ...spelled]) {
        const url = `https://${host}:${port}/x`;
        const named = URL.parse(url)?.host ?? '';
        const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
        const input = { url, id: 'a', body: '{}', secrets: ['s'], at };
        // Even where the environment names it.
        expect(await callWorkflow({ hosts: [named], resolve }, input)).toMatchObject({ say: 'no' });
        expect(await callWorkflow({ hosts, resolve }, input)).toMatchObject({ say: 'no' });
      }
      expect(heard).toEqual([]);
    }));

  test('without that check would have reached it: it goes to the addresses given, whatever the name would lead to', () =>
    withCanary(async ({ port, heard }) => {
      await expect(
        pinnedPost({
          url: `https://hooks.example.com:${port}/x`,
          addresses: [{ address: '127.0.0.1', family: 4 }],
          headers: {},
          body: '{}',
          timeoutMs: 5_000,
        }),
      ).rejects.toThrow();
      // The name stands in the greeting, so its certificate is the one that is asked for.
      expect(Buffer.concat(heard).includes('hooks.example.com')).toBe(true);
    }));
});

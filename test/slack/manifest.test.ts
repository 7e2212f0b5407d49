/** manifest.yml against the limits of Slack's manifest schema 2 (github.com/slackapi/manifest-schema): unknown keys are refused. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { usualApp } from '../../src/sandbox/app-settings.ts';

const text = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');

const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.number().int() }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140).optional(),
    background_color: z
      .string()
      .regex(/^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/)
      .optional(),
    long_description: z.string().min(175).max(4000).optional(),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean() }),
    agent_view: z.strictObject({
      agent_description: z.string().max(300),
      suggested_prompts: z.array(z.strictObject({ title: z.string(), message: z.string() })).max(4),
    }),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\//).min(2).max(32),
          url: z
            .string()
            .regex(/^https?:\/\//)
            .max(3000)
            .optional(),
          description: z.string().min(1).max(2000),
          usage_hint: z.string().min(1).max(1000).optional(),
          should_escape: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()).min(1).max(255) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: z.string().optional(),
      bot_events: z.array(z.string()).min(1).max(100),
    }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: z.string().optional() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

test('the manifest keeps to the schema of Slack', () => {
  const read = Manifest.safeParse(parse(text));
  expect(read.error?.issues ?? []).toEqual([]);
});

test('the local workspace grants the scopes and the command of the manifest, no more and no less', () => {
  const { oauth_config, features } = Manifest.parse(parse(text));
  expect([...usualApp.scopes].sort()).toEqual([...oauth_config.scopes.bot].sort());
  expect(usualApp.commands.map(({ command }) => command)).toEqual(
    features.slash_commands.map(({ command }) => command),
  );
});

test('the manifest subscribes to every event that the local workspace sends', () => {
  const { settings } = Manifest.parse(parse(text));
  expect([...usualApp.events].sort()).toEqual([...settings.event_subscriptions.bot_events].sort());
});

test('each scope says why it is needed', () => {
  const scopes = text
    .slice(text.indexOf('    bot:\n'), text.indexOf('settings:'))
    .split('\n')
    .filter((line) => /^ {6}- /.test(line));
  expect(scopes.length).toBeGreaterThan(10);
  expect(scopes.filter((line) => !/ # \w.{10,}/.test(line))).toEqual([]);
});

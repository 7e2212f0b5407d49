/** Questions, names and texts that others collected; they lie beside the repository on the machines that have them. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { emptyLexicon, type Lexicon } from '../../src/language/lexicon.ts';
import { read } from '../../src/language/reader.ts';
import type { Reading } from '../../src/language/request.ts';
import { plain } from '../../src/language/text.ts';
import { lexicons, maven } from './companies.ts';
import { on, say } from './say.ts';

const folder = new URL('../../../shared/data/', import.meta.url);
const here = existsSync(folder);
if (!here) console.warn('Skipped: the collected texts are not on this machine (../shared/data).');
const rows = <Row>(file: string): Row[] =>
  readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => line.trim().startsWith('{'))
    .map((line) => JSON.parse(line) as Row);

// What a question could set off: nothing but an answer, a question back, a refusal or a hand-over.
const harmless: Reading['say'][] = ['question', 'partly', 'which', 'refused', 'unread', 'lacks'];

describe.runIf(here)('questions that people asked of other CRMs', () => {
  test('none breaks the reader or sets anything off, in whichever company it is asked', () => {
    const questions = rows<{ id: string; text: string }>('crm-questions/questions.jsonl');
    expect(questions.length).toBeGreaterThan(100);
    for (const lexicon of Object.values(lexicons)) {
      for (const { id, text } of questions) {
        const reading = read(text, on(lexicon));
        if (reading.say === 'command')
          expect(['help', 'deal', 'owner', 'agent_status', 'cost', 'activity', 'explain_thing']).toContain(
            reading.command.do,
          );
        else expect(harmless, `${id} ${text}`).toContain(reading.say);
        for (const { start, end } of reading.spans) expect(start, id).toBeLessThanOrEqual(end);
      }
    }
  });

  test('strings that broke other programs break nothing here', () => {
    for (const row of rows<{ text?: string; value?: string; string?: string }>(
      'naughty-strings/blns.jsonl',
    )) {
      const text = row.text ?? row.value ?? row.string ?? '';
      for (const words of [text, `open deals for ${text}`, `pause ${text}`])
        expect(() => read(words, on(maven)), JSON.stringify(words).slice(0, 80)).not.toThrow();
    }
  });
});

describe.runIf(here)('names as they should not be written', () => {
  type Row = { id: string; kind: string; canonical: string; input: string; expect: string };
  /** The names that the data set speaks of, and people who are in no CRM. */
  const known = (all: Row[]): Lexicon => ({
    ...emptyLexicon,
    ...maven,
    people: [
      ...maven.people,
      ...[...new Set(all.filter(({ kind }) => kind === 'person').map(({ canonical }) => canonical))].map(
        (name) => ({
          ...{
            id: `P-${name}`,
            name,
            roles: ['rep' as const],
            teamId: null,
            territoryId: null,
            managerId: null,
          },
        }),
      ),
    ],
  });

  test('each is matched, asked about or left alone as its collector expects', () => {
    const all = rows<Row>('unicode-names/names.jsonl');
    const lexicon = known(all);
    const use = on(lexicon);
    for (const { id, kind, canonical, input, expect: wanted } of all) {
      const text = kind === 'product' ? `open deals with product ${input}` : `open deals of ${input}`;
      const reading = read(text, use);
      const silently = reading.say === 'question' && say(reading, lexicon).includes(canonical);
      if (wanted === 'match') expect(silently, `${id} ${JSON.stringify(input)}: ${reading.say}`).toBe(true);
      if (wanted === 'no_silent_match' || wanted === 'ask')
        expect(silently && reading.assumptions.length === 0, `${id} ${JSON.stringify(input)}`).toBe(false);
      if (wanted === 'match_or_ask' && reading.say === 'question')
        expect(silently, `${id} ${JSON.stringify(input)}: ${say(reading, lexicon)}`).toBe(true);
    }
  });
});

describe.runIf(here)('what Slack makes of what people type', () => {
  type Case = {
    id: string;
    direction: string;
    text: string;
    expect: { means?: string; amount_min?: number };
  };
  test('markup is read as what it stands for', () => {
    const cases = rows<Case>('slack-markup/cases.jsonl').filter(({ direction }) => direction === 'inbound');
    expect(cases.length).toBeGreaterThan(5);
    for (const { id, text, expect: wanted } of cases) {
      expect(plain(text), id).not.toMatch(/<[@#!]|&(?:amp|lt|gt);|```/);
      if (wanted.amount_min === undefined) continue;
      const reading = read(text, on(maven));
      const clauses = reading.say === 'question' ? reading.frame.clauses : [];
      expect(clauses, id).toContainEqual(
        expect.objectContaining({ field: 'amount', from: wanted.amount_min }),
      );
    }
  });
});

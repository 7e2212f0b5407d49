import { describe, expect, test } from 'vitest';
import { cast } from './companies.ts';
import { readAs } from './say.ts';

describe('many things taken back as one', () => {
  test.each([
    ['undo run 7F3K', '> undo run 7F3K'],
    ['undo everything in run 7f3k', '> undo run 7F3K'],
    ['revert all changes of run #7F3K please', '> undo run 7F3K'],
    ['roll back what run 7F3K did', '> undo run 7F3K'],
    ['undo batch 7', '> undo batch 7'],
    ['take back everything of batch #12 please', '> undo batch 12'],
    ['revert the whole batch', '> undo batch last'],
    ['undo the bulk assignment', '> undo batch last'],
    ['take back everything of run 7F3K', '> undo run 7F3K'],
    ['roll back my last bulk change', '> undo batch last'],
    ['undo everything pipeline v3 did', '> undo version 3 of Pipeline agent'],
    ['revert all changes by pipeline version 3', '> undo version 3 of Pipeline agent'],
    ['roll back everything version 14 of the pipeline agent did', '> undo version 14 of Pipeline agent'],
    ['undo everything pipeline did between 9 and 11 today', '> undo all of Pipeline agent, today 540-660'],
    ['undo everything pipeline did from 9:30 to 11am', '> undo all of Pipeline agent, today 570-660'],
    [
      'undo everything pipeline did between 2 and 4pm yesterday',
      '> undo all of Pipeline agent, yesterday 840-960',
    ],
    ['undo everything pipeline did since 9:15', '> undo all of Pipeline agent, today 555-'],
    ['undo what i did after 8am today', '> undo all of me, today 480-'],
    ['undo everything pipeline did since yesterday', '> undo all of Pipeline agent, since yesterday'],
    ['undo everything pipeline did between 9 and 11 last week', '> ? Of which day? For example "today".'],
    ['undo the last 20 things pipeline did', '> undo 20 of Pipeline agent, last 30 days'],
    ['undo the rollback', '> undo rollback last'],
    ['undo undo 12', '> undo rollback 12'],
    ['undo the undo', '> undo rollback last'],
    ['how far is the undo', '> status of rollback last'],
    ['how far is undo 12?', '> status of rollback 12'],
    ['rollback status', '> status of rollback last'],
    ['what is the status of my rollback', '> status of rollback last'],
    ['is the undo done yet', '> status of rollback last'],
    ['what stays of undo 12', '> status of rollback 12'],
    ['undo', '> undo'],
    ['undo that', '> undo'],
  ])('%s', (text, expected) => {
    expect(readAs(text, cast)).toBe(expected);
  });
});

/**
 * Takes the README's pictures (`npm run gallery`): the real program on a fresh folder, seen through its own page. Slack's
 * part keeps real time, so the hours beside names are set to the company's clock; everything else is as it is drawn.
 */
import { stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { stoppedAt } from '../../src/clock.ts';
import { batchFor } from '../../src/crew/batches.ts';
import { whoHears } from '../../src/crew/crew.ts';
import { openDatabase } from '../../src/db/open.ts';
import { inTransaction } from '../../src/db/transaction.ts';
import { wantCard } from '../../src/jobs/cards.ts';
import { silentLog } from '../../src/log.ts';
import { failRun, finishRun, startRun } from '../../src/runs/runs.ts';
import { pause } from '../../src/settings/pauses.ts';
import { currentSettings } from '../../src/settings/settings.ts';
import { cardOfPriya, go, noChromium, send, withHouse } from '../e2e/house.ts';
import { theBrowser } from '../page/support/browser.ts';
import { aFolder, program } from '../start/program.ts';
import { playbooksSeen } from './playbooks.ts';
import { sending } from './sending.ts';
import { signing } from './signing.ts';

const most = 150_000;
const folder = fileURLToPath(new URL('.', import.meta.url));

/** Sharp where that fits into the limit, else one point to a pixel. */
async function picture(name: string, of: Page | Locator): Promise<void> {
  const page = 'page' in of ? of.page() : of;
  await page.evaluate(() => {
    for (const time of document.querySelectorAll('.byline .time, .side-time, .replies-last'))
      time.textContent = '11:00';
    if (document.activeElement instanceof HTMLElement && !document.activeElement.closest('[role=dialog]'))
      document.activeElement.blur();
  });
  await page.mouse.move(1, 1);
  const path = `${folder}${name}.png`;
  let bytes = Number.POSITIVE_INFINITY;
  for (const scale of ['device', 'css'] as const) {
    if (bytes <= most) break;
    await of.screenshot({ path, scale, animations: 'disabled', caret: 'hide' });
    bytes = (await stat(path)).size;
  }
  if (bytes > most) throw new Error(`${name}.png has ${bytes} bytes, more than ${most}.`);
  console.log(`${name}.png  ${Math.round(bytes / 1000)} kB`);
}

const card = (page: Page, text: string | RegExp) =>
  page.getByRole('article').filter({ hasText: text }).last();
const press = (within: Page | Locator, label: RegExp) =>
  within.getByRole('button', { name: label }).first().click();
const dialog = (page: Page) => page.getByRole('dialog');

/** Asks in the direct message, and gives back the article of the answer. */
async function ask(page: Page, text: string, answer: RegExp): Promise<Locator> {
  await send(page, text);
  const found = page.locator('article[data-author=other]').filter({ hasText: answer }).last();
  await found.waitFor();
  return found;
}

/** A chart that Slack cannot draw is uploaded after the words and comes with the next drawing of the card. */
async function drawn(answer: Locator): Promise<Locator> {
  await answer
    .getByRole('img', { name: /chart:/ })
    .first()
    .waitFor();
  return answer;
}

async function form(page: Page, name: string, open: RegExp, shows: RegExp): Promise<void> {
  await press(page, open);
  await dialog(page).getByText(shows).first().waitFor();
  await picture(name, dialog(page));
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
}

/** The CRM refuses the pipeline agent for a while. */
async function failing(home: string): Promise<void> {
  const database = await openDatabase({ home, log: silentLog(), max: 1 });
  try {
    const now = stoppedAt('2026-03-20T10:00:00Z').now();
    for (let n = 0; n < 41; n++) {
      const run = await startRun(database.db, {
        agent: 'pipeline',
        wokenBy: 'schedule',
        by: { kind: 'system', id: 'timetable' },
        now,
      });
      if (n < 9)
        await failRun(database.db, run, { category: 'api', error: 'The CRM refused the token.', now });
      else await finishRun(database.db, run, { now });
    }
  } finally {
    await database.close();
  }
}

/** The pipeline agent is about to do much alone, and pauses itself afterwards. Says who owns it, as the page calls them. */
async function reaching(home: string): Promise<string> {
  const database = await openDatabase({ home, log: silentLog(), max: 2 });
  const { db } = database;
  try {
    const now = stoppedAt('2026-03-20T10:00:00Z');
    const run = await startRun(db, {
      agent: 'pipeline',
      wokenBy: 'schedule',
      by: { kind: 'system', id: 'timetable' },
      now: now.now(),
    });
    await finishRun(db, run, { now: now.now() });
    const deals: string[] = await db('deals')
      .where({ status: 'open' })
      .orderBy('amount', 'desc')
      .limit(30)
      .pluck('id');
    const [mara] = await db('people').where('name', 'like', 'Mara%').pluck('name');
    await inTransaction(db, async (trx) => {
      const on = { now: now.now(), settings: await currentSettings(trx, now.now()) };
      const batch = await batchFor(trx, { agent: 'pipeline', count: deals.length, runId: run }, on);
      await trx('changes').insert(
        deals.map((id, n) => ({
          ...{
            back: 'reversible',
            kind: 'change',
            subject_kind: 'deal',
            subject_id: id,
            run_id: run,
            by_kind: 'agent',
            by_id: 'pipeline',
          },
          ...{
            requested_at: now.now(),
            key: `gallery-of-a-batch-${n}`,
            request_hash: 'none',
            state: 'abandoned',
          },
          fields: JSON.stringify([{ field: 'close_date', before: null, after: null }]),
          ...{ batch_id: batch?.id, batch_first: n < (batch?.first ?? 0) },
        })),
      );
      const by = { kind: 'agent', id: 'pipeline', version: 1 } as const;
      const { pause: made } = await pause({ db: trx, now }, { scope: 'agent', subjectId: 'pipeline', by });
      const examples = ['undone by', 'rejected by', 'rejected by'].map((what, n) => ({
        ...{
          of: 'deal',
          id: deals[n],
          because: `${what} ${mara}${n === 2 ? ': the date is agreed with the customer' : ''}`,
        },
      }));
      const told = await whoHears(trx, 'pipeline');
      const [row] = await trx('breaks')
        .insert({
          ...{ agent: 'pipeline', pause_id: made.id, bad: 8, cases: 12, examples: JSON.stringify(examples) },
          ...{ at: now.now(), told: told?.id },
        })
        .returning('id');
      await wantCard(trx, { key: `break:${row.id}`, channel: `dm:${told?.slackId}` });
    });
    return ((await whoHears(db, 'pipeline'))?.name ?? '').split(' ')[0]?.toLowerCase() ?? '';
  } finally {
    await database.close();
  }
}

/** Somebody fills in a form from an address that says nothing of a company, and fills it in again. */
async function twice(home: string): Promise<void> {
  const folder = await aFolder();
  try {
    for (const message of ['Do you have a trial?', 'We are 25 people. What would 25 seats cost us?']) {
      const path = `${folder.path}/form.json`;
      const form = { name: 'Zoe Fox', email: 'zoe.fox@gmail.com', phone: '+44 20 7946', message };
      await writeFile(path, JSON.stringify(form));
      const { code, err } = await program(['intake', path], {
        STEWARD_HOME: home,
        STEWARD_NOW: '2026-03-20T10:00:00Z',
      }).ended;
      if (code !== 0) throw new Error(err);
    }
  } finally {
    await folder.remove();
  }
}

async function clockTo(home: string, instant: string): Promise<void> {
  const { code, err } = await program(['clock', instant], { STEWARD_HOME: home }).ended;
  if (code !== 0) throw new Error(err);
}

if (noChromium) {
  console.error(noChromium);
  process.exit(1);
}
await withHouse(async ({ as, home }) => {
  const sharp = { scale: 1.5, width: 980, height: 1300 };
  const mara = await as('mara', sharp);
  // Thirty seconds are little where a machine does other things as well.
  mara.setDefaultTimeout(90_000);
  await mara.getByRole('button', { name: /^Approve/ }).waitFor();
  const wide = await as('mara', { width: 1180, height: 720 });
  await wide.getByRole('button', { name: /^Approve/ }).waitFor();
  await picture('first-open', wide);
  const dark = await as('mara', { dark: true, ...sharp });
  await dark.getByRole('button', { name: /^Approve/ }).waitFor();
  await picture('dark', card(dark, 'Move close date of'));
  const phone = await as('mara', { scale: 1.5, width: 360, height: 820 });
  await phone.getByRole('button', { name: /^Approve/ }).waitFor();
  await picture('phone', phone);

  await go(wide, 'Home');
  await wide
    .getByRole('button', { name: /^Claim/ })
    .first()
    .waitFor();
  await picture('home', wide);

  const setting = await as('mara', sharp);
  await go(setting, 'Home');
  await press(setting, /^Change a setting/);
  await dialog(setting).getByRole('combobox').first().click();
  await setting.keyboard.type('Stale');
  await setting.keyboard.press('Enter');
  await press(dialog(setting), /^Next/);
  await dialog(setting).getByRole('textbox').first().fill('14 days');
  await dialog(setting).getByLabel('Why').fill('Deals of EMEA move faster');
  await picture('setting', dialog(setting));
  await press(dialog(setting), /^Preview/);
  await dialog(setting).getByText('would be stale').waitFor();
  await picture('setting-preview', dialog(setting));

  await form(mara, 'why', /^Why/, /Limit 30/);
  await form(mara, 'edit', /^Edit/, /now:/);
  await form(mara, 'reject', /^Reject/, /Tap a reason/);
  await form(mara, 'needs-edit', /^Needs Edit/, /It said/);
  await press(mara, /^Approve/);
  await mara
    .getByText(/Mara moved the close date of/)
    .first()
    .waitFor();
  await mara.getByRole('button', { name: /^Undo/ }).first().waitFor();
  await picture('approved', card(mara, 'Mara moved the close date of'));

  const several = await cardOfPriya(mara);
  await picture('group', several);
  await press(several, /^Review one by one/);
  await dialog(mara).getByText('1 of 16').waitFor();
  await picture('review', dialog(mara));
  await mara.keyboard.press('Escape');
  await press(several, /^Approve these 8/);
  await dialog(mara).getByText('You can undo').waitFor();
  await picture('approve-these', dialog(mara));
  await press(dialog(mara), /^Approve 8/);
  await several.getByText('8 of 16 decided: 8 approved.').waitFor();

  const arjun = await as('arjun', sharp);
  await go(arjun, 'Steward');
  const missing = card(arjun, 'without their required fields');
  await missing.waitFor();
  await picture('missing-fields', missing);
  await form(arjun, 'fill-in', /^Fill in/, /missing/);

  await go(mara, 'leads');
  await go(mara, 'Steward');
  await picture('answer', await ask(mara, 'show deals stuck in negotiation 30 days', /In stage/));
  await picture('breakdown', await ask(mara, 'pipeline by stage for EMEA', /by stage.*Total/s));
  await picture('value', await ask(mara, 'how many open deals over 100k does priya have', /open deals/));
  await picture(
    'comparison',
    await ask(mara, 'win rate by rep this quarter vs last quarter', /compared with/),
  );
  await picture('trend', await ask(mara, 'win rate by month last year', /Win rate.*by close month/s));
  await picture('forecast', await drawn(await ask(mara, 'forecast this quarter', /expected by/)));
  await picture('performance', await ask(mara, 'how is EMEA doing this quarter', /Performance in EMEA/));
  await picture('funnel', await drawn(await ask(mara, 'funnel for this year', /reached Won/)));
  await picture('leads', await ask(mara, 'new leads this month', /Leads created this month/));
  await picture('not-understood', await ask(mara, 'make the funnel pop', /Not understood/));
  await picture('confirm', await ask(mara, 'pause all agents until monday 9:00', /Only you can confirm/));

  await picture('then-and-now', await ask(mara, 'pipeline by stage vs 1 January', /compared with 1 Jan/));
  await picture('stage-duration', await ask(mara, 'which stage takes longest', /Stage duration by stage/));
  await picture(
    'rule',
    await ask(
      mara,
      'if a deal is worth more than $300,000 and has no activity in 7 days, alert me directly',
      /Rule: open deals.*Only you can confirm/s,
    ),
  );
  await picture(
    'playbook',
    await ask(
      mara,
      'activate Quarter-end push for EMEA until 31 March',
      /Switch on Quarter-end push.*Only you can confirm/s,
    ),
  );
  await picture('undo-many', await ask(mara, 'undo everything I did today', /Undo 8.*Only you can confirm/s));

  await picture(
    'aggressive',
    await ask(
      mara,
      'make pipeline more aggressive in EMEA',
      /Make the Pipeline agent.*Only you can confirm/s,
    ),
  );
  await picture('clarify', await ask(mara, 'open deals of margie', /Which/));

  await twice(home);
  await go(mara, 'leads');
  await card(mara, 'Needs Review').waitFor();
  await picture('needs-review', card(mara, 'Zoe Fox'));

  const [elif, tom] = [await as('elif', sharp), await as('tom', sharp)];
  for (const page of [elif, tom]) await go(page, 'leads');
  const lead = (page: Page) => card(page, /EMEA/).getByRole('button', { name: /^Claim/ });
  await picture('lead', card(elif, /EMEA/));
  await Promise.all([lead(tom).waitFor(), lead(elif).waitFor()]);
  await Promise.all([lead(tom).click(), lead(elif).click()]);
  await elif
    .getByText(/claimed this lead/)
    .first()
    .waitFor();
  await elif.getByText('being written').first().waitFor({ state: 'detached' });
  await picture('claimed', card(elif, 'claimed this lead'));
  const zoe = card(mara, 'Zoe Fox');
  await press(zoe, /^Not a lead/);
  await dialog(mara).getByText('Tap a reason').waitFor();
  await picture('not-a-lead', dialog(mara));
  await mara.keyboard.press('Escape');
  await dialog(mara).waitFor({ state: 'detached' });
  await press(zoe, /^More/);
  await mara.getByText('Merge…').click();
  await dialog(mara).getByText('Is the same as').waitFor();
  await picture('merge', dialog(mara));
  await mara.keyboard.press('Escape');
  await dialog(mara).waitFor({ state: 'detached' });
  const late = /claimed this .* before you/;
  const loser = await Promise.race(
    [elif, tom].map(async (page) => {
      await page.getByText(late).first().waitFor();
      return page;
    }),
  );
  await picture('late', card(loser, late));

  const kenji = await as('kenji', sharp);
  await go(kenji, 'Steward');
  await picture('unusual', card(kenji, 'Activities in APAC'));
  const ana = await as('ana', sharp);
  await go(ana, 'Steward');
  await press(await ask(ana, 'post the pipeline review', /Run Analytics agent now/), /^Run it now/);
  await go(ana, 'insights');
  await picture('summary', card(ana, 'What moved'));
  await card(ana, 'Three things to talk about').waitFor();
  await picture('pipeline-review', card(ana, 'Three things to talk about'));

  await go(mara, 'Steward');
  await picture(
    'forecast-changes',
    await drawn(
      await ask(mara, 'what changed in the forecast since last week', /What changed in the forecast/),
    ),
  );
  await picture('stage-moves', await drawn(await ask(mara, 'stage moves last month', /Most are from/)));
  const wish = await ask(
    mara,
    'alert #insights when win rate of EMEA this quarter is over 40%',
    /Only you can confirm/,
  );
  await press(wish, /^Set the alert/);
  await go(mara, 'insights');
  const alert = card(mara, 'Win rate in EMEA');
  await alert.waitFor();
  await picture('kpi-alert', alert);
  await alert
    .getByRole('button', { name: /More|…/ })
    .last()
    .click();
  await mara.getByText('Change limit…').last().click();
  await dialog(mara).getByRole('textbox').fill('45%');
  await press(dialog(mara), /^Preview/);
  await dialog(mara).getByText('this alert would be over').waitFor();
  await picture('limit-preview', dialog(mara));
  await mara.keyboard.press('Escape');
  await dialog(mara).waitFor({ state: 'detached' });

  await failing(home);
  const oskar = await as('oskar', sharp);
  await go(oskar, 'steward-ops');
  // Failures are counted each minute.
  await oskar
    .getByText(/is failing/)
    .first()
    .waitFor({ timeout: 90_000 });
  await picture('alert', card(oskar, 'is failing'));

  const answers = await as(await reaching(home), sharp);
  await go(answers, 'Steward');
  await card(answers, 'things first').waitFor();
  await picture('few-first', card(answers, 'things first'));
  await card(answers, 'paused itself').waitFor();
  await picture('paused-itself', card(answers, 'paused itself'));
  await press(card(answers, 'paused itself'), /^Resume/);
  await press(dialog(answers), /^Resume/);
  await card(answers, 'works again').waitFor();

  const lena = await as('lena', sharp);
  await go(lena, 'Steward');
  await picture('outsider', await ask(lena, 'show deals stuck in negotiation 30 days', /./));

  // What is beyond Ana's limit comes on Monday morning.
  await go(ana, 'Steward');
  await ask(ana, 'at most 2 cards a day for me', /Only you can confirm/);
  await press(ana, /^Set to 2/);
  await ana.getByText('Cards a day for you: 2').first().waitFor();
  await go(mara, 'Steward');
  await ask(mara, 'run the pipeline agent', /Only you can confirm/);
  await press(mara, /^Run/);
  await mara
    .getByText(/beyond the limit of a day/)
    .first()
    .waitFor();
  await clockTo(home, '2026-03-23T14:00:00Z');
  await card(ana, /things wait for you, about/).waitFor();
  await picture('digest', card(ana, /things wait for you, about/));
});
await signing(picture, { scale: 1.5, width: 980, height: 1300 });
await sending(picture, { scale: 1.5, width: 980, height: 1300 });
await playbooksSeen(picture, { scale: 1.5, width: 980, height: 1300 });
await (await theBrowser()).close();

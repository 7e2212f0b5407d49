/** `steward forecast`: the forecast of this quarter at the command line. */
import { day, type Given, here, operator, print, text } from './commands.ts';
import { reported } from './crew/forecast-report.ts';
import { UsedWrongly } from './errors.ts';
import { everybody } from './people/people.ts';
import { type Supposed, whatIf } from './requests/what-if.ts';
import { forecastLines } from './spoken-forecast.ts';

export async function forecastHere(given: Given): Promise<number> {
  const asOf = day(given, 'as-of');
  return here(async (use) => {
    const by = await operator(use, text(given, 'as'));
    const supposed = await supposedBy(given, use.db);
    // What only might be is not what the next forecast is compared with.
    const keep = given.flags['dry-run'] !== true && supposed === null;
    const made = await reported(use, { by, asOf, keep });
    const answer = supposed ? whatIf(made, supposed) : null;
    const { report } = made;
    print(given, { ...report, whatIf: answer }, forecastLines(report, answer, use.zone));
    return 0;
  });
}

async function supposedBy(given: Given, db: Parameters<typeof everybody>[0]): Promise<Supposed | null> {
  const [rate, without] = [text(given, 'win-rate'), text(given, 'without')];
  const asked = [rate, without, given.flags['without-largest'] === true ? 'yes' : undefined];
  if (asked.filter((one) => one !== undefined).length > 1)
    throw new UsedWrongly('Only one "what if" at a time.', {
      fix: 'Give --win-rate, --without or --without-largest.',
    });
  if (given.flags['without-largest'] === true) return { withoutLargest: 1 };
  if (rate !== undefined) {
    const percent = Number(rate.replace(/%$/, ''));
    if (rate.trim() === '' || !Number.isFinite(percent) || percent < 0 || percent > 100)
      throw new UsedWrongly(`--win-rate is "${rate}" but must be a number of percent from 0 to 100.`, {
        fix: 'Give one without a sign: --win-rate 35.',
      });
    return { winRate: percent / 100 };
  }
  if (without === undefined) return null;
  const wanted = without.trim().toLowerCase();
  const found = (await everybody(db)).find(
    ({ name, email }) => name.toLowerCase() === wanted || email?.toLowerCase() === wanted,
  );
  if (!found)
    throw new UsedWrongly(`Nobody here is called "${without}".`, {
      fix: 'Give --without with a name or an e-mail of somebody in the CRM.',
    });
  return { without: { id: found.id, name: found.name } };
}

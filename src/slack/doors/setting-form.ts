/** The form in which a setting is changed. */
import { noticeView } from '../../../blocks/forms.ts';
import { forms, inputs } from '../../../blocks/ids.ts';
import type { Modal } from '../../../blocks/kit.ts';
import { chooseSettingForm, settingForm, settingPreview } from '../../../blocks/setting-forms.ts';
import type { Job } from '../../jobs/topics.ts';
import type { Person } from '../../policy/nouns.ts';
import { companyNow } from '../../requests/company.ts';
import { settingPlan } from '../../requests/setting.ts';
import {
  settingOffered,
  settingSent,
  settingsOffered,
  settingTyped,
  type Typed,
} from '../../requests/setting-form.ts';
import { currentSettings } from '../../settings/settings.ts';
import { isChannelId } from '../channels.ts';
import type { Kept } from '../kept.ts';
import { causeOf, isDone } from '../once.ts';
import { askingFrom, type DoorUse } from '../use.ts';
import type { Asker } from '../who.ts';
import { one, type Press, type Submission, valuesOf } from '../wire.ts';
import { toldInMessages } from './message.ts';

const title = 'Change a setting';
const notYours =
  'There is no setting that you may change. A manager, an agent owner, an approver or an administrator may.';

const settingUse = async (use: DoorUse, by: Person, names?: ReadonlyMap<string, string>) => {
  const on = { db: use.db, now: use.clock, zone: use.zone };
  return { ...on, by, company: { ...(await companyNow(on)), ...(names ? { names } : {}) } };
};

export async function settingsForm(use: DoorUse, _clicked: Press, { person }: Asker): Promise<Modal> {
  const groups = person ? settingsOffered(await settingUse(use, person)) : [];
  if (groups.length === 0) return noticeView(title, notYours);
  return chooseSettingForm({ groups, example: 'set the stale threshold to 14 days until Friday' });
}

/** The next step of the form, or what is wrong at which field. */
export async function settingStep(
  use: DoorUse,
  { person }: Asker,
  submission: Submission,
  kept: Kept,
): Promise<{ wrong: string; at: string } | { next: Modal }> {
  if (!person) return { next: noticeView(title, notYours) };
  const values = valuesOf(submission);
  if (submission.view.callback_id === forms.setting) {
    const name = one(values[inputs.setting]);
    if (name === null) return { wrong: 'Choose a setting.', at: inputs.setting };
    const on = await settingUse(use, person);
    const names = await channelsSaid(use, name, on.company.settings);
    const offered = settingOffered({ ...on, company: { ...on.company, names } }, name);
    return { next: offered ? settingForm(offered) : noticeView(title, notYours) };
  }
  const typed: Typed = {
    name: kept.setting ?? '',
    value: [values[inputs.value] ?? []].flat().join(',') || null,
    place: one(values[inputs.place]),
    stage: one(values[inputs.stage]),
    until: one(values[inputs.until]),
    reason: one(values[inputs.reason]),
  };
  const on = await settingUse(use, person, await channelNames(use, typed));
  const meant = await settingTyped(on, typed);
  if ('wrong' in meant) return { wrong: meant.wrong, at: inputs[meant.at] };
  const plan = await settingPlan(on, meant);
  if ('nothing' in plan) return { wrong: plan.nothing, at: inputs.value };
  const { headline, consequence, wayBack, verb, mark } = plan;
  const { name, ...entered } = typed;
  return {
    next: settingPreview({
      ...{ headline, consequence, wayBack, verb },
      kept: { setting: name, typed: entered, shown: { headline, mark: mark ?? '' } },
    }),
  };
}

/** What was previewed is set; the answer comes as a message with its way back. */
export async function settingSet(use: DoorUse, job: Job<unknown>, asker: Asker, kept: Kept): Promise<void> {
  if (await isDone(use.db, job)) return;
  const { value = null, place = null, stage = null, until = null, reason = null } = kept.typed ?? {};
  const typed: Typed = { name: kept.setting ?? '', value, place, stage, until, reason };
  const names = await channelNames(use, typed);
  await toldInMessages(use, job, asker, ({ channel, along }) =>
    settingSent(askingFrom(use), {
      ...{ typed, channel, names, along },
      text: String(kept.shown?.headline ?? ''),
      seen: String(kept.shown?.mark ?? ''),
      by: asker.person,
      slackUser: asker.slackId,
      cause: causeOf(job),
    }),
  );
}

/** Of the channels that stand there and of the one that was chosen: each is said by its name. */
async function channelNames(use: DoorUse, { name, value }: Typed): Promise<ReadonlyMap<string, string>> {
  const rows = await currentSettings(use.db, use.clock.now());
  return channelsSaid(use, name, [...rows, { name, value: value ?? '' }]);
}

async function channelsSaid(
  use: DoorUse,
  name: string,
  rows: { name: string; value: unknown }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(
    rows.flatMap((row) => (row.name === name && name.endsWith('_channel') ? [String(row.value)] : [])),
  );
  const names = new Map<string, string>();
  for (const id of ids) {
    const said = isChannelId(id) ? await use.channels.nameOf(id) : null;
    if (said !== null) names.set(id, `#${said}`);
  }
  return names;
}

/** Forms that were sent: checked while Slack waits, kept, and then worked on. */
import type { ViewResponseAction } from '@slack/bolt';
import { typedText } from '../../blocks/fields.ts';
import { noticeView } from '../../blocks/forms.ts';
import { forms, inputs, readAbout, readShownTogether } from '../../blocks/ids.ts';
import type { Subject } from '../changes/nouns.ts';
import { blockedProgress } from '../changes/stage-progress.ts';
import { checkFields } from '../changes/values.ts';
import { decide } from '../exceptions/decide.ts';
import { exceptionById } from '../exceptions/nouns.ts';
import type { Job } from '../jobs/topics.ts';
import { dayIn } from '../sales/days.ts';
import { lateClick } from '../story/decision.ts';
import { saveDeal } from './doors/deal.ts';
import { tellDecided } from './doors/decide.ts';
import { needsEdit, onOf } from './doors/feedback.ts';
import { handed, limitSeen, limitSet } from './doors/finding-form.ts';
import { rejectAll } from './doors/group.ts';
import { wrongAtHome } from './doors/home-ask.ts';
import { merged, notALeadInWords, wrongMerge } from './doors/lead-closing.ts';
import { handedOver, wrongReceiver } from './doors/lead-form.ts';
import { keptIn, leftOut } from './doors/leave-out.ts';
import { askFromHome } from './doors/message.ts';
import { acceptEdited, wrongWords } from './doors/phrasing.ts';
import { rephrased } from './doors/request.ts';
import { correctionSent } from './doors/sending.ts';
import { settingSet, settingStep } from './doors/setting-form.ts';
import { keptOf, typedFields, unchanged } from './kept.ts';
import { once } from './once.ts';
import { turnPage } from './review.ts';
import { noteLater } from './say.ts';
import type { DoorUse } from './use.ts';
import type { Asker } from './who.ts';
import { many, one, type Submission, SubmissionBody, valuesOf } from './wire.ts';

/** What is wrong with a form, in Slack's words; null when it can be kept. Nothing is decided here. */
export async function checked(
  use: DoorUse,
  submission: Submission,
  asker: Asker,
): Promise<ViewResponseAction | null> {
  const kept = keptOf(submission.view.private_metadata);
  const values = valuesOf(submission);
  switch (submission.view.callback_id) {
    case forms.edit:
      return (await decidedMeanwhile(use, submission, asker)) ?? (await wrongEdit(use, submission));
    case forms.reject:
      if (!one(values[inputs.reason]))
        return errorAt(inputs.reason, 'Tap a reason, or say it in your words.');
      return decidedMeanwhile(use, submission, asker);
    case forms.rejectAll:
    case forms.notALead:
      return one(values[inputs.reason])
        ? null
        : errorAt(inputs.reason, 'Tap a reason, or say it in your words.');
    case forms.editDeal: {
      const changed = changedIn(submission);
      if (Object.keys(changed).length === 0)
        return errorAt(inputs.of(Object.keys(kept.shown ?? {})[0] ?? ''), 'Nothing was changed yet.');
      return (await wrongValues(use, changed)) ?? (await blocked(use, kept.dealId ?? '', changed));
    }
    case forms.needsEdit: {
      const said = one(values[inputs.said]);
      if (!said) return errorAt(inputs.said, 'Say what it should have said.');
      const same = said === kept.shown?.[inputs.said] && many(values[inputs.wrong]).length === 0;
      return same ? errorAt(inputs.said, 'Change the words, or tick above what is wrong.') : null;
    }
    case forms.phrasing: {
      const template = one(values[inputs.template]);
      if (!template) return errorAt(inputs.template, 'Type the words.');
      const wrong = await wrongWords(use, asker, kept.phrasingId ?? 0, template);
      return wrong ? errorAt(inputs.template, wrong) : null;
    }
    case forms.handOver: {
      const wrong = await wrongReceiver(use, kept.about, one(values[inputs.to]), asker);
      return wrong ? errorAt(inputs.to, wrong) : null;
    }
    case forms.merge: {
      const wrong = await wrongMerge(use, kept.about, one(values[inputs.to]), asker);
      return wrong ? errorAt(inputs.to, wrong) : null;
    }
    case forms.leaveOut:
      return keptIn(values).length > 0
        ? null
        : errorAt(inputs.keep(0), 'Tick at least one, or cancel the whole.');
    case forms.limit: {
      const seen = await limitSeen(use, asker, kept, one(values[inputs.limit]));
      return 'wrong' in seen
        ? errorAt(inputs.limit, seen.wrong)
        : { response_action: 'update', view: seen.next };
    }
    case forms.setting:
    case forms.settingValue: {
      const step = await settingStep(use, asker, submission, kept);
      return 'wrong' in step ? errorAt(step.at, step.wrong) : { response_action: 'update', view: step.next };
    }
    case forms.correction:
      return one(values[inputs.note])
        ? null
        : errorAt(inputs.note, 'Enter a message of 1 to 1,000 characters.');
    case forms.handFinding:
      return one(values[inputs.to]) ? null : errorAt(inputs.to, 'Choose somebody.');
    case forms.say: {
      const said = one(values[inputs.said]);
      const wrong = said ? await wrongAtHome(use, kept.ask ?? '', said) : 'Type a request.';
      return wrong ? errorAt(inputs.said, wrong) : null;
    }
    case forms.rephrase:
      return one(values[inputs.rephrased]) ? null : errorAt(inputs.rephrased, 'Type a request.');
    default:
      return null;
  }
}

const errorAt = (block: string, sentence: string): ViewResponseAction => ({
  response_action: 'errors',
  errors: { [block]: sentence },
});

const fieldErrors = (errors: { field: string; sentence: string }[]): ViewResponseAction => ({
  response_action: 'errors',
  errors: Object.fromEntries(
    errors.map(({ field, sentence }) => [field === 'text' ? inputs.note : inputs.of(field), sentence]),
  ),
});

/** Somebody was faster: the form turns into that sentence, and what was typed is not lost. */
async function decidedMeanwhile(
  use: DoorUse,
  submission: Submission,
  asker: Asker,
): Promise<ViewResponseAction | null> {
  // Who has decided is told to those who may read it; everybody else is refused when the form is worked on.
  if (!asker.person) return null;
  const { exceptionId } = keptOf(submission.view.private_metadata);
  const exception = exceptionId === undefined ? null : await exceptionById(use.db, exceptionId);
  const decision = exception?.decision;
  const closed = exception === null || exception.closedAt !== null;
  if (!decision && !closed) return null;
  const said = decision
    ? lateClick(decision.byName, decision.say, decision.at, use.clock.now(), asker.tz ?? use.zone)
    : 'This is over: nothing is left to decide. Nothing was changed.';
  const typed = Object.values(valuesOf(submission)).flatMap((value) =>
    typeof value === 'string' ? [value] : [],
  );
  const fields = submission.view.callback_id === forms.edit ? editedFields(submission) : {};
  const anew =
    exception?.subject.kind === 'deal' && exception.wants.kind === 'change' && Object.keys(fields).length > 0
      ? { dealId: exception.subject.id, typed: fields }
      : null;
  return { response_action: 'update', view: noticeView('Decided meanwhile', said, typed, anew) };
}

async function wrongEdit(use: DoorUse, submission: Submission): Promise<ViewResponseAction | null> {
  const fields = editedFields(submission);
  if ('text' in fields)
    return fields.text ? null : errorAt(inputs.note, 'Enter a message of 1 to 1,000 characters.');
  if (Object.keys(fields).length === 0) return errorAt(inputs.apply, 'Tick at least one field.');
  const { exceptionId } = keptOf(submission.view.private_metadata);
  const exception = exceptionId === undefined ? null : await exceptionById(use.db, exceptionId);
  return wrongValues(use, fields, exception?.subject);
}

async function wrongValues(
  use: DoorUse,
  fields: Record<string, unknown>,
  of?: Subject,
): Promise<ViewResponseAction | null> {
  const result = await checkFields(use.db, fields, dayIn(use.clock.now(), use.zone), of);
  return 'errors' in result ? fieldErrors(result.errors) : null;
}

/** Said at the field while the form is open; asked again when it is worked on. */
async function blocked(
  use: DoorUse,
  dealId: string,
  changed: Record<string, string | null>,
): Promise<ViewResponseAction | null> {
  const fields = Object.entries(changed).map(([field, after]) => ({ field, after }));
  const wrong = await blockedProgress({ db: use.db, now: use.clock }, dealId, fields);
  return wrong && fieldErrors([wrong]);
}

/** The ticked fields with their values; `text` for a message. */
function editedFields(submission: Submission): Record<string, string | null> {
  const values = valuesOf(submission);
  if (inputs.note in values) return { text: one(values[inputs.note]) };
  const typed = typedFields(submission);
  if (!(inputs.apply in values)) return typed;
  const ticked = new Set(many(values[inputs.apply]));
  return Object.fromEntries(Object.entries(typed).filter(([field]) => ticked.has(field)));
}

const changedIn = (submission: Submission): Record<string, string | null> => {
  const { shown = {} } = keptOf(submission.view.private_metadata);
  return Object.fromEntries(
    Object.entries(typedFields(submission)).filter(
      ([field, typed]) => !unchanged(typed, shown[field], typedText),
    ),
  );
};

/** A form that was kept in the inbox. */
export async function submitted(use: DoorUse, job: Job<unknown>): Promise<void> {
  const submission = SubmissionBody.parse(job.body);
  const asker = await use.who.of(submission.user.id, submission.user.team_id);
  if (asker.external) return;
  const kept = keptOf(submission.view.private_metadata);
  const values = valuesOf(submission);
  const where = {
    channel: kept.channel ?? `dm:${asker.slackId}`,
    user: asker.slackId,
    threadTs: kept.threadTs ?? undefined,
  };
  switch (submission.view.callback_id) {
    case forms.edit:
    case forms.reject: {
      const edit = submission.view.callback_id === forms.edit;
      await once(use.db, job.id, async (trx) => {
        const decided = await decide(
          { db: trx, now: use.clock, zone: use.zone },
          {
            exceptionId: kept.exceptionId ?? 0,
            say: edit ? 'edit' : 'reject',
            by: asker.person,
            slackUser: asker.slackId,
            shownHash: kept.hash ?? '',
            ...(edit ? { fields: editedFields(submission) } : { reason: one(values[inputs.reason]) }),
          },
        );
        const sentence = tellDecided(use, asker, decided);
        if (sentence !== null) await noteLater(trx, job, where, sentence);
      });
      const said = edit ? 'Saved and approved.' : 'Rejected.';
      if (kept.review?.view) await turnPage(use, kept.review.view, kept, said);
      return;
    }
    case forms.rejectAll: {
      const shown = readShownTogether(kept.together ?? '');
      if (!shown) return;
      const sentence = await rejectAll(use, job, { shown, reason: one(values[inputs.reason]), asker });
      if (sentence !== null) await noteLater(use.db, job, where, sentence);
      return;
    }
    case forms.editDeal:
      return saveDeal(use, job, {
        dealId: kept.dealId ?? '',
        fields: changedIn(submission),
        shown: kept.shown ?? {},
        asker,
        where,
        messageTs: kept.ts ?? null,
      });
    case forms.needsEdit: {
      const on = onOf(kept.about);
      const correction = one(values[inputs.said]);
      if (!on || correction === null || !readAbout(kept.about ?? '')) return;
      return needsEdit(use, job, {
        on,
        correction,
        wrong: many(values[inputs.wrong]),
        asker,
        channel: kept.channel ?? null,
      });
    }
    case forms.phrasing:
      return acceptEdited(use, job, {
        phrasingId: kept.phrasingId ?? 0,
        template: one(values[inputs.template]) ?? '',
        asker,
        where,
      });
    case forms.handOver:
      return handedOver(use, job, {
        about: kept.about,
        to: one(values[inputs.to]),
        note: one(values[inputs.note]),
        asker,
        where,
      });
    case forms.notALead:
      return notALeadInWords(use, job, { kept, reason: one(values[inputs.reason]) ?? '', asker, where });
    case forms.merge:
      return merged(use, job, { kept, into: one(values[inputs.to]), asker, where });
    case forms.leaveOut:
      return leftOut(use, job, { requestId: kept.requestId ?? '', keep: keptIn(values), asker });
    case forms.correction:
      return correctionSent(use, job, { about: kept.about, text: one(values[inputs.note]), asker, where });
    case forms.limitSeen:
      return limitSet(use, job, asker, kept, where);
    case forms.settingSeen:
      return settingSet(use, job, asker, kept);
    case forms.handFinding:
      return handed(use, job, {
        about: kept.about,
        to: one(values[inputs.to]),
        note: one(values[inputs.note]),
        asker,
        where,
      });
    case forms.say:
      return askFromHome(use, job, { text: one(values[inputs.said]) ?? '', asker });
    case forms.rephrase:
      return rephrased(use, job, {
        requestId: kept.requestId ?? '',
        text: one(values[inputs.rephrased]) ?? '',
        asker,
      });
  }
}

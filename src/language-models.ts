import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import type { Db } from './db/pool.ts';
import type { Log } from './log.ts';
import type { Models } from './models/models.ts';
import { readPrompts, registerPrompts } from './models/prompts.ts';
import { modelsFrom } from './models/setup.ts';
import { replySchemas } from './requests/reply-schemas.ts';
import { currentSettings, settingValue } from './settings/settings.ts';

/** The prompts of this house, by file. */
const prompts = fileURLToPath(new URL('../prompts/', import.meta.url));

/** Registers the prompts by their hash (an edited released one stops the start) and gives the models that are configured. */
export async function languageModels(use: { config: Config; db: Db; log: Log }): Promise<Models> {
  const read = await readPrompts(prompts, replySchemas);
  await registerPrompts(use.db, read);
  const { models: settings } = use.config;
  return modelsFrom({
    settings,
    prompts: read,
    log: use.log,
    personalData: async (provider) =>
      settingValue(await currentSettings(use.db), `model_personal_data_${provider}`).value === true,
  });
}

import type { Log } from '../log.ts';
import { createDoor, type Fetch } from '../outside/door.ts';
import { createModels, type Models, type Route } from './models.ts';
import type { Prompt, Tier } from './prompts.ts';
import type { Provider, ProviderName } from './provider.ts';

export type ModelSettings = {
  anthropicKey: string | null;
  anthropicUrl: string | null;
  openaiKey: string | null;
  openaiUrl: string | null;
  /** Model of the cheap tier and of the careful tier; null: the provider's default below. */
  parse: string | null;
  reason: string | null;
};

const defaults: Record<ProviderName, Record<Tier, string>> = {
  anthropic: { parse: 'claude-haiku-5-5', reason: 'claude-sonnet-5-5' },
  openai: { parse: 'gpt-5.4-mini', reason: 'gpt-5.5' },
};
const official: Record<ProviderName, string> = {
  anthropic: 'https://api.anthropic.com',
  openai: 'https://api.openai.com/v1',
};

/**
 * The models that the environment configures, the named model's provider first and the other as its fallback.
 * `personalData(provider)` is the switch that says whether personal data may go there as it is.
 */
export function modelsFrom(use: {
  settings: ModelSettings;
  prompts: Prompt[];
  log: Log;
  personalData: (provider: ProviderName) => Promise<boolean>;
}): Models {
  const { settings } = use;
  const door = createDoor({
    allowed: [settings.anthropicUrl ?? official.anthropic, settings.openaiUrl ?? official.openai],
  });
  const providers: Provider[] = [];
  if (settings.anthropicKey)
    providers.push(
      atFirstCall('anthropic', {
        apiKey: settings.anthropicKey,
        baseUrl: settings.anthropicUrl ?? official.anthropic,
        fetch: door.fetch,
      }),
    );
  if (settings.openaiKey)
    providers.push(
      atFirstCall('openai', {
        apiKey: settings.openaiKey,
        baseUrl: settings.openaiUrl ?? official.openai,
        fetch: door.fetch,
      }),
    );

  const routesOf = (tier: Tier): Route[] => {
    const named = settings[tier];
    const routes = providers.map((provider) => ({
      provider,
      model: named && providerOf(named, providers) === provider.name ? named : defaults[provider.name][tier],
      personalData: () => use.personalData(provider.name),
    }));
    return routes.sort((a, b) => Number(b.model === named) - Number(a.model === named));
  };
  return createModels({
    routes: { parse: routesOf('parse'), reason: routesOf('reason') },
    prompts: use.prompts,
    log: use.log,
  });
}

/** The SDKs are hundreds of files: one is loaded when it is first called, and never where no key is set. */
function atFirstCall(name: ProviderName, use: { apiKey: string; baseUrl: string; fetch: Fetch }): Provider {
  const make = async (): Promise<Provider> =>
    name === 'anthropic'
      ? (await import('./anthropic.ts')).anthropic(use)
      : (await import('./openai.ts')).openai(use);
  let made: Promise<Provider> | null = null;
  return {
    name,
    call: async (ask) => {
      made ??= make();
      return (await made).call(ask);
    },
  };
}

/** Claude models are Anthropic's; any other name goes to the OpenAI-compatible address, or to the only provider there is. */
function providerOf(model: string, providers: Provider[]): ProviderName | undefined {
  if (providers.length === 1) return providers[0]?.name;
  return model.startsWith('claude') ? 'anthropic' : 'openai';
}

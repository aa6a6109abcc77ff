import { type Environment, openAiService, serviceHost } from '@/lib/openai/service';
import { listPrice, type Price, pricedModels } from './prices';

/** What a screen may know of the configured service: never its key. */
export interface ServiceDescription {
  state: 'ready' | 'no-key' | 'bad-address';
  /** Null when none is configured. */
  host: string | null;
  /** Models with a known price here, to offer; others can be typed in. */
  models: { model: string; price: Price }[];
}

export function describeService(env: Environment): ServiceDescription {
  const service = openAiService(env);
  if (service.state !== 'ready') return { state: service.state, host: null, models: [] };
  const models = pricedModels.flatMap((model) => {
    const price = listPrice(model, env);
    return price ? [{ model, price }] : [];
  });
  return { state: 'ready', host: serviceHost(env), models };
}

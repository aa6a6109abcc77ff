import { asName, asObject, type JsonObject } from '../json-values';
import { parseLenient } from '../source/lenient-json';

/** The configuration stands in the file as an object, or as JSON in a string. */
export function configOf(root: JsonObject): JsonObject {
  const given = root.replay_config;
  if (typeof given !== 'string') return asObject(given) ?? {};
  try {
    return asObject(parseLenient(given, 'replay_config').value) ?? {};
  } catch {
    // A configuration that is cut names no model; the trajectory itself is whole.
    return {};
  }
}

/** Replays name a stand-in for a model, which says nothing of who acted. */
export const modelOf = (config: JsonObject): string | null => {
  const name = asName(asObject(asObject(config.agent)?.model)?.name);
  return name === 'replay' || name === 'instant_empty_submit' ? null : name;
};

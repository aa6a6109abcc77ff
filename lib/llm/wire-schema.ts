import { z } from 'zod';

/** Keywords that strict structured outputs refuse; zod checks them in the answer. */
const refused = new Set([
  ...['$schema', 'default', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum'],
  ...['exclusiveMinimum', 'exclusiveMaximum', 'pattern', 'format'],
]);

/** A zod schema as the JSON Schema that structured outputs of all kinds of servers understand. */
export const wireSchema = (schema: z.ZodType): Record<string, unknown> =>
  plain(z.toJSONSchema(schema)) as Record<string, unknown>;

function plain(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((one) => plain(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !refused.has(key))
      // Below `properties` keys are names of fields, which may be called anything.
      .map(([key, held]) => [key, plain(held, key === 'properties')]),
  );
}

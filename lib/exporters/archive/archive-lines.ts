import type { ConditionSettings, Step } from '@/lib/core/vocabulary';
import { ownSource } from '@/lib/importers/carryover-jsonl/map';
import type { TrialLine } from '@/lib/importers/carryover-jsonl/schema';

/** The name of a trial in an archive: its own, with whoever assigned it in front unless that was ourselves. */
export const archivedTrialId = (source: string, externalId: string): string =>
  source === ownSource ? externalId : `${source}:${externalId}`;

/** An object without what is null, undefined or empty, so that reading it back and writing it again changes nothing. */
export function withoutNothing<T extends object>(value: T): Partial<T> {
  const entries = Object.entries(value).filter(
    ([, one]) =>
      one !== null && one !== undefined && !(typeof one === 'object' && Object.keys(one).length === 0),
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as Partial<T>;
}

/** Settings as a line states them. */
export const archivedSettings = (settings: ConditionSettings): TrialLine['settings'] =>
  withoutNothing(settings);

/** A step line. The marks of repeated steps and sub-agents are Carryover's own and found anew. */
export const stepLine = (step: Step): object =>
  withoutNothing({
    type: 'step',
    source: step.source,
    message: step.message,
    reasoning: step.reasoning,
    model: step.model,
    toolCalls: step.toolCalls,
    observations: step.observations.map(({ callId, content }) => ({ callId, content })),
    timestamp: step.timestamp,
    promptTokens: step.promptTokens,
    completionTokens: step.completionTokens,
    cachedTokens: step.cachedTokens,
    costUsd: step.costUsd,
  });

/** A vector of the store as a line holds it: JSON has no NaN. */
export function vectorNumbers(bytes: Uint8Array): (number | null)[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / 4 }, (_, i) => {
    const value = view.getFloat32(4 * i, true);
    return Number.isFinite(value) ? value : null;
  });
}

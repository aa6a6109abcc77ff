import type { Step } from '@/lib/core/vocabulary';
import type { TrialRecord } from './importer';

/** What a list needs to know of a trajectory without its steps. */
export interface TrajectorySummary {
  format: string;
  stepCount: number;
  toolCallCount: number;
  subagents: { label: string; stepCount: number }[];
  /** The first user message and the last agent message, cut: searchable. */
  digest: string;
}

const digestCharacters = 2_000;

/** Sums up a trajectory; null when the record has none. */
export function summariseTrajectory({
  trajectory,
}: Pick<TrialRecord, 'trajectory'>): TrajectorySummary | null {
  if (!trajectory) return null;
  const { format, steps, subagents = [] } = trajectory;
  return {
    format,
    stepCount: steps.length,
    toolCallCount: steps.reduce((n, step) => n + step.toolCalls.length, 0),
    subagents: subagents.map(({ label, steps: own }) => ({ label, stepCount: own.length })),
    digest: digestOf(steps),
  };
}

function digestOf(steps: readonly Step[]): string {
  const first = steps.find(({ source }) => source === 'user')?.message ?? '';
  const last = steps.findLast(({ source }) => source === 'agent')?.message ?? '';
  return `${first.slice(0, digestCharacters)}\n${last.slice(0, digestCharacters)}`.trim();
}

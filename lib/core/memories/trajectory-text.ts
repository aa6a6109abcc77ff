import type { Step } from '@/lib/core/vocabulary';
import { type Packed, packEnds } from './pack-ends';
import { renderStep, tellingSteps } from './render-step';

/** Limits of a trajectory memory, in characters: of one action, one observation, and the whole. */
export const trajectoryMemoryLimits = { action: 4_000, observation: 2_000, whole: 30_000 } as const;

export interface RenderedTrajectory extends Packed {
  /** Steps that had something to tell. */
  stepCount: number;
}

/**
 * The text of a trajectory memory: actions and observations in order, without what the agent said or thought. An agent
 * that never called a tool acted by its messages, so these are then the actions.
 *
 * Longer parts lose their middle, and of a long trajectory the steps in the middle give way; the text says where.
 *
 * @returns text '' when nothing was done
 */
export function trajectoryText(steps: readonly Step[]): RenderedTrajectory {
  const { action, observation, whole } = trajectoryMemoryLimits;
  const own = tellingSteps(steps);
  const byMessages = own.every(({ toolCalls }) => toolCalls.length === 0);
  const blocks = own
    .map((step) =>
      renderStep({ ...step, reasoning: null }, { message: byMessages ? action : 0, action, observation }),
    )
    .filter((block) => block !== '');
  return { ...packEnds(blocks, whole), stepCount: blocks.length };
}

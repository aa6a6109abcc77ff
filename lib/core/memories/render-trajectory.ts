import type { Step } from '@/lib/core/vocabulary';
import { packEnds } from './pack-ends';
import { renderStep, tellingSteps } from './render-step';
import type { RenderedTrajectory } from './trajectory-text';

/** How much of a trajectory a prompt gets, in characters: about 12,000 tokens. */
export const promptTrajectoryChars = 48_000;

const partLimits = { message: 1_500, action: 3_000, observation: 2_000 };

/**
 * A trajectory as a prompt gets it: numbered steps with what the agent said, did and saw. What is too long is left out
 * from the middle (of parts first, then whole steps; the end gets more room than the beginning, since it tells how it
 * ended), and the text says where.
 *
 * @param maxChars the text is never longer
 */
export function renderTrajectory(
  steps: readonly Step[],
  maxChars = promptTrajectoryChars,
): RenderedTrajectory {
  const blocks = tellingSteps(steps)
    .map((step) => renderStep(step, partLimits))
    .filter((block) => block !== '')
    .map((block, i) => `[step ${i + 1}]\n${block}`);
  return { ...packEnds(blocks, maxChars), stepCount: blocks.length };
}

import type { PairedOutcomes } from '@/lib/core/statistics/attempt-noise';
import { type GainNoise, noiseBootstrap } from '@/lib/core/statistics/noise-bootstrap';
import type { GainsSettings } from './report';

/** One noise for each benchmark, and for both averages. */
export interface Noises {
  strata: GainNoise[];
  pooled: GainNoise;
  macro: GainNoise;
}

/**
 * The noises of a gain over several benchmarks. Where some tasks have a single attempt, the averages cannot tell the
 * noise of attempts; benchmarks without such tasks still do.
 *
 * @param strata  per benchmark its paired tasks, at least one, each with k trials on both sides
 * @complexity see noiseBootstrap
 */
export function noisesOf(strata: readonly PairedOutcomes[], settings: GainsSettings): Noises {
  const run = (own: readonly PairedOutcomes[]) => {
    const { value, reason } = noiseBootstrap(own, settings.passK, settings);
    // Pairs have k trials on both sides, which is all that could be missing.
    if (value === null) throw new RangeError(reason);
    return value;
  };
  const all = run(strata);
  if (all.pooled.prediction.value !== null || strata.length === 1) return all;
  return { ...all, strata: strata.map((stratum) => run([stratum]).strata[0]!) };
}

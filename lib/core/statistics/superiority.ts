/** Resampled values this near to 0 are ties: float noise must not choose a side. */
const TIE = 1e-9;

export interface Superiority {
  /** Share of resamples above 0, ties counted half: in [0, 1], ½ when nothing speaks for either side. */
  probability: number;
  /** Share of resamples that are exactly 0. */
  ties: number;
}

/**
 * How often a resampled difference is above 0: the chance that the first side is the better one, as far as resampling
 * can say. It is no p-value, and 1 means no more than that none of the resamples disagreed.
 *
 *   (above + ties / 2) / resamples
 *
 * @param resampled  resampled differences, length ≥ 1
 * @throws RangeError when there are none
 * @complexity O(resamples)
 * @see Efron & Tibshirani 1993, §15.4, on achieved levels of the bootstrap; Vargha & Delaney 2000 on half ties
 */
export function superiorityOf(resampled: Float64Array): Superiority {
  if (resampled.length === 0) throw new RangeError('superiority needs at least one resample');
  let [above, equal] = [0, 0];
  for (let i = 0; i < resampled.length; i++) {
    if (resampled[i]! > TIE) above++;
    else if (resampled[i]! >= -TIE) equal++;
  }
  return { probability: (above + equal / 2) / resampled.length, ties: equal / resampled.length };
}

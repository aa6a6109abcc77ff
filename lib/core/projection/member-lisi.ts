import type { CodedLabels } from './labels';
import { type LisiPlan, lisi, lisiWeights } from './lisi';
import type { Matrix } from './matrix';
import { distanceMatrix } from './silhouette';

/**
 * Scaled LISI of points among the members of their own group, for any way of dividing the points into two groups: who lies
 * how far from whom is worked out once.
 *
 * @complexity O(n² · (columns + log n)) time and O(n²) space to make, at most O(n²) time for each division
 */
export class MemberLisi {
  private readonly distances: Float64Array;
  /** Others of each point, nearest first; of equally near ones those of smaller index. */
  private readonly others: Uint32Array[];

  /** @param space  Euclidean; each group has more points than the plan has neighbours */
  constructor(
    space: Matrix,
    private readonly labels: CodedLabels,
    private readonly plan: LisiPlan,
    onProgress?: (fraction: number) => void,
  ) {
    const { rows } = space;
    this.distances = distanceMatrix(space, 'euclidean');
    this.others = Array.from({ length: rows }, (_, i) => {
      if (i % 100 === 0) onProgress?.(i / rows);
      const away = this.distances.subarray(i * rows, (i + 1) * rows);
      const order = Uint32Array.from({ length: rows }, (_, j) => j).filter((j) => j !== i);
      return order.sort((a, b) => away[a]! - away[b]! || a - b);
    });
  }

  /**
   * (LISI − 1) / (labels of the group − 1) of each member of a group, in the order of the points; 0 where the group has one
   * label only.
   *
   * @param groups  of each point 0 or 1
   */
  values(groups: Uint8Array, group: number): Float64Array {
    const { neighbours: k, perplexity } = this.plan;
    const rows = this.others.length;
    const members = Uint32Array.from(groups.keys()).filter((i) => groups[i] === group);
    const placeOf = new Uint32Array(rows);
    members.forEach((i, place) => {
      placeOf[i] = place;
    });
    const codes = members.map((i) => this.labels.codes[i]!);
    const present = new Set(codes).size;
    if (present < 2) return new Float64Array(members.length);
    const size = members.length * k;
    const near = { indices: new Uint32Array(size), distances: new Float64Array(size), k };
    let to = 0;
    for (const i of members) {
      const order = this.others[i]!;
      for (let j = 0, end = to + k; to < end; j++) {
        const other = order[j]!;
        if (groups[other] !== group) continue;
        near.indices[to] = placeOf[other]!;
        near.distances[to++] = this.distances[i * rows + other]!;
      }
    }
    const values = lisi(near, lisiWeights(near, perplexity), codes, this.labels.names.length);
    return values.map((value) => (value - 1) / (present - 1));
  }
}

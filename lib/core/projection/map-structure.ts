import { classTerms } from './class-terms';
import { densityClusters } from './density-clusters';
import type { Rows } from './matrix';
import { nearDuplicates } from './near-duplicates';
import { type Neighbours, nearestNeighbours } from './nearest-neighbours';

/** Neighbours by which density is measured, and along which clusters grow. */
const [DENSITY, LINKED] = [5, 15];
const TERMS = 4;

export interface MapStructure {
  /** Of the points of a map, largest first; none on maps of few points. */
  clusters: { size: number; terms: string[] }[];
  /** Points that make a cluster. */
  smallestCluster: number;
  /** Points of no cluster. */
  unclustered: number;
  duplicateGroups: number;
  /** Points in such groups. */
  duplicates: number;
  /** Distance up to which neighbours count as duplicates. */
  duplicateDistance: number;
}

/** What a cluster is called: its place by size and the terms that tell it apart. */
export const clusterName = (place: number, { terms }: MapStructure['clusters'][number]): string =>
  [`cluster ${place + 1}`, terms.join(', ')].filter(Boolean).join(': ');

/** Of single points. */
export interface PointStructure {
  /** −1: of none. */
  clusters: Int32Array;
  outlierScores: Float32Array;
  /** −1: of none. */
  duplicates: Int32Array;
}

export interface StructureInput {
  picture: Rows;
  /** In the space that was drawn. */
  near: Neighbours;
  texts: readonly string[];
  duplicateDistance: number;
}

/** Half the square root of the number of points, at least 5: clusters that a reader can take in. */
export const smallestCluster = (points: number): number => Math.max(5, Math.round(Math.sqrt(points) / 2));

/**
 * Clusters of a map by density with the terms that tell them apart, points that lie outside, and near duplicates in the
 * space that was drawn.
 *
 * @complexity O(points · log points + words)
 */
export function describeStructure({ picture, near, texts, duplicateDistance }: StructureInput): {
  structure: MapStructure;
  points: PointStructure;
} {
  const { rows } = picture;
  const smallest = smallestCluster(rows);
  const found =
    rows > LINKED
      ? densityClusters(picture, nearestNeighbours(picture, LINKED, 'euclidean'), smallest, DENSITY)
      : { clusters: new Int32Array(rows).fill(-1), sizes: [], outlierScores: new Float32Array(rows) };
  const terms = classTerms(texts, found.clusters, found.sizes.length, TERMS);
  const duplicates = near.k > 0 ? nearDuplicates(near, duplicateDistance) : new Int32Array(rows).fill(-1);
  const within = duplicates.filter((group) => group >= 0);
  return {
    structure: {
      clusters: found.sizes.map((size, c) => ({ size, terms: terms[c]! })),
      smallestCluster: smallest,
      unclustered: found.clusters.reduce((count, c) => count + (c < 0 ? 1 : 0), 0),
      duplicateGroups: new Set(within).size,
      duplicates: within.length,
      duplicateDistance,
    },
    points: { clusters: found.clusters, outlierScores: found.outlierScores, duplicates },
  };
}

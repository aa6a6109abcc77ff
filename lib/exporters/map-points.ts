import { type MemoryType, memoryTypes } from '@/lib/core/vocabulary';

/** What travels of a memory on a map. */
export interface MapMemory {
  id: string;
  title: string;
  type: MemoryType;
  benchmark: string | null;
  pool: string;
  sourceModel: string | null;
  success: boolean | null;
  /** Logged trials whose prompt held it. */
  uses: number;
  /** −1 to 1; null where no trial measured it. */
  uplift: number | null;
  /** A, 0 to 1; null where it cannot be estimated. */
  abstraction: number | null;
  /** How few false neighbours are drawn near it, and how few true ones far off, at most 1; null where it was not judged. */
  trustworthiness: number | null;
  continuity: number | null;
  /** Share of its nearest in the space that are among its nearest on the map, 0 to 1; null where it is not known. */
  recall: number | null;
  /** The cluster of the map that it lies in, by name; null for none. */
  cluster: string | null;
}

/** Names that the codes of a map stand for. */
interface Dictionary {
  benchmarks: string[];
  clusters: string[];
  pools: string[];
  sourceModels: string[];
  types: MemoryType[];
}

/** The points of a map as they are drawn: a typed array a column, whatever their number. */
export interface MapPoints extends Dictionary {
  count: number;
  components: 2 | 3;
  /** x and y per point, and z in three dimensions. */
  positions: Float32Array;
  /** 0 to 1; NaN where it is not known. */
  abstraction: Float32Array;
  /** −1 to 1; NaN where it is not known. */
  uplift: Float32Array;
  /** At most 1; NaN where a point was not judged. */
  trustworthiness: Float32Array;
  continuity: Float32Array;
  /** 0 to 1; NaN where it is not known. */
  recall: Float32Array;
  uses: Uint32Array;
  /** Index into `benchmarks`; {@link noCode} for none. */
  benchmark: Uint16Array;
  pool: Uint16Array;
  sourceModel: Uint16Array;
  cluster: Uint16Array;
  /** Index into `types`. */
  type: Uint8Array;
  /** 0 failure, 1 success, 2 unknown. */
  outcome: Uint8Array;
  /** Sixteen bytes a point; all 0 for a memory that was deleted since. */
  ids: Uint8Array;
  /** Where each title ends in `titles`. */
  titleEnds: Uint32Array;
  /** UTF-8, one after another. */
  titles: Uint8Array;
}

/** The code of what has no name. */
export const noCode = 65_535;

const headBytes = 20;
/** Raised whenever the order or kind of the columns changes. */
const version = 4;
const bytesPerPoint = (components: number) => components * 4 + 7 * 4 + 4 * 2 + 2 + 16;
const deletedTitle = 'deleted since';

/** Clusters come by their number, and so by size. */
const byNumber = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

/** @param order of the names; by default as everywhere where colours go by the order of names */
function codes(
  memories: readonly (MapMemory | null)[],
  of: (m: MapMemory) => string | null,
  order?: (a: string, b: string) => number,
) {
  const names = [...new Set(memories.flatMap((m) => (m ? (of(m) ?? []) : [])))].sort(order);
  const places = new Map(names.map((name, i) => [name, i]));
  const codeOf = (m: MapMemory | null) => places.get((m && of(m)) ?? '') ?? noCode;
  return { names, column: Uint16Array.from(memories, codeOf) };
}

function idBytes(memories: readonly (MapMemory | null)[]): Uint8Array {
  const bytes = new Uint8Array(memories.length * 16);
  for (const [i, m] of memories.entries()) {
    const hex = m?.id.replaceAll('-', '') ?? '';
    for (let b = 0; b < hex.length / 2; b++)
      bytes[i * 16 + b] = Number.parseInt(hex.slice(b * 2, b * 2 + 2), 16);
  }
  return bytes;
}

/**
 * A map as bytes, little-endian, columns one after another so that they are read without copying:
 *
 *   uint32  n, bytes of the dictionary, bytes of the titles, version, components (2 or 3)
 *   float32 x, y and z in three dimensions (interleaved)
 *   float32 abstraction, uplift, trustworthiness, continuity, recall, NaN for none
 *   uint32  uses; end of each title in bytes
 *   uint16  benchmark, pool, source model, cluster: index into the dictionary, 65535 for none
 *   uint8   type; outcome: 0 failure, 1 success, 2 unknown
 *   uint8   id, 16 bytes each, 0 for a memory that was deleted since
 *   bytes   titles in UTF-8; dictionary as UTF-8 JSON {benchmarks, clusters, pools, sourceModels, types}
 *
 * @param positions float32, components per memory, little-endian
 * @throws RangeError when positions and memories differ in number
 */
export function encodeMapPoints(
  positions: Uint8Array,
  memories: readonly (MapMemory | null)[],
  components: 2 | 3 = 2,
): Uint8Array<ArrayBuffer> {
  const n = memories.length;
  if (positions.byteLength !== n * components * 4) {
    throw new RangeError(`${positions.byteLength} bytes of positions for ${n} memories`);
  }
  const [benchmark, pool, model, cluster] = [
    codes(memories, (m) => m.benchmark),
    codes(memories, (m) => m.pool),
    codes(memories, (m) => m.sourceModel),
    codes(memories, (m) => m.cluster, byNumber),
  ];
  const text = new TextEncoder();
  const titles = memories.map((m) => text.encode(m?.title ?? deletedTitle));
  let end = 0;
  const titleEnds = Uint32Array.from(titles, ({ length }) => (end += length));
  const names: Dictionary = {
    ...{ benchmarks: benchmark.names, clusters: cluster.names, pools: pool.names },
    ...{ sourceModels: model.names, types: [...memoryTypes] },
  };
  const dictionary = text.encode(JSON.stringify(names));
  const bytes = new Uint8Array(headBytes + n * bytesPerPoint(components) + end + dictionary.length);
  let at = 0;
  const put = (part: Uint8Array | Float32Array | Uint32Array | Uint16Array) => {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  };
  put(Uint32Array.of(n, dictionary.length, end, version, components));
  put(positions);
  put(Float32Array.from(memories, (m) => m?.abstraction ?? Number.NaN));
  put(Float32Array.from(memories, (m) => m?.uplift ?? Number.NaN));
  put(Float32Array.from(memories, (m) => m?.trustworthiness ?? Number.NaN));
  put(Float32Array.from(memories, (m) => m?.continuity ?? Number.NaN));
  put(Float32Array.from(memories, (m) => m?.recall ?? Number.NaN));
  put(Uint32Array.from(memories, (m) => m?.uses ?? 0));
  put(titleEnds);
  for (const { column } of [benchmark, pool, model, cluster]) put(column);
  put(Uint8Array.from(memories, (m) => (m ? memoryTypes.indexOf(m.type) : 0)));
  put(Uint8Array.from(memories, (m) => (m?.success == null ? 2 : Number(m.success))));
  put(idBytes(memories));
  for (const title of titles) put(title);
  put(dictionary);
  return bytes;
}

/**
 * Reads what {@link encodeMapPoints} wrote. The columns are views of the bytes.
 *
 * @throws RangeError when the bytes are fewer than they announce, or of another version
 */
export function decodeMapPoints(bytes: ArrayBuffer): MapPoints {
  if (bytes.byteLength < headBytes) throw new RangeError(`a map came with ${bytes.byteLength} bytes`);
  const [count = 0, dictionaryBytes = 0, titleBytes = 0, written, dimensions] = new Uint32Array(bytes, 0, 5);
  if (written !== version) throw new RangeError(`a map of version ${written} instead of ${version}`);
  const components = dimensions === 3 ? 3 : 2;
  if (bytes.byteLength !== headBytes + count * bytesPerPoint(components) + titleBytes + dictionaryBytes) {
    throw new RangeError(`a map of ${count} points came with ${bytes.byteLength} bytes`);
  }
  let at = headBytes;
  const skip = (length: number): number => {
    at += length;
    return at - length;
  };
  const float = (n: number) => new Float32Array(bytes, skip(n * 4), n);
  const long = () => new Uint32Array(bytes, skip(count * 4), count);
  const short = () => new Uint16Array(bytes, skip(count * 2), count);
  const byte = (n: number) => new Uint8Array(bytes, skip(n), n);
  const columns = {
    ...{ positions: float(count * components), abstraction: float(count), uplift: float(count) },
    ...{ trustworthiness: float(count), continuity: float(count), recall: float(count) },
    ...{ uses: long(), titleEnds: long(), benchmark: short(), pool: short(), sourceModel: short() },
    ...{ cluster: short() },
    ...{ type: byte(count), outcome: byte(count), ids: byte(count * 16), titles: byte(titleBytes) },
  };
  const names = JSON.parse(new TextDecoder().decode(byte(dictionaryBytes))) as Dictionary;
  return { count, components, ...columns, ...names };
}

/** The id of the memory behind a point; null for one that was deleted since. */
export function idOf({ ids }: MapPoints, i: number): string | null {
  let hex = '';
  for (let b = i * 16; b < i * 16 + 16; b++) hex += ids[b]!.toString(16).padStart(2, '0');
  if (/^0+$/.test(hex)) return null;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The title of the memory behind a point. */
export function titleOf({ titles, titleEnds }: MapPoints, i: number): string {
  return (
    new TextDecoder().decode(titles.subarray(i === 0 ? 0 : titleEnds[i - 1], titleEnds[i])) || '(untitled)'
  );
}

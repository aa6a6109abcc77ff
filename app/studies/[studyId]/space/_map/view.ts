import type { Camera } from './camera';
import { type ColoringId, coloringIds } from './colorings';
import { packRows, unpackRows } from './pack-rows';

/** How somebody looks at a map. It lives in the address, so that a link shows the same. */
export interface MapView {
  coloring: ColoringId;
  size: 'same' | 'uses';
  /** Whether outcomes show in the outline. */
  outline: boolean;
  /** Whether rings show how little places can be trusted. */
  halo: boolean;
  /** Names of hidden legend entries. */
  hidden: ReadonlySet<string>;
  search: string;
  /** Ascending row numbers. */
  picked: Uint32Array;
  /** Null while the whole map is seen. */
  camera: Camera | null;
  /** The task whose query is on the map, and the ablation whose arms retrieve for it; null for settings of now. */
  query: { task: string | null; ablation: string | null };
}

export type ViewChange =
  | { do: 'color'; coloring: ColoringId }
  | { do: 'size'; size: MapView['size'] }
  | { do: 'outline'; outline: boolean }
  | { do: 'halo'; halo: boolean }
  | { do: 'toggle'; name: string }
  | { do: 'show-all' }
  | { do: 'search'; search: string }
  | { do: 'pick'; rows: Uint32Array; merge: boolean }
  | { do: 'pick-one'; row: number }
  /** A settled camera, so that the address tells it whole; null for the whole map. */
  | { do: 'look'; camera: Camera | null }
  | { do: 'query'; task: string | null; ablation: string | null };

const none = new Uint32Array(0);

/** Both lists, ascending, without repeats. */
const union = (a: Uint32Array, b: Uint32Array) => Uint32Array.from(new Set([...a, ...b])).sort();

/** The view after a change. */
export function changeView(view: MapView, change: ViewChange): MapView {
  switch (change.do) {
    case 'color':
      // Entries of one legend mean nothing in another.
      return change.coloring === view.coloring
        ? view
        : { ...view, coloring: change.coloring, hidden: new Set() };
    case 'size':
      return { ...view, size: change.size };
    case 'outline':
      return { ...view, outline: change.outline };
    case 'halo':
      return { ...view, halo: change.halo };
    case 'toggle': {
      const hidden = new Set(view.hidden);
      if (!hidden.delete(change.name)) hidden.add(change.name);
      return { ...view, hidden };
    }
    case 'show-all':
      return { ...view, hidden: new Set() };
    case 'search':
      return { ...view, search: change.search };
    case 'pick':
      return { ...view, picked: change.merge ? union(view.picked, change.rows) : change.rows };
    case 'pick-one':
      return {
        ...view,
        picked: view.picked.includes(change.row)
          ? view.picked.filter((row) => row !== change.row)
          : union(view.picked, Uint32Array.of(change.row)),
      };
    case 'look':
      return { ...view, camera: change.camera };
    case 'query':
      return { ...view, query: { task: change.task, ablation: change.ablation } };
  }
}

/** A settled angle may have been rounded up. */
const rounding = 1e-4;

function readCamera(text: string | null, solid: boolean): Camera | null {
  const [x, y, zoom, yaw = 0, pitch = 0] = (text ?? '').split(',').map(Number);
  const within = (v: number | undefined, most: number) => v !== undefined && Math.abs(v) <= most;
  if (!within(x, 1) || !within(y, 1) || !(zoom! >= 0.5 && zoom! <= 2_000)) return null;
  if (!within(yaw, Math.PI + rounding) || !within(pitch, Math.PI / 2 + rounding)) return null;
  return { x: x!, y: y!, zoom: zoom!, yaw: solid ? yaw : 0, pitch: solid ? pitch : 0 };
}

/** Angles are told where there are any. */
const writeCamera = ({ x, y, zoom, yaw, pitch }: Camera): string =>
  [x, y, zoom, ...(yaw === 0 && pitch === 0 ? [] : [yaw, pitch])].join(',');

const readId = (text: string | null): string | null =>
  text !== null && /^[0-9a-f-]{36}$/i.test(text) ? text : null;

/** Whether what a map shows at its places is told in an address: then it must name the map. */
const placed = ({ picked, camera }: MapView) => picked.length > 0 || camera !== null;

/**
 * The view that an address asks for. What it does not say, or says wrongly, is as usual; places of another map are
 * dropped.
 *
 * @param map.id    of the projection that is shown
 * @param map.count its points
 * @param map.solid whether it has three dimensions
 */
export function readView(
  params: URLSearchParams,
  map: { id: string; count: number; solid?: boolean },
): MapView {
  const same = params.get('map') === map.id;
  const color = params.get('color') as ColoringId;
  return {
    coloring: coloringIds.includes(color) ? color : 'benchmark',
    size: params.get('size') === 'uses' ? 'uses' : 'same',
    outline: params.get('outline') === 'outcome',
    halo: params.get('halo') === 'trust',
    hidden: new Set(params.getAll('hide')),
    search: params.get('q') ?? '',
    picked: same ? unpackRows(params.get('pick') ?? '', map.count) : none,
    camera: same ? readCamera(params.get('at'), map.solid ?? false) : null,
    query: { task: readId(params.get('task')), ablation: readId(params.get('arms')) },
  };
}

/** The same address with the view written into it; what is as usual is not written. */
export function writeView(view: MapView, mapId: string, params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  const put = (name: string, value: string | null) => {
    if (value) next.set(name, value);
    else next.delete(name);
  };
  put('color', view.coloring === 'benchmark' ? null : view.coloring);
  put('size', view.size === 'uses' ? 'uses' : null);
  put('outline', view.outline ? 'outcome' : null);
  put('halo', view.halo ? 'trust' : null);
  next.delete('hide');
  for (const name of view.hidden) next.append('hide', name);
  put('q', view.search);
  put('pick', view.picked.length > 0 ? packRows(view.picked) : null);
  const { camera } = view;
  put('at', camera && writeCamera(camera));
  put('task', view.query.task);
  put('arms', view.query.ablation);
  put('map', placed(view) ? mapId : null);
  return next;
}

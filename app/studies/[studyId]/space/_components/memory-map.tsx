'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { ChartFrame } from '@/app/_charts/chart-frame';
import { benchmarkColor, memoryTypeColor } from '@/app/_charts/palette';
import { resolveColor } from '@/app/_charts/resolve-color';
import { ProblemState } from '@/app/_components/empty-state';
import { formatCount } from '@/app/_components/format';
import { UrlSwitch } from '@/app/_components/url-select';
import { pictureOf } from './map-picture';
import { type Coloring, categorise, fitToView, type MapPoints, parsePoints } from './parse-points';
import { pointsTable } from './points-table';
import { SmallMultiples } from './small-multiples';

const noCategory = 0;

interface Props {
  projectionId: string;
  studyId: string;
  coloring: Coloring;
  note: string;
}

/** A point under the pointer, and which way its card has room. */
interface Hover {
  index: number;
  x: number;
  y: number;
  toLeft: boolean;
  upward: boolean;
}

type Scatter = Awaited<ReturnType<typeof import('regl-scatterplot')['default']>>;

/** The map of memories: WebGL scatter, legend that filters, card on hover, memory page on click. */
export function MemoryMap({ projectionId, studyId, coloring, note }: Props) {
  const router = useRouter();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scatter = useRef<Scatter | null>(null);
  const shown = useRef<number[]>([]);
  const [points, setPoints] = useState<MapPoints | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [webgl, setWebgl] = useState(true);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [hover, setHover] = useState<Hover | null>(null);
  const [ready, setReady] = useState(false);
  const [theme, setTheme] = useState('');

  useEffect(() => {
    const controller = new AbortController();
    fetch(`/api/v1/projections/${projectionId}/points`, { signal: controller.signal })
      .then(async (r) => {
        if (!r.ok) throw new Error(`The points could not be read (status ${r.status}).`);
        setPoints(parsePoints(await r.arrayBuffer()));
      })
      .catch((e: Error) => {
        if (!controller.signal.aborted) setProblem(e.message);
      });
    return () => controller.abort();
  }, [projectionId]);

  useEffect(() => {
    const watch = new MutationObserver(() => setTheme(document.documentElement.dataset.theme ?? ''));
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => watch.disconnect();
  }, []);

  const grouped = useMemo(
    () =>
      points
        ? categorise(points, coloring, {
            benchmark: (b) => benchmarkColor(b, points.benchmarks),
            type: memoryTypeColor,
          })
        : null,
    [points, coloring],
  );
  const fitted = useMemo(() => (points ? fitToView(points.positions) : null), [points]);

  useEffect(() => {
    const element = canvas.current;
    if (!element || !points) return;
    if (!element.ownerDocument.createElement('canvas').getContext('webgl')) {
      setWebgl(false);
      return;
    }
    let gone = false;
    let watch: ResizeObserver | undefined;
    void import('regl-scatterplot').then(({ default: createScatterplot }) => {
      if (gone) return;
      const { width, height } = element.getBoundingClientRect();
      const plot = createScatterplot({
        canvas: element,
        width,
        height,
        pointSize: points.count > 20_000 ? 2 : points.count > 2_000 ? 4 : 7,
        pointOutlineWidth: 1,
        opacity: 0.85,
        lassoOnLongPress: false,
      });
      scatter.current = plot;
      plot.subscribe('pointOver', (i) => {
        const [x = 0, y = 0] = plot.getScreenPosition(i) ?? [];
        setHover({
          index: shown.current[i] ?? i,
          x,
          y,
          toLeft: x > element.clientWidth / 2,
          upward: y > element.clientHeight / 2,
        });
      });
      plot.subscribe('pointOut', () => setHover(null));
      plot.subscribe('select', ({ points: selected }) => {
        const id = points.ids[shown.current[selected[0] ?? -1] ?? -1];
        if (id) router.push(`/studies/${studyId}/memories/${id}`);
      });
      watch = new ResizeObserver(([entry]) => {
        if (entry) plot.set({ width: entry.contentRect.width, height: entry.contentRect.height });
      });
      watch.observe(element.parentElement!);
      setReady(true);
    });
    return () => {
      gone = true;
      watch?.disconnect();
      scatter.current?.destroy();
      scatter.current = null;
      setReady(false);
    };
  }, [points, router, studyId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are CSS variables, so a new theme needs a new drawing
  useEffect(() => {
    const plot = scatter.current;
    if (!ready || !plot || !points || !grouped || !fitted) return;
    const colors = grouped.entries.map((e) => resolveColor(e.color));
    const visible = Array.from({ length: points.count }, (_, i) => i).filter(
      (i) => !hidden.has(grouped.entries[grouped.categories[i]!]!.name),
    );
    shown.current = visible;
    plot.set({
      backgroundColor: resolveColor('var(--surface-raised)'),
      colorBy: 'category',
      pointColor: colors.length > 1 ? colors : [colors[noCategory]!, colors[noCategory]!],
      pointColorHover: resolveColor('var(--text)'),
    });
    void plot
      .draw({
        x: visible.map((i) => fitted[i * 2]!),
        y: visible.map((i) => fitted[i * 2 + 1]!),
        category: visible.map((i) => grouped.categories[i]!),
      })
      .then(() => canvas.current?.setAttribute('data-drawn', String(visible.length)));
  }, [ready, points, grouped, fitted, hidden, theme]);

  const table = useMemo(() => pointsTable(points), [points]);
  if (problem)
    return (
      <ProblemState
        title="The map could not be drawn"
        message={problem}
        hint="Reload the page, or project again."
      />
    );
  const toggle = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next);
    setHover(null);
  };
  const categoryOf = (i: number): string => (grouped ? grouped.entries[grouped.categories[i]!]!.name : '');
  const allHidden = grouped?.entries.every((e) => e.count === 0 || hidden.has(e.name)) ?? false;
  const hovered = hover && points ? hover.index : null;

  return (
    <div className="space-y-5">
      <ChartFrame
        title="Map of the memories"
        note={note}
        table={table}
        file={`${studyId}-map`}
        picture={async () => {
          if (!scatter.current) throw new Error('there is no drawing');
          return pictureOf(
            await scatter.current.export({}),
            canvas.current!.clientWidth,
            (grouped?.entries ?? []).filter((e) => e.count > 0 && !hidden.has(e.name)),
          );
        }}
        controls={
          <UrlSwitch
            name="color"
            label="Colour"
            value={coloring}
            options={[
              { value: 'benchmark', label: 'benchmark' },
              { value: 'type', label: 'type' },
              { value: 'outcome', label: 'outcome' },
            ]}
          />
        }
      >
        <ul
          className="mb-2 flex flex-wrap gap-x-1 gap-y-1"
          aria-label="Legend; press an entry to hide or show it"
        >
          {grouped?.entries
            .filter((e) => e.count > 0)
            .map((e) => (
              <li key={e.name}>
                <button
                  type="button"
                  aria-pressed={!hidden.has(e.name)}
                  onClick={() => toggle(e.name)}
                  className="inline-flex items-center gap-1.5 rounded px-1.5 py-0.5 text-xs hover:bg-sunken aria-[pressed=false]:line-through aria-[pressed=false]:opacity-50"
                >
                  <span
                    aria-hidden="true"
                    className="size-2.5 rounded-full"
                    style={{ background: e.color }}
                  />
                  {e.name}
                  <span className="tabular text-faint">{formatCount(e.count)}</span>
                </button>
              </li>
            ))}
        </ul>
        {webgl ? (
          <div
            // Square on a narrow screen: the map fits into its shorter side only.
            className="relative aspect-square max-h-[520px] w-full overflow-hidden rounded-md border border-line"
          >
            <canvas
              ref={canvas}
              className="block size-full"
              aria-label={`Map of ${points ? formatCount(points.count) : ''} memories; the table below holds the same points`}
              role="img"
            />
            {ready && !allHidden ? null : (
              <p
                className="pointer-events-none absolute inset-0 grid place-items-center text-muted"
                aria-live="polite"
              >
                {ready ? 'Every entry of the legend is hidden.' : 'Loading the map'}
              </p>
            )}
            {hovered !== null && hover && points ? (
              <div
                className="pointer-events-none absolute z-10 w-64 max-w-[46%] min-w-36 rounded-md border border-line-strong bg-raised p-2.5 text-xs shadow-md"
                style={{
                  left: hover.x,
                  top: hover.y,
                  transform: `translate(${hover.toLeft ? 'calc(-100% - 12px)' : '12px'}, ${hover.upward ? 'calc(-100% - 8px)' : '8px'})`,
                }}
              >
                <p className="line-clamp-3 font-medium">{points.titles[hovered]}</p>
                <p className="mt-1 text-muted">
                  {points.types[points.type[hovered]!]} ·{' '}
                  {points.benchmarks[points.benchmark[hovered]!] ?? 'unknown benchmark'}
                  {coloring === 'outcome' ? ` · ${categoryOf(hovered)}` : ''}
                </p>
              </div>
            ) : null}
          </div>
        ) : (
          <p className="rounded-md border border-line bg-sunken px-4 py-6 text-center text-muted">
            This browser offers no WebGL. The maps by type below and the table hold the same points.
          </p>
        )}
        <p className="mt-1.5 text-xs text-muted">
          Scroll to zoom, drag to move, press a point to read its memory.
        </p>
      </ChartFrame>
      {points && fitted ? <SmallMultiples points={points} fitted={fitted} /> : null}
    </div>
  );
}

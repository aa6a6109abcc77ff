'use client';

import { Maximize } from 'lucide-react';
import { type Dispatch, useEffect, useId, useState } from 'react';
import { countOf } from '@/app/_components/format';
import { coloringIds } from '../_map/colorings';
import type { Tool } from '../_map/gestures';
import type { Matches } from '../_map/use-matches';
import type { MapView, ViewChange } from '../_map/view';
import { ColoringSelect } from './coloring-select';
import { ToolSwitch } from './tool-switch';

const typingMs = 250;

interface Props {
  view: MapView;
  change: Dispatch<ViewChange>;
  tool: Tool;
  setTool(tool: Tool): void;
  matches: Matches;
  /** Whether the map has three dimensions. */
  solid: boolean;
}

/** How the map is coloured, sized, searched and picked from. */
export function MapToolbar({ view, change, tool, setTool, matches, solid }: Props) {
  const id = useId();
  return (
    <div className="mb-3 flex flex-wrap items-end gap-x-3 gap-y-2">
      <ColoringSelect value={view.coloring} offered={coloringIds} change={change} />
      <div>
        <label className="field-label" htmlFor={id}>
          Size
        </label>
        <select
          id={id}
          className="field"
          value={view.size}
          onChange={(e) => change({ do: 'size', size: e.target.value as MapView['size'] })}
        >
          <option value="same">all the same</option>
          <option value="uses">uses</option>
        </select>
      </div>
      <SearchField value={view.search} matches={matches} change={change} />
      <ToolSwitch {...{ tool, setTool, solid }} />
      <button
        type="button"
        className="button"
        disabled={view.camera === null}
        onClick={() => change({ do: 'look', camera: null })}
      >
        <Maximize className="size-3.5" aria-hidden="true" />
        {solid ? 'Reset view' : 'Whole map'}
      </button>
      <label className="flex min-h-8 items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={view.outline}
          onChange={(e) => change({ do: 'outline', outline: e.target.checked })}
        />
        Outline by outcome
      </label>
      <label className="flex min-h-8 items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={view.halo}
          onChange={(e) => change({ do: 'halo', halo: e.target.checked })}
        />
        Halo of distrust
      </label>
    </div>
  );
}

function SearchField({
  value,
  matches: { rows, pending, problem },
  change,
}: {
  value: string;
  matches: Matches;
  change: Dispatch<ViewChange>;
}) {
  const id = useId();
  const [text, setText] = useState(value);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === value) return;
    const timer = setTimeout(() => change({ do: 'search', search: wanted }), typingMs);
    return () => clearTimeout(timer);
  }, [text, value, change]);
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        Search titles and texts
      </label>
      <div className="flex items-center gap-2">
        <input
          id={id}
          type="search"
          className="field w-48 max-w-full"
          value={text}
          maxLength={200}
          onChange={(e) => setText(e.target.value)}
        />
        <span className="tabular min-w-20 text-xs text-muted" aria-live="polite">
          {problem
            ? problem.message
            : pending
              ? 'searching'
              : rows === null
                ? ''
                : rows.length === 0
                  ? 'no memory says so'
                  : countOf(rows.length, 'memory', 'memories')}
        </span>
      </div>
    </div>
  );
}

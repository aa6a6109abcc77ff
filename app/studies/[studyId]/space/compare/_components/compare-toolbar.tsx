'use client';

import type { Dispatch } from 'react';
import { countOf } from '@/app/_components/format';
import { ColoringSelect } from '../../_components/coloring-select';
import { ToolSwitch } from '../../_components/tool-switch';
import type { ColoringId } from '../../_map/colorings';
import type { Tool } from '../../_map/gestures';
import type { MapView, ViewChange } from '../../_map/view';

/** The last needs a comparison. */
const offered: ColoringId[] = ['benchmark', 'type', 'recall'];

interface Props {
  view: MapView;
  change: Dispatch<ViewChange>;
  tool: Tool;
  setTool(tool: Tool): void;
  compared: boolean;
  /** Whether a map has three dimensions. */
  solid: boolean;
}

/** How both maps are coloured and picked from. */
export function CompareToolbar({ view, change, tool, setTool, compared, solid }: Props) {
  return (
    <div className="mb-3 flex flex-wrap items-end gap-x-3 gap-y-2">
      <ColoringSelect
        value={view.coloring}
        offered={offered}
        disabled={compared ? [] : ['recall']}
        change={change}
      />
      <ToolSwitch {...{ tool, setTool, solid }} />
      <button
        type="button"
        className="button"
        disabled={view.picked.length === 0}
        onClick={() => change({ do: 'pick', rows: new Uint32Array(0), merge: false })}
      >
        Clear
      </button>
      <p className="tabular min-h-8 content-center text-sm text-muted" aria-live="polite">
        {view.picked.length > 0 ? `${countOf(view.picked.length, 'memory', 'memories')} picked` : ''}
      </p>
    </div>
  );
}

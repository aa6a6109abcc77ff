'use client';

import { type Dispatch, useId } from 'react';
import { type ColoringId, colorings } from '../_map/colorings';
import type { ViewChange } from '../_map/view';

/** What the points of a map are coloured by. */
export function ColoringSelect({
  value,
  offered,
  disabled = [],
  change,
}: {
  value: ColoringId;
  offered: readonly ColoringId[];
  /** Of those offered, what cannot be chosen yet. */
  disabled?: readonly ColoringId[];
  change: Dispatch<ViewChange>;
}) {
  const id = useId();
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        Colour
      </label>
      <select
        id={id}
        className="field"
        value={value}
        onChange={(e) => change({ do: 'color', coloring: e.target.value as ColoringId })}
      >
        {offered.map((c) => (
          <option key={c} value={c} disabled={disabled.includes(c)}>
            {colorings[c].label}
          </option>
        ))}
      </select>
    </div>
  );
}

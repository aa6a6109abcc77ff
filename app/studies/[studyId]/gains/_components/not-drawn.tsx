import type { ForestDrawing } from '../_charts/forest-rows';

/** What the forest plot leaves out, said by name and with the reason. */
export function NotDrawn({ drawing, baseline }: { drawing: ForestDrawing; baseline: string }) {
  const { incomparable, unpairedRows } = drawing;
  if (incomparable.length === 0 && unpairedRows === 0) return null;
  return (
    <div className="mt-2 space-y-1 text-xs text-muted">
      {unpairedRows > 0 ? (
        <p>Benchmarks without a task in common with {baseline} are not drawn; the table below lists them.</p>
      ) : null}
      {incomparable.length > 0 ? (
        <details>
          <summary>
            {incomparable.length} {incomparable.length === 1 ? 'condition is' : 'conditions are'} not
            comparable with {baseline}
          </summary>
          <ul className="mt-1 list-disc pl-5">
            {incomparable.map((c) => (
              <li key={c.condition}>
                {c.condition}: {c.reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

import { TableFrame } from '@/app/_components/table-frame';
import type { Estimate } from '@/lib/core/vocabulary';

/** Agreement between every two arms: the number in each cell, its size as the depth of the accent colour. */
export function AgreementTable({
  matrix,
  arms,
  caption,
}: {
  /** Of all arms, by their index. */
  matrix: Estimate[][];
  /** Those that are shown. */
  arms: { index: number; label: string }[];
  caption: string;
}) {
  return (
    <TableFrame caption={caption}>
      <thead>
        <tr>
          <th scope="col">Arm</th>
          {arms.map((a) => (
            <th key={a.index} scope="col" className="num" title={a.label}>
              {a.index + 1}
              <span className="sr-only"> {a.label}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {arms.map((one) => (
          <tr key={one.index}>
            <th scope="row" className="max-w-56 truncate text-xs" title={one.label}>
              <span className="mr-2 text-faint">{one.index + 1}</span>
              {one.label}
            </th>
            {arms.map((other) => {
              const e = matrix[one.index]![other.index]!;
              return (
                <td
                  key={other.index}
                  className="num"
                  style={{
                    background: `color-mix(in srgb, var(--accent) ${Math.round((e.value ?? 0) * 45)}%, transparent)`,
                  }}
                  title={e.value === null ? e.reason : `${one.label} and ${other.label}`}
                >
                  {e.value === null ? '–' : e.value.toFixed(2)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

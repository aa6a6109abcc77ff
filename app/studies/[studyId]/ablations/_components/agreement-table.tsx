import { TableFrame } from '@/app/_components/table-frame';
import type { Estimate } from '@/lib/core/vocabulary';

/** Agreement between every two arms: the number in each cell, its size as the depth of the accent colour. */
export function AgreementTable({
  matrix,
  arms,
  caption,
}: {
  matrix: Estimate[][];
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
        {matrix.map((row, i) => (
          <tr key={arms[i]!.index}>
            <th scope="row" className="max-w-56 truncate text-xs" title={arms[i]!.label}>
              <span className="mr-2 text-faint">{i + 1}</span>
              {arms[i]!.label}
            </th>
            {row.map((e, j) => (
              <td
                key={arms[j]!.index}
                className="num"
                style={{
                  background: `color-mix(in srgb, var(--accent) ${Math.round((e.value ?? 0) * 45)}%, transparent)`,
                }}
                title={e.value === null ? e.reason : `${arms[i]!.label} and ${arms[j]!.label}`}
              >
                {e.value === null ? '–' : e.value.toFixed(2)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

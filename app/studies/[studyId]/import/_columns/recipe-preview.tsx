'use client';

import { TableFrame } from '@/app/_components/table-frame';
import type { PreviewedRow } from '@/lib/importers/table/preview-recipe';

/** What a recipe makes of the first rows. */
export function RecipePreview({ rows }: { rows: PreviewedRow[] }) {
  const names = [...new Set(rows.flatMap(({ fields }) => (fields ?? []).map(([name]) => name)))];
  return (
    <TableFrame caption="The first rows as they would be read">
      <thead>
        <tr>
          <th scope="col" className="num w-12">
            Row
          </th>
          {names.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
          {rows.some(({ problem }) => problem) ? <th scope="col">Problem</th> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ fields, problem, warnings }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a sample are known by their place
          <tr key={i}>
            <td className="num text-muted">{i + 1}</td>
            {names.map((name) => (
              <td key={name} className="max-w-64">
                <span className="line-clamp-2 break-words">
                  {fields?.find(([field]) => field === name)?.[1] ?? ''}
                </span>
              </td>
            ))}
            {problem || warnings.length > 0 ? (
              <td className="text-bad">
                {problem
                  ? `${problem.column ? `“${problem.column}”: ` : ''}${problem.reason}`
                  : warnings.join('; ')}
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

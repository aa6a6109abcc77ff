'use client';

import { formatCount } from './format';
import { useSetParam } from './url-select';

/** Pages of a long list. Says how many there are even when one page holds them all. */
export function Pagination({
  page,
  pageSize,
  total,
  param = 'page',
}: {
  page: number;
  pageSize: number;
  total: number;
  param?: string;
}) {
  const setParam = useSetParam();
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const from = total === 0 ? 0 : (page - 1) * pageSize + 1;
  return (
    <nav
      aria-label="Pages"
      className="mt-3 flex flex-wrap items-center justify-between gap-3 text-xs text-muted"
    >
      <span className="tabular">
        {formatCount(from)}–{formatCount(Math.min(total, page * pageSize))} of {formatCount(total)}
      </span>
      {pages > 1 ? (
        <span className="flex items-center gap-2">
          <button
            type="button"
            className="button"
            disabled={page <= 1}
            onClick={() => setParam(param, String(page - 1))}
          >
            Previous
          </button>
          <span className="tabular">
            Page {page} of {pages}
          </span>
          <button
            type="button"
            className="button"
            disabled={page >= pages}
            onClick={() => setParam(param, String(page + 1))}
          >
            Next
          </button>
        </span>
      ) : null}
    </nav>
  );
}

import { countOf } from './format';

/** What a table says that shows the first of its rows alone; nothing where it shows all. */
export function RowsLeftOut({ shown, of }: { shown: number; of: number }) {
  if (of <= shown) return null;
  return (
    <p className="mt-2 text-xs text-muted">
      The first {shown} of {countOf(of, 'row')}; exported files hold all of them.
    </p>
  );
}

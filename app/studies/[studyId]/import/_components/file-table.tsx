import { Badge } from '@/app/_components/badge';
import { countOf, formatBytes, formatCount } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import type { ImportOutcome } from '@/db/schema';
import type { ImportFileRow } from '@/lib/queries/imports';

export const outcomeWords: Record<ImportOutcome, string> = {
  understood: 'understood',
  part: 'part of another file',
  unchanged: 'read by an earlier import',
  later: 'known, read later',
  ignored: 'no data of its own',
  refused: 'refused',
};

const tones = {
  understood: 'good',
  part: 'neutral',
  unchanged: 'neutral',
  later: 'accent',
  ignored: 'neutral',
  refused: 'bad',
} as const;

/** What became of a file, as a word with its colour. */
export const outcomeBadge = (outcome: ImportOutcome) => (
  <Badge tone={tones[outcome]}>{outcomeWords[outcome]}</Badge>
);

const shownNotes = 5;

/** Warnings and rejected records of one file; the first few, and how many there are. */
function Notes({
  one,
  many,
  notes,
}: {
  one: string;
  many: string;
  notes: { where: string; text: string }[];
}) {
  if (notes.length === 0) return null;
  return (
    <details className="mt-1">
      <summary className="text-xs text-warn">{countOf(notes.length, one, many)}</summary>
      <ul className="mt-1 space-y-0.5 text-xs text-muted">
        {notes.slice(0, shownNotes).map((n) => (
          <li key={`${n.where} ${n.text}`} className="break-words">
            <span className="font-mono">{n.where}</span>: {n.text}
          </li>
        ))}
        {notes.length > shownNotes ? <li>and {formatCount(notes.length - shownNotes)} more</li> : null}
      </ul>
    </details>
  );
}

const describe = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .filter(([, n]) => n > 0)
    .map(([kind, n]) => `${formatCount(n)} ${n === 1 ? kind : kind === 'memory' ? 'memories' : `${kind}s`}`)
    .join(', ');

/** The files of an import, one row each. */
export function FileTable({ files }: { files: ImportFileRow[] }) {
  return (
    <TableFrame caption="Files of this import">
      <thead>
        <tr>
          <th scope="col">Path</th>
          <th scope="col">Outcome</th>
          <th scope="col">What was found</th>
          <th scope="col" className="num">
            Size
          </th>
        </tr>
      </thead>
      <tbody>
        {files.map((f) => (
          <tr key={f.path}>
            <th scope="row" className="min-w-40 max-w-md break-all font-mono text-xs font-normal">
              {f.path}
            </th>
            <td>{outcomeBadge(f.outcome)}</td>
            <td className="min-w-56 max-w-xl">
              {f.format ? <span className="text-muted">{f.format}. </span> : null}
              {describe(f.counts)}
              {f.reason ? <span className="break-words">{f.reason}</span> : null}
              <Notes
                one="warning"
                many="warnings"
                notes={f.warnings.map((w) => ({ where: w.where, text: w.message }))}
              />
              <Notes
                one="record not used"
                many="records not used"
                notes={f.rejections.map((r) => ({ where: r.where, text: r.reason }))}
              />
            </td>
            <td className="num text-muted">{formatBytes(f.bytes)}</td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

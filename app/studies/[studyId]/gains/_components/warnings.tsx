/** What a reader should know of the numbers, folded away where it is much. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <details
      className="rounded-lg border border-warn/30 bg-warn-soft px-4 py-2.5"
      open={warnings.length <= 2}
    >
      <summary>
        {warnings.length} {warnings.length === 1 ? 'thing' : 'things'} to know about these numbers
      </summary>
      <ul className="mt-1.5 list-disc space-y-0.5 pl-5">
        {warnings.map((w) => (
          <li key={w}>{w}</li>
        ))}
      </ul>
    </details>
  );
}

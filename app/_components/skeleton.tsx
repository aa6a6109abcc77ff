/** The grey shape of a page while it loads, of about the size of what will stand there. */
export function Skeleton({ panels = [18, 26] }: { panels?: number[] }) {
  return (
    <div aria-busy="true" className="space-y-5">
      <span className="sr-only" role="status">
        Loading
      </span>
      <div className="space-y-2">
        <div className="h-7 w-56 animate-pulse rounded bg-sunken" />
        <div className="h-4 w-96 max-w-full animate-pulse rounded bg-sunken" />
      </div>
      {panels.map((height) => (
        <div
          key={height}
          className="animate-pulse rounded-lg border border-line bg-raised"
          style={{ height: `${height}rem` }}
        />
      ))}
    </div>
  );
}

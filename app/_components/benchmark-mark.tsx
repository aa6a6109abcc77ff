import { benchmarkColor } from '@/app/_charts/palette';

/** A benchmark by its colour and its name. `all` fixes the colours: the names of the study's benchmarks. */
export function BenchmarkMark({ name, all }: { name: string; all: readonly string[] }) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <span
        aria-hidden="true"
        className="size-2.5 shrink-0 rounded-full"
        style={{ background: benchmarkColor(name, all) }}
      />
      <span className="truncate">{name}</span>
    </span>
  );
}

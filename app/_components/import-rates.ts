import { formatBytes, formatCount, formatDuration } from './format';

interface Counted {
  files: number;
  filesTotal: number;
  filesBefore: number;
  bytes: number;
  trials: number;
  memories: number;
  elapsedMs: number;
}

const fields = ['files', 'filesTotal', 'filesBefore', 'bytes', 'trials', 'memories', 'elapsedMs'] as const;

const isCounted = (value: unknown): value is Counted =>
  typeof value === 'object' &&
  value !== null &&
  fields.every((field) => Number.isFinite((value as Record<string, unknown>)[field]));

/** How fast an import reads and how long it will take, in one line; null for other work and before the first second. */
export function importRates(progress: unknown): string | null {
  if (!isCounted(progress) || progress.elapsedMs < 1000) return null;
  const { files, filesTotal, filesBefore, bytes, trials, memories, elapsedMs } = progress;
  const seconds = elapsedMs / 1000;
  const perSecond = (n: number) => formatCount(Math.round(n / seconds));
  const done = files - filesBefore;
  const left = done > 0 ? ((filesTotal - files) / done) * elapsedMs : null;
  return [
    `${perSecond(done)} files/s`,
    `${formatBytes(Math.round(bytes / seconds))}/s`,
    trials > 0 ? `${formatCount(trials)} trials, ${perSecond(trials)}/s` : null,
    memories > 0 ? `${formatCount(memories)} memories, ${perSecond(memories)}/s` : null,
    left === null ? null : `about ${formatDuration(left)} left`,
  ]
    .filter(Boolean)
    .join(' · ');
}

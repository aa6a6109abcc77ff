import { instantMs } from '@/lib/core/instant';

/** A time that somebody wrote as the instant it is, in ISO 8601 and universal time; null when it names no zone. */
export function instantOf(value: unknown): string | null {
  const time = instantMs(value);
  return time === null ? null : new Date(time).toISOString();
}

const zoned = /^([12]\d{3}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})$/i;

/**
 * The instant that a time in ISO 8601 stands for, in milliseconds of Unix time.
 *
 * Logs mix local and universal time, often in one folder: a time without a zone may be off by half a day, so it is
 * no instant, and is compared with nothing.
 *
 * @returns null for anything else than a time of the years 1000 to 2999 with its zone
 */
export function instantMs(value: unknown): number | null {
  const parts = typeof value === 'string' ? zoned.exec(value.trim()) : null;
  if (!parts) return null;
  const [, date, clock, zone] = parts;
  const offset = /^(?:z|utc)$/i.test(zone!) ? 'Z' : zone!.replace(/^(...)(\d\d)$/, '$1:$2');
  const time = Date.parse(`${date}T${clock!.replace(',', '.')}${offset}`);
  return Number.isNaN(time) ? null : time;
}

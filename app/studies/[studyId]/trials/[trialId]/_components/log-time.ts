/** A log's own time to the second, in the log's own zone: agents write it with and without one, so none is assumed. */
export function logTime(text: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?(Z|[+-]\d{2}:?\d{2})?$/.exec(
    text,
  );
  if (!parts) return text;
  const [, day, time, zone] = parts;
  return [day, time, zone === 'Z' ? 'UTC' : zone].filter(Boolean).join(' ');
}

import { PickleDate, type PickleValue } from './values';

const two = (n: number) => String(n).padStart(2, '0');

/** `datetime` packs ten bytes, `date` four; the optional time zone follows as a second argument. */
export function dateFrom([packed, zone]: readonly PickleValue[]): PickleValue | undefined {
  const bytes = typeof packed === 'string' ? Buffer.from(packed, 'latin1') : packed;
  if (!Buffer.isBuffer(bytes) || (bytes.length !== 10 && bytes.length !== 4)) return undefined;
  // The top bit of the month marks the second of two equal local times.
  const day = `${String(bytes.readUInt16BE(0)).padStart(4, '0')}-${two(bytes[2]! & 0x7f)}-${two(bytes[3]!)}`;
  if (bytes.length === 4) return new PickleDate(day);
  const micros = (bytes[7]! << 16) | (bytes[8]! << 8) | bytes[9]!;
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`;
  const suffix = zone instanceof PickleDate ? zone.text : '';
  return new PickleDate(`${day}T${two(bytes[4]!)}:${two(bytes[5]!)}:${two(bytes[6]!)}${fraction}${suffix}`);
}

/** Days, seconds and microseconds, as ISO 8601 writes a duration in seconds. */
export function durationFrom([days = 0, seconds = 0, micros = 0]: readonly PickleValue[]):
  | PickleValue
  | undefined {
  if (typeof days !== 'number' || typeof seconds !== 'number' || typeof micros !== 'number') return undefined;
  return new PickleDate(`PT${days * 86_400 + seconds + micros / 1e6}S`);
}

export function zoneFrom([offset]: readonly PickleValue[]): PickleValue | undefined {
  const seconds =
    offset instanceof PickleDate ? Number(/^PT(-?[\d.]+)S$/.exec(offset.text)?.[1]) : Number.NaN;
  if (!Number.isFinite(seconds)) return undefined;
  const minutes = Math.abs(Math.round(seconds / 60));
  const sign = seconds < 0 ? '-' : '+';
  return new PickleDate(minutes === 0 ? 'Z' : `${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`);
}

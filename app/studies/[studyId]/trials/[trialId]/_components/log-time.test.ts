import { expect, it } from 'vitest';
import { logTime } from './log-time';

it.each([
  ['2026-01-29T02:03:50.5Z', '2026-01-29 02:03:50 UTC'],
  ['2026-04-09T06:17:22.019264', '2026-04-09 06:17:22'],
  ['2026-04-09 06:17:22+02:00', '2026-04-09 06:17:22 +02:00'],
  ['yesterday', 'yesterday'],
])('shows %s as %s', (text, shown) => expect(logTime(text)).toBe(shown));

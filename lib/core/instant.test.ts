import { expect, it } from 'vitest';
import { instantMs } from './instant';

it.each([
  ['2026-01-02T10:00:00Z', '2026-01-02T10:00:00.000Z'],
  ['2026-01-02 10:00:00.123456+02:00', '2026-01-02T08:00:00.123Z'],
  ['2026-01-02T10:00-0530', '2026-01-02T15:30:00.000Z'],
  ['2026-01-02 10:00:00 UTC', '2026-01-02T10:00:00.000Z'],
])('reads %s as an instant', (text, instant) => {
  expect(new Date(instantMs(text)!).toISOString()).toBe(instant);
});

it.each([
  '2026-01-02T10:00:00',
  '2025-11-08 20:17:29',
  '2026-13-02T10:00:00Z',
  '0000-01-02T10:00:00Z',
  '2026-01-02',
  'now Z',
  1767348000,
  null,
])('takes %s for no instant', (value) => {
  expect(instantMs(value)).toBeNull();
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkRuns } from './parquet-runs';

const readerOf = (bytes: readonly number[]) => ({
  view: new DataView(Uint8Array.from(bytes).buffer),
  offset: 0,
});

/** An unsigned number in groups of seven bits. */
function varInt(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return [...bytes, rest];
}

it('passes over runs that hold what they claim, and stops behind the last that is needed', () => {
  const run = fc.record({ packed: fc.boolean(), length: fc.integer({ min: 1, max: 40 }) });
  fc.assert(
    fc.property(
      fc.array(run, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 24 }),
      (runs, width) => {
        const bytes = runs.flatMap(({ packed, length }) => [
          ...varInt(length * 2 + Number(packed)),
          ...new Array<number>(packed ? length * width : Math.ceil(width / 8)).fill(7),
        ]);
        const count = runs.reduce((sum, { packed, length }) => sum + length * (packed ? 8 : 1), 0);
        const reader = readerOf([...bytes, 0xff, 0xff]);
        checkRuns(reader, width, count);
        expect(reader.offset).toBe(bytes.length);
      },
    ),
  );
});

it.each([
  ['repeats one value 2^30 times', [...varInt(2 ** 31), 1], 1],
  ['packs 2^30 values', [...varInt(2 ** 28 + 1), 1], 1],
  ['packs without bits', [...varInt(2 ** 28 + 1)], 0],
  ['packs values of 40 bits', [3], 40],
])('refuses a run that %s', (_, bytes, width) => {
  expect(() => checkRuns(readerOf(bytes), width, 1000)).toThrow(/longer than the page|32 bits/);
});

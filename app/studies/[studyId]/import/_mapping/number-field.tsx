'use client';

/** Without the noise of floating point: 0.07 times 100 is 7. */
export const withoutNoise = (n: number): number => Number(n.toPrecision(12));

/** A number that may be left out. */
export function NumberField({
  label,
  value,
  read,
  onChange,
}: {
  label: string;
  value: number | undefined;
  /** What is made of a number as typed. */
  read: (typed: number) => number;
  onChange: (value: number | undefined) => void;
}) {
  return (
    <input
      className="field w-16"
      type="number"
      min={0}
      step="any"
      aria-label={label}
      placeholder="–"
      value={value ?? ''}
      onChange={(e) => onChange(e.target.value === '' ? undefined : read(Number(e.target.value)))}
    />
  );
}

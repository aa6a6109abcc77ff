export interface Repetition {
  /** The run's name without its repetition. */
  base: string;
  /** 1-based; null when the name carries none. */
  attempt: number | null;
}

/**
 * Splits a run's name at its repetition: `T-SE_run2` is attempt 2 of `T-SE`, `tb_rc2_g5_1` attempt 1 of `tb_rc2_g5`.
 * Only `_run<k>`, `-run<k>` and `_<k>` (one or two digits) count; the caller says in words what was cut.
 */
export function splitRepetition(runName: string): Repetition {
  const match = /^(.*[^_-])[_-]run[_-]?(\d{1,3})$/i.exec(runName) ?? /^(.*[^_-])_(\d{1,2})$/.exec(runName);
  const attempt = Number(match?.[2]);
  return match && attempt >= 1 ? { base: match[1]!, attempt } : { base: runName, attempt: null };
}

/** A name that a tool made from the time of day: `2026-01-29__10-03-50`. */
export const isClockName = (name: string): boolean => /^\d{4}-\d\d-\d\d[_T ]{1,2}\d\d-\d\d-\d\d/.test(name);

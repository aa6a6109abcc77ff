/** Anything that JSON holds. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Where a figure or table comes from, and how to make it again. It travels inside the files. */
export interface Provenance {
  /** What it shows, as its title says. */
  title: string;
  /** The study's name. */
  study: string;
  /** SHA-256 in hex of the data that the numbers were computed from; null where none was taken. */
  dataHash: string | null;
  /** Everything that was chosen, by name. */
  settings: { [name: string]: Json };
  /** The seeds of all chance in it. */
  seeds: number[];
  /** The package's version and commit. */
  codeVersion: string | null;
  /** A command line that gives the same numbers. */
  command: string | null;
}

/** The name under which provenance is found in files that name what they hold. */
export const provenanceKey = 'carryover';

/** A text as one word of a POSIX shell. */
export const shellWord = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A command of the command line in words, options without a value left out. */
export function commandLine(command: string, options: Record<string, string | number | null>): string {
  const words = Object.entries(options).flatMap(([name, value]) =>
    value === null ? [] : [`--${name}`, shellWord(String(value))],
  );
  return ['npx carryover', command, ...words].join(' ');
}

/** The provenance as a file of its own, for formats that have no place for it. */
export const provenanceFile = (provenance: Provenance): string => `${JSON.stringify(provenance, null, 2)}\n`;

import { Writable } from 'node:stream';

/**
 * Takes standard output for a protocol: whatever else this process prints goes to standard error from now on.
 *
 * @returns the only way to standard output that is left
 */
export function takeStandardOutput(): Writable {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  return new Writable({
    decodeStrings: false,
    write: (text: string, encoding, done) => void write(text, encoding, done),
  });
}

import { createReadStream } from 'node:fs';
import type { SourceLine } from '../importer';
import type { Place } from './disk-file';
import type { TextEncoding } from './sniff';

/** No JSON line of a real log comes near this; a longer one is skipped, never held. */
export const lineLimit = 64 * 1024 * 1024;

/**
 * Streams the lines of a text file. Memory is bounded by the limit, not by the file: an over-long line is
 * passed over to its end and reported with `problem`.
 *
 * @param limit  characters of one line
 */
export async function* streamLines(
  { file, part }: Place,
  encoding: TextEncoding,
  limit = lineLimit,
): AsyncGenerator<SourceLine> {
  const decoder = new TextDecoder(encoding);
  let pieces: string[] = [];
  let held = 0;
  let number = 1;
  let tooLong = false;

  const finish = (): SourceLine => {
    const text = pieces.join('').replace(/\r$/, '');
    const line: SourceLine = tooLong
      ? { number, text: '', problem: `longer than ${Math.round(limit / 1024 / 1024)} MB on one line` }
      : { number, text };
    pieces = [];
    held = 0;
    tooLong = false;
    number++;
    return line;
  };
  const hold = (text: string) => {
    held += text.length;
    tooLong ||= held > limit;
    if (tooLong) pieces = [];
    else if (text) pieces.push(text);
  };

  const range = part ? { start: part.offset, end: part.offset + part.bytes - 1 } : {};
  if (part?.bytes === 0) return;
  for await (const chunk of createReadStream(file, { ...range, highWaterMark: 256 * 1024 })) {
    const text = decoder.decode(chunk as Buffer, { stream: true });
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      hold(text.slice(from, end));
      yield finish();
      from = end + 1;
    }
    hold(text.slice(from));
  }
  hold(decoder.decode());
  if (held > 0) yield finish();
}

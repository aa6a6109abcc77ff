import { keepEnds } from '../keep-ends';

export interface Packed {
  text: string;
  /** Blocks of which nothing is left. */
  leftOutBlocks: number;
  /** Characters that are missing, within blocks and with them. */
  leftOutChars: number;
}

const between = '\n\n';

/**
 * Joins blocks of text within a length. When they do not fit, whole blocks from the middle give way, and a line says
 * which; a block at an end that alone is too long loses its own middle.
 *
 * @param maxChars the result is never longer; integer ≥ 0
 * @param noun what a block is, for the line
 * @param headShare the part of the room that goes to the beginning, 0 to 1
 * @complexity linear in the length of the blocks
 */
export function packEnds(
  blocks: readonly string[],
  maxChars: number,
  noun = 'steps',
  headShare = 0.4,
): Packed {
  const whole = blocks.join(between);
  if (whole.length <= maxChars) return { text: whole, leftOutBlocks: 0, leftOutChars: 0 };
  const noteFor = (from: number, to: number) =>
    `[… ${noun} ${from + 1} to ${to} of ${blocks.length} left out …]`;
  const room = maxChars - noteFor(blocks.length, blocks.length).length - 2 * between.length;
  if (room <= 0 || blocks.length < 2) {
    const cut = keepEnds(whole, maxChars, headShare);
    return { text: cut.text, leftOutBlocks: 0, leftOutChars: cut.leftOut };
  }
  const headRoom = Math.floor(room * headShare);
  const head = fill(blocks, headRoom);
  const rest = blocks.slice(head.count);
  const tail = fill([...rest].reverse(), room - length(head.texts));
  const from = head.count;
  const to = blocks.length - tail.count;
  const note = to > from ? [noteFor(from, to)] : [];
  const kept = [...head.texts, ...note, ...tail.texts.reverse()];
  const missing = blocks.slice(from, to).reduce((sum, block) => sum + block.length, 0);
  return {
    text: kept.join(between),
    leftOutBlocks: to - from,
    leftOutChars: missing + head.leftOut + tail.leftOut,
  };
}

const length = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + text.length + between.length, 0);

/** As many blocks from the beginning as fit; the first one is cut when it alone is too long. */
function fill(blocks: readonly string[], room: number): { texts: string[]; count: number; leftOut: number } {
  const texts: string[] = [];
  let used = 0;
  for (const block of blocks) {
    const next = used + block.length + between.length;
    if (next > room) break;
    texts.push(block);
    used = next;
  }
  const [first] = blocks;
  if (texts.length > 0 || first === undefined || room <= between.length)
    return { texts, count: texts.length, leftOut: 0 };
  const cut = keepEnds(first, room - between.length);
  return { texts: [cut.text], count: 1, leftOut: cut.leftOut };
}

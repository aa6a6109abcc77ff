/** A node of the vocabulary's prefix tree, as the model's package builds it. */
export interface PieceNode {
  children: { [symbol: string]: PieceNode };
  /** Whether the way here spells a piece. */
  end: boolean;
  /** The piece's symbols, its log probability, its number. */
  word: [symbols: string[], score: number, id: number];
}

/** Stands for a space in the vocabulary. */
const space = '\u2581';
/** The number of what no piece begins with. */
const unknown = 0;

function symbolsOf(text: string): string[] {
  const normal = text.normalize('NFKC');
  return normal === '' ? [] : [...(space + normal.replaceAll(' ', space))];
}

/**
 * Cuts a text into the pieces of a unigram vocabulary whose log probabilities have the greatest sum (Viterbi). Unknown
 * symbols that follow one another become one piece.
 *
 * Gives the numbers that the package's own tokenizer gives, which copies the rest of the text at each symbol: O(n²), 62 ms
 * for 3,000 characters against 1 ms here. O(n × longest piece).
 *
 * @param root of the prefix tree
 * @returns numbers of pieces, in order
 * @see Kudo 2018, "Subword Regularization", arXiv:1804.10959
 */
export function encodePieces(text: string, root: PieceNode): number[] {
  const symbols = symbolsOf(text);
  const score = new Float64Array(symbols.length + 1);
  const id = new Int32Array(symbols.length + 1);
  const start = Int32Array.from(score, (_, end) => end - 1);
  const offer = (from: number, end: number, pieceScore: number, piece: number) => {
    const total = score[from]! + pieceScore;
    // The package takes 0 for "not reached", and of equals the one that begins last.
    if (score[end] !== 0 && total < score[end]!) return;
    score[end] = total;
    id[end] = piece;
    start[end] = from;
  };
  for (let from = 0; from < symbols.length; from++) {
    let found = false;
    let node = root.children[symbols[from]!];
    for (let end = from + 1; node; end++) {
      if (node.end) {
        found = true;
        offer(from, end, node.word[1], node.word[2]);
      }
      node = end < symbols.length ? node.children[symbols[end]!] : undefined;
    }
    if (!found) offer(from, from + 1, 0, unknown);
  }
  const pieces: number[] = [];
  for (let end = symbols.length; end > 0; end = start[end]!) {
    if (id[end] !== unknown || pieces.at(-1) !== unknown) pieces.push(id[end]!);
  }
  return pieces.reverse();
}

/** What the characters that mean something to LaTeX, or that pdfLaTeX has no letter for, are written as. */
const written: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
  '`': '\\textasciigrave{}',
  // After a line's end these would be its options.
  '[': '{[}',
  ']': '{]}',
  '*': '{*}',
  '\u00a0': '\\nobreakspace{}',
  '\u202f': '\\,',
  '\u2009': '\\,',
  '–': '\\textendash{}',
  '—': '\\textemdash{}',
  '‘': '\\textquoteleft{}',
  '’': '\\textquoteright{}',
  '“': '\\textquotedblleft{}',
  '”': '\\textquotedblright{}',
  '…': '\\dots{}',
  '•': '\\textbullet{}',
  '€': '\\texteuro{}',
  '−': '$-$',
  '≤': '$\\leq$',
  '≥': '$\\geq$',
  '≠': '$\\neq$',
  '≈': '$\\approx$',
  '→': '$\\rightarrow$',
  '←': '$\\leftarrow$',
  '∞': '$\\infty$',
  α: '$\\alpha$',
  β: '$\\beta$',
  γ: '$\\gamma$',
  δ: '$\\delta$',
  ε: '$\\varepsilon$',
  κ: '$\\kappa$',
  λ: '$\\lambda$',
  μ: '$\\mu$',
  ρ: '$\\rho$',
  σ: '$\\sigma$',
  τ: '$\\tau$',
  Δ: '$\\Delta$',
};

/** Printable ASCII, and the letters of Latin-1 and Latin Extended-A, which T1 fonts hold. */
const plain = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u0148\u014a-\u017e]$/;

/** Defined beside a table that needs it: a letter where the engine knows Unicode, its number elsewhere. */
export const characterMacro =
  '\\providecommand{\\carryoverchar}[2]{\\ifdefined\\Umathchar\\symbol{#1}\\else\\texttt{U+#2}\\fi}';

function writeCharacter(character: string): string {
  const known = written[character];
  if (known !== undefined) return known;
  if (plain.test(character)) return character;
  const code = character.codePointAt(0)!;
  // A control character has no letter.
  if (code < 0xa0) return ' ';
  const valid = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
  return `\\carryoverchar{${valid}}{${valid.toString(16).toUpperCase().padStart(4, '0')}}`;
}

/**
 * A text as LaTeX sets it letter for letter, on one line, with any engine. Hyphens, quotes and commas that would
 * grow together are kept apart.
 */
export const escapeLatex = (text: string): string =>
  [
    ...text
      .normalize('NFC')
      .replace(/[\s\u0085]+/g, (space) => (/^[\u00a0\u202f\u2009]$/.test(space) ? space : ' ')),
  ]
    .map(writeCharacter)
    .join('')
    .replace(/([-',])(?=\1)/g, '$1{}');

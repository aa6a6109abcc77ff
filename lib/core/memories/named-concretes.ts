import { commonCalls, commonCommands, commonFiles, commonNames, commonRoots } from './common-names';

/** Something of its source task that an insight still names. */
export interface NamedConcrete {
  kind: 'file' | 'identifier' | 'literal';
  /** As the insight writes it. */
  text: string;
}

export interface InsightTexts {
  title: string;
  description: string;
  content: string;
}

const extensions =
  'py|pyi|ipynb|js|mjs|cjs|jsx|ts|tsx|java|kt|scala|c|h|cc|cpp|hpp|cs|rs|go|rb|php|pl|lua|swift|sh|sql|r|jl|html?|css|scss|vue|json|jsonl|ya?ml|toml|ini|cfg|conf|md|rst|txt|csv|tsv|xml|lock|log|db|sqlite|pkl|npy|npz|parquet|png|jpe?g|gif|svg|pdf|zip|gz|tar|proto|tex|patch|diff';
const fileName = new RegExp(`^[\\w.@+-]*\\w\\.(?:${extensions})$`, 'i');
/** A product that is called like a file: Node.js, Vue.js. */
const productName = /^[A-Z][a-z0-9]*\.js$/;
const rooted = /^(?:\.{0,2}|~)\/\w/;

const snake = /^_?[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+$/;
const camel = /^[a-z]{2,}[a-z0-9]*(?:[A-Z][a-z0-9]+)+$/;
const pascal = /^(?:[A-Z][a-z0-9]+){2,}$/;
const dotted = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/;
const call = /^([A-Za-z_][\w.]*)\([^()]*\)$/;

/**
 * The files, identifiers and literal strings of its source task that an insight still names: what keeps it from being
 * general. Precision comes before recall. A piece counts only when it *looks* like a name (a path, a file with a known
 * extension, snake_case, camelCase, a dotted name, a call, a quoted text) and occurs letter for letter in the source;
 * names that belong to everybody (built-in errors, tools, `README.md`) never do. Plain words that happen to be names
 * are not found.
 *
 * @param source texts of the source trial: task, trajectory
 * @returns each piece once, in order of appearance; empty for an insight that names nothing
 * @complexity linear in the insight's pieces times the length of the source
 */
export function namedConcretes(insight: InsightTexts, source: readonly string[]): NamedConcrete[] {
  const found = new Map<string, NamedConcrete>();
  for (const text of [insight.title, insight.description, insight.content]) {
    for (const candidate of candidatesIn(text)) {
      const kind = kindOf(candidate.text) ?? (candidate.quoted ? literalKind(candidate.text) : null);
      if (!kind || found.has(candidate.text)) continue;
      if (source.some((held) => occurs(candidate.text, held)))
        found.set(candidate.text, { kind, text: candidate.text });
    }
  }
  const pieces = [...found.values()];
  // A quoted text around a name that is listed says nothing new.
  return pieces.filter(
    (piece) =>
      piece.kind !== 'literal' || !pieces.some((other) => other !== piece && piece.text.includes(other.text)),
  );
}

const quotes = /`([^`\n]{2,200})`|"([^"\n]{2,200})"|“([^”\n]{2,200})”|(?<![\w])'([^'\n]{2,200})'(?![\w])/g;

function* candidatesIn(text: string): Iterable<{ text: string; quoted: boolean }> {
  for (const match of text.matchAll(quotes)) {
    const inner = (match[1] ?? match[2] ?? match[3] ?? match[4] ?? '').trim();
    if (inner !== '') yield { text: inner, quoted: true };
  }
  for (const word of text.split(/[\s`"“”,;]+/)) {
    const bare = word.replace(/^['([{<]+/, '').replace(/(?:[.:!?'\]}>]|\)(?<!\([^()]*\)))+$/, '');
    if (bare !== '') yield { text: bare, quoted: false };
  }
}

function kindOf(text: string): 'file' | 'identifier' | null {
  if (/\s/.test(text)) return null;
  const last = text.slice(text.lastIndexOf('/') + 1);
  if (fileName.test(last) && !productName.test(last))
    return commonFiles.has(last.toLowerCase()) ? null : 'file';
  if (text.includes('/'))
    return rooted.test(text) && text.length > 5 && !systemPath.test(text) ? 'file' : null;
  return isOwnName(text) ? 'identifier' : null;
}

const systemPath =
  /^\/(?:tmp|dev|usr|bin|etc|proc|var|home|opt|root|app|workspace|testbed)\/?(?:null|bin|local|lib|log|env)?\/?$/;

function isOwnName(text: string): boolean {
  const called = call.exec(text)?.[1];
  const name = called ?? text;
  if (commonNames.has(name) || /^__\w+__$/.test(name)) return false;
  if (dotted.test(name)) return name.length > 4 && !commonRoots.has(name.slice(0, name.indexOf('.')));
  if (snake.test(name) || camel.test(name) || pascal.test(name)) return name.length > 3;
  return called !== undefined && called.length > 3 && !commonCalls.has(called);
}

/** A quoted text counts when it is too particular to be a common phrase: four words, or eight characters with signs. */
function literalKind(text: string): 'literal' | null {
  if (commonCommands.test(text)) return null;
  const wordCount = text.split(/\s+/).length;
  return wordCount >= 4 || (text.length >= 8 && /[\d=<>{}[\]\\%$#@|&*^~]/.test(text)) ? 'literal' : null;
}

const nameCharacter = /[A-Za-z0-9_]/;

/** Whether a text occurs as a whole: not as part of a longer name. */
function occurs(piece: string, held: string): boolean {
  for (let at = held.indexOf(piece); at >= 0; at = held.indexOf(piece, at + 1)) {
    const before = held[at - 1] ?? ' ';
    const after = held[at + piece.length] ?? ' ';
    const begins = !nameCharacter.test(piece[0]!) || !nameCharacter.test(before);
    const ends = !nameCharacter.test(piece.at(-1)!) || !nameCharacter.test(after);
    if (begins && ends) return true;
  }
  // A call is found by its name, whatever it was called with there.
  const called = call.exec(piece)?.[1];
  return called !== undefined && occurs(called, held);
}

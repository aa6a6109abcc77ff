import { AppError } from '@/lib/core/errors';

/** A path template made ready: one pattern per folder. */
export interface PathTemplate {
  readonly source: string;
  readonly segments: readonly RegExp[];
  /** The names between braces, in order. */
  readonly names: readonly string[];
  /** A template that begins with a fixed name may begin anywhere in a path, others at what was imported. */
  readonly floats: boolean;
}

const nameInBraces = /\{([^{}]*)\}/g;
const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Makes a template such as `{run}/{benchmark}/{attempt}` or `outputs/{condition}_run{attempt}` ready for use. `{name}`
 * stands for a folder or a part of its name, `{attempt}` for a whole number, `*` for any one folder.
 *
 * @throws AppError `invalid-input` for an empty template, an unclosed brace, a bad or repeated name
 */
export function compileTemplate(source: string): PathTemplate {
  const invalid = (message: string) =>
    new AppError('invalid-input', message, {
      where: 'template',
      hint: 'Write folders with names in braces, for example {run}/{benchmark}/{attempt}.',
    });
  const folders = source.trim().split('/').filter(Boolean);
  if (folders.length === 0) throw invalid('The path template is empty.');
  const names: string[] = [];
  const segments = folders.map((folder) => {
    if (folder === '*') return /^.*$/s;
    let pattern = '';
    let at = 0;
    for (const match of folder.matchAll(nameInBraces)) {
      const name = match[1]!;
      if (!/^[a-z][a-z0-9_-]*$/i.test(name)) throw invalid(`“{${name}}” is no name for a part of a path.`);
      if (names.includes(name)) throw invalid(`The path template names “${name}” twice.`);
      names.push(name);
      pattern += `${literally(folder.slice(at, match.index))}${name === 'attempt' ? '(\\d{1,9})' : '(.+?)'}`;
      at = match.index + match[0].length;
    }
    const rest = folder.slice(at);
    if (/[{}]/.test(rest)) throw invalid(`A brace in “${folder}” is not closed.`);
    return new RegExp(`^${pattern}${literally(rest)}$`, 's');
  });
  return { source, segments, names, floats: !/^[*{]/.test(folders[0]!) };
}

/**
 * What a template says of a path, or null when it does not fit.
 *
 * @param path with the name of what was imported in front, as `/`-separated folders
 */
export function matchTemplate(template: PathTemplate, path: string): Record<string, string> | null {
  const folders = path.split('/');
  const first = template.floats ? 0 : 1;
  const last = template.floats ? folders.length - template.segments.length : first;
  for (let start = first; start <= last; start++) {
    const values = matchAt(template, folders, start);
    if (values) return values;
  }
  return null;
}

function matchAt(
  { segments, names }: PathTemplate,
  folders: readonly string[],
  start: number,
): Record<string, string> | null {
  const values: string[] = [];
  for (const [i, segment] of segments.entries()) {
    const match = segment.exec(folders[start + i] ?? '');
    if (!match) return null;
    values.push(...match.slice(1));
  }
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('docs/dependencies.md', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
    string,
    Record<string, string>
  >;
  const direct = Object.keys({ ...dependencies, ...devDependencies });
  const packageCells = read('docs/dependencies.md').match(/^\| `.*?\|/gm)!;
  const listed = packageCells.flatMap((cell) => cell.match(/(?<=`)[^`\s,|]+(?=`)/g)!);

  it('gives a reason for every direct dependency, and for nothing else', () => {
    const known = direct.map((name) => (name.startsWith('@types/') ? '@types/*' : name));
    expect(new Set(listed)).toEqual(new Set(known));
  });

  it('can rely on exact versions', () => {
    expect(
      Object.values({ ...dependencies, ...devDependencies }).filter((v) => !/^\d+\.\d+\.\d+$/.test(v)),
    ).toEqual([]);
  });
});

it.each(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/glossary.md'])(
  '%s: links lead somewhere',
  (file) => {
    const links = [...read(file).matchAll(/(?<!!)\[[^\]]*\]\((?!https?:)([^)#]+)/g)].map(
      (match) => match[1]!,
    );
    const broken = links.filter((link) => !existsSync(path.resolve(root, path.dirname(file), link)));
    expect(broken).toEqual([]);
  },
);

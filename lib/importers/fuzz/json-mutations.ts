import type { Random } from '@/lib/core/random';
import type { Mutation } from './mutations';

type Container = Record<string, unknown> | unknown[];

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;
const below = (random: Random, n: number): number => Math.floor(random() * n);
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)]!;

/** A way down from the top to some value: where it stands and under which key; null for what has no inside. */
function somewhereIn(top: unknown, random: Random): { parent: Container; key: string } | null {
  let found: { parent: Container; key: string } | null = null;
  for (let value = top; isContainer(value); ) {
    const keys = Object.keys(value);
    const key = keys[below(random, keys.length)];
    if (key === undefined) break;
    found = { parent: value, key };
    if (random() < 0.25) break;
    value = (value as Record<string, unknown>)[key];
  }
  return found;
}

/** Changes one value of a document, or of one of its lines. */
const atValue =
  (change: (parent: Container, key: string, random: Random) => void): Mutation['apply'] =>
  (content, random) => {
    const whole = content.toString('utf8');
    const [document, before, after] = pieceOf(whole, random);
    try {
      const top: unknown = JSON.parse(document);
      const place = somewhereIn(top, random);
      if (!place) return content;
      change(place.parent, place.key, random);
      return Buffer.from(before + JSON.stringify(top) + after);
    } catch {
      // What is no JSON stays as it is: other kinds of damage are for it.
      return content;
    }
  };

/** The document itself when it is one, else a line of it, with what stands around. */
function pieceOf(whole: string, random: Random): [piece: string, before: string, after: string] {
  const lines = whole.split('\n');
  const first = lines[0]!.trim();
  const isLines = lines.length > 1 && first.startsWith('{') && first.endsWith('}');
  if (!isLines) return [whole, '', ''];
  const at = below(random, lines.length);
  const before = lines.slice(0, at).map((line) => `${line}\n`);
  return [
    lines[at]!,
    before.join(''),
    lines
      .slice(at + 1)
      .map((line) => `\n${line}`)
      .join(''),
  ];
}

const put = (parent: Container, key: string, value: unknown) => {
  (parent as Record<string, unknown>)[key] = value;
};
const get = (parent: Container, key: string) => (parent as Record<string, unknown>)[key];

const otherValues = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  '',
  ' ',
  'text',
  '12',
  'NaN',
  [],
  {},
  [[]],
  [null],
  [{}],
  { a: 1 },
];

/** Names that mean something to the language, or to nobody. */
const oddKeys = ['__proto__', 'constructor', 'toString', 'length', '', ' ', '0', '\u0000', 'ключ', 'a.b'];

/** Damage to the shape of a document that leaves it JSON: this is what other versions and other hands write. */
export const jsonMutations: readonly Mutation[] = [
  {
    name: 'a value taken out',
    only: 'json',
    apply: atValue((parent, key) => {
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
    }),
  },
  {
    name: 'a part of another type',
    only: 'json',
    apply: atValue((parent, key, random) => put(parent, key, pick(random, otherValues))),
  },
  {
    name: 'a value wrapped',
    only: 'json',
    apply: atValue((parent, key, random) => {
      const value = get(parent, key);
      put(parent, key, random() < 0.5 ? [value] : { value });
    }),
  },
  {
    name: 'a list emptied or repeated',
    only: 'json',
    apply: atValue((parent, key, random) => {
      const list = Array.isArray(parent) ? parent : get(parent, key);
      if (!Array.isArray(list)) return;
      if (random() < 0.4) list.length = 0;
      else list.push(...list.slice(0, 1 + below(random, 50)));
    }),
  },
  {
    name: 'values in each other’s place',
    only: 'json',
    apply: atValue((parent, key, random) => {
      const other = pick(random, Object.keys(parent));
      const value = get(parent, key);
      put(parent, key, get(parent, other));
      put(parent, other, value);
    }),
  },
  {
    name: 'a key that means something else',
    only: 'json',
    apply: atValue((parent, key, random) => {
      const value = get(parent, key);
      const odd = pick(random, oddKeys);
      if (Array.isArray(parent)) return;
      delete parent[key];
      // Assigned, `__proto__` would change the object in place of giving it a key.
      Object.defineProperty(parent, odd, { value, enumerable: true, configurable: true, writable: true });
    }),
  },
];

import type { Random } from '@/lib/core/random';
import { jsonMutations } from './json-mutations';
import { pickleMutations } from './pickle-mutations';

/** One way to damage a file. */
export interface Mutation {
  name: string;
  /** Which files it says something about; left out for all. */
  only?: 'json' | 'lines' | 'pickle' | 'zip';
  apply(content: Buffer, random: Random): Buffer;
}

const below = (random: Random, n: number): number => Math.floor(random() * n);

/** Puts bytes over, or in place of, a piece of a file. */
const splice = (content: Buffer, at: number, removed: number, bytes: Uint8Array): Buffer =>
  Buffer.concat([content.subarray(0, at), bytes, content.subarray(at + removed)]);

const somewhere = (content: Buffer, random: Random): number => below(random, content.length + 1);

/** Where JSON values begin: behind a colon, a comma or an opening bracket. */
function valueAt(content: Buffer, random: Random): { from: number; to: number } | null {
  const text = content.toString('latin1');
  for (let tries = 0; tries < 20; tries++) {
    const colon = text.indexOf(':', below(random, text.length));
    if (colon < 0) continue;
    const match = /^:\s*("(?:[^"\\]|\\.){0,4000}"|-?[\d.eE+-]+|true|false|null|\[\]|\{\})/.exec(
      text.slice(colon, colon + 4100),
    );
    if (match) return { from: colon + match[0].length - match[1]!.length, to: colon + match[0].length };
  }
  return null;
}

const replaceValue =
  (make: (random: Random) => string): Mutation['apply'] =>
  (content, random) => {
    const value = valueAt(content, random);
    return value ? splice(content, value.from, value.to - value.from, Buffer.from(make(random))) : content;
  };

const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)]!;

const hugeNumbers = [
  '1e999',
  '-1e400',
  '9007199254740993',
  '1'.repeat(400),
  '0.'.concat('0'.repeat(400), '1'),
  '-0',
];
const otherTypes = [
  'null',
  'true',
  '[]',
  '{}',
  '"text"',
  '3',
  '-1.5',
  '[[1]]',
  '{"a": {"b": []}}',
  '[null, null]',
  '""',
];

/** A line dropped, doubled or cut, by its number. */
const atLine =
  (change: (line: string) => string): Mutation['apply'] =>
  (content, random) => {
    const lines = content.toString('latin1').split('\n');
    const i = below(random, lines.length);
    lines[i] = change(lines[i]!);
    return Buffer.from(lines.join('\n'), 'latin1');
  };

/** Opcodes that take something from the stack, from the memo, or call something. */
const opcodes = [...'.(0123FIJKLMNPQRSTUVXabcdeghijlopqrstu}])GBC']
  .map((c) => c.charCodeAt(0))
  .concat(Array.from({ length: 0x18 }, (_, i) => 0x80 + i));

export const mutations: readonly Mutation[] = [
  {
    name: 'bit flips',
    apply(content, random) {
      const damaged = Buffer.from(content);
      for (let i = 0; i <= below(random, 8) && damaged.length > 0; i++) {
        const at = below(random, damaged.length);
        damaged[at] = damaged[at]! ^ (1 << below(random, 8));
      }
      return damaged;
    },
  },
  { name: 'truncation', apply: (content, random) => content.subarray(0, somewhere(content, random)) },
  {
    name: 'a piece taken out',
    apply(content, random) {
      const at = somewhere(content, random);
      return splice(content, at, below(random, 200), Buffer.alloc(0));
    },
  },
  {
    name: 'a piece doubled',
    apply(content, random) {
      const at = somewhere(content, random);
      return splice(content, at, 0, content.subarray(at, at + below(random, 400)));
    },
  },
  {
    name: 'NUL bytes',
    apply: (content, random) =>
      splice(content, somewhere(content, random), 0, Buffer.alloc(1 + below(random, 5))),
  },
  {
    name: 'invalid UTF-8',
    apply: (content, random) =>
      splice(
        content,
        somewhere(content, random),
        below(random, 2),
        Buffer.from(pick(random, ['ff', 'c0af', 'eda080', 'f5808080', 'e282']), 'hex'),
      ),
  },
  { name: 'byte order mark', apply: (content) => splice(content, 0, 0, Buffer.from('efbbbf', 'hex')) },
  {
    name: 'UTF-16',
    apply: (content) =>
      Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from(content.toString('utf8'), 'utf16le')]),
  },
  {
    name: 'CRLF',
    apply: (content) => Buffer.from(content.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  },
  {
    name: 'rubbish behind',
    apply: (content, random) => Buffer.concat([content, content.subarray(0, below(random, 300))]),
  },
  { name: 'types swapped', only: 'json', apply: replaceValue((random) => pick(random, otherTypes)) },
  { name: 'huge numbers', only: 'json', apply: replaceValue((random) => pick(random, hugeNumbers)) },
  {
    name: 'deep nesting',
    only: 'json',
    apply: replaceValue((random) =>
      nested(
        10 ** (1 + below(random, 5)),
        ...pick(random, [
          ['[', ']'],
          ['{"a":', '}'],
        ] as [string, string][]),
      ),
    ),
  },
  {
    name: 'lone surrogates',
    only: 'json',
    apply: replaceValue((random) => pick(random, ['"\\ud800"', '"\\udc00 text"', '"\\u0000"'])),
  },
  {
    name: 'a field renamed',
    only: 'json',
    apply(content, random) {
      const text = content.toString('latin1');
      const keys = [...text.matchAll(/"([\w-]{1,40})"\s*:/g)];
      const key = keys[below(random, keys.length)];
      return key ? splice(content, key.index + 1, key[1]!.length, Buffer.from(`x${key[1]!}`)) : content;
    },
  },
  {
    name: 'a key doubled',
    only: 'json',
    apply(content, random) {
      const text = content.toString('latin1');
      const pairs = [
        ...text.matchAll(/"[\w-]{1,40}"\s*:\s*(?:-?[\d.]+|true|false|null|"[^"\\]{0,200}")\s*,/g),
      ];
      const pair = pairs[below(random, pairs.length)];
      const other = pair && pick(random, otherTypes);
      return pair && other
        ? splice(content, pair.index, 0, Buffer.from(`${/^"[^"]*"/.exec(pair[0])![0]}: ${other}, `))
        : content;
    },
  },
  { name: 'a line dropped', only: 'lines', apply: atLine(() => '') },
  { name: 'a line doubled', only: 'lines', apply: atLine((line) => `${line}\n${line}`) },
  { name: 'a line cut', only: 'lines', apply: atLine((line) => line.slice(0, line.length >> 1)) },
  {
    name: 'opcodes',
    only: 'pickle',
    apply(content, random) {
      const damaged = Buffer.from(content);
      for (let i = 0; i <= below(random, 4) && damaged.length > 0; i++)
        damaged[below(random, Math.min(damaged.length, 4_000))] = pick(random, opcodes);
      return damaged;
    },
  },
  {
    name: 'declared lengths',
    only: 'pickle',
    apply(content, random) {
      const damaged = Buffer.from(content);
      if (damaged.length < 8) return damaged;
      damaged.writeUInt32LE(below(random, 2 ** 31), below(random, Math.min(damaged.length - 4, 2_000)));
      return damaged;
    },
  },
  {
    name: 'the index of an archive',
    only: 'zip',
    apply(content, random) {
      const damaged = Buffer.from(content);
      for (let i = 0; i <= below(random, 6) && damaged.length > 0; i++) {
        const at = damaged.length - 1 - below(random, Math.min(damaged.length, 600));
        damaged[at] = below(random, 256);
      }
      return damaged;
    },
  },
  ...jsonMutations,
  ...pickleMutations,
];

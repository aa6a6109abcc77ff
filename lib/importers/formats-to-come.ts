import type { SourceFile } from './importer';
import { asObject, type JsonObject } from './json-values';

/** A format that is recognised so that its files can be named, and read in a later release. */
export interface LaterFormat {
  id: string;
  label: string;
  recognises(file: SourceFile): boolean | Promise<boolean>;
}

type Test = (root: JsonObject) => boolean;

/** JSON documents that are an object of this shape. */
const object = (id: string, label: string, test: Test): LaterFormat => ({
  id,
  label,
  async recognises(file) {
    const root = file.kind === 'json' ? asObject(await file.json()) : null;
    return root !== null && test(root);
  },
});

/** Text files whose beginning looks like this. */
const text = (id: string, label: string, pattern: RegExp): LaterFormat => ({
  id,
  label,
  recognises: (file) => file.kind === 'text' && pattern.test(file.headText),
});

export const laterFormats: readonly LaterFormat[] = [
  text('aider-leaderboard', 'Aider leaderboard', /^- dirname:[\s\S]*?\n +(?:test_cases|pass_rate_1):/),
  object('ctrf', 'CTRF test report', (root) => asObject(asObject(root.results)?.summary) !== null),
];

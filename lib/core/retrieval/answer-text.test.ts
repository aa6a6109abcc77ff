import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addedText, answerParts, joinAnswer } from './answer-text';
import { holdsHash, joinedHashes, runHashes, sharedHashes } from './run-hashes';
import { wordRuns } from './word-runs';

const patch = `diff --git a/src/rules.py b/src/rules.py
index 1e4f2b1..9c0d7aa 100644
--- a/src/rules.py
+++ b/src/rules.py
@@ -10,5 +10,6 @@ def crawl(segment):
 for idx in segments:
-    if idx > 0:
+    if idx > 0 and not last_line:
+        anchor = segments[idx - 1]
     yield idx

 return None
@@ -40 +41,0 @@
--- old comment
\\ No newline at end of file
diff --git a/test/new.py b/test/new.py
new file mode 100644
--- /dev/null
+++ b/test/new.py
@@ -0,0 +1,2 @@
+++ counter
+assert crawl([]) is None`;

describe('the text that a diff adds', () => {
  it('holds added lines alone, also those that look like headers', () => {
    expect(addedText(patch).split('\n')).toEqual([
      '    if idx > 0 and not last_line:',
      '        anchor = segments[idx - 1]',
      '++ counter',
      'assert crawl([]) is None',
    ]);
  });

  it('keeps what stands around a diff, and text without one letter for letter', () => {
    expect(addedText(`First read this.\n${patch}\nThen run it.`)).toMatch(
      /^First read this\.\n[\s\S]*\nThen run it\.$/,
    );
    const script = '#!/bin/bash\n+ not a diff\n--- nor this\n\\alpha';
    expect(addedText(script)).toBe(script);
  });

  it('has every added line of any patch, and none that was there before', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const line = fc.tuple(fc.constantFrom(' ', '-', '+'), fc.array(word, { maxLength: 4 }));
    fc.assert(
      fc.property(fc.array(fc.array(line, { minLength: 1, maxLength: 8 }), { minLength: 1 }), (hunks) => {
        const texts = hunks.map((lines) => lines.map(([mark, words]) => [mark, words.join(' ')] as const));
        const diff = texts.map((lines) => {
          const count = (mark: string) => lines.filter(([m]) => m === ' ' || m === mark).length;
          const body = lines.map(([mark, text]) => `${mark}${text}`).join('\n');
          return `--- a/f\n+++ b/f\n@@ -1,${count('-')} +1,${count('+')} @@ there\n${body}`;
        });
        const added = texts.flatMap((lines) =>
          lines.filter(([mark]) => mark === '+').map(([, text]) => text),
        );
        expect(addedText(diff.join('\n'))).toBe(added.join('\n'));
      }),
    );
  });
});

describe('an answer', () => {
  it('keeps its parts apart', () => {
    expect(answerParts(joinAnswer([patch, null, 'a\fb', ' '])!).map((part) => part.trim())).toEqual([
      patch,
      'a b',
    ]);
    expect(joinAnswer([null, undefined, ' \n'])).toBeNull();
  });
});

describe('hashes of word runs', () => {
  it('tell which runs two texts share as the runs themselves do', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'cd', 'é'), { minLength: 1, maxLength: 40 })
      .map((ws) => ws.join(' '));
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 6 }), (one, other, length) => {
        const sharedBy = (words: string) =>
          words.split(' ').length < length ? [] : [...wordRuns(words, length)];
        const runs = new Set(sharedBy(other));
        const shared = sharedBy(one).filter((run) => runs.has(run)).length;
        const hashes = runHashes(other, length);
        expect(hashes).toEqual(hashes.slice().sort());
        expect([...runHashes(one, length)].filter((run) => holdsHash(hashes, run))).toHaveLength(shared);
        expect(sharedHashes(runHashes(one, length), hashes)).toBe(shared);
        expect(sharedHashes(hashes, Uint32Array.of(hashes[0] ?? 1))).toBe(Math.min(1, hashes.length));
        expect(joinedHashes([hashes, hashes])).toEqual(hashes);
        expect(runHashes('', length)).toHaveLength(0);
      }),
    );
  });
});

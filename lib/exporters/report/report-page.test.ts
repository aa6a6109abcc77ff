import { describe, expect, it } from 'vitest';
import { computeGains } from '@/lib/core/gains/compute-gains';
import { escapeHtml, html } from './html';
import type { ReportContent } from './report-content';
import { reportPage } from './report-page';

const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&lt;\u202E\u0000]]>--></style></title>`;

function contentNamed(name: string): ReportContent {
  const report = computeGains({
    trials: ['a', 'b'].flatMap((condition) =>
      Array.from({ length: 20 }, (_, i) => ({
        benchmark: i < 10 ? name : 'two',
        task: `${name} ${i}`,
        condition,
        reward: (condition === 'b' ? i !== 3 : i % 3 === 0) ? 1 : 0,
        exception: false,
      })),
    ),
    conditions: [
      { id: 'a', label: 'zero-shot' },
      { id: 'b', label: name },
    ],
    baseline: 'a',
    passK: 1,
    threshold: 1,
    missing: 'leave-out',
    resamples: 200,
    seed: 7,
  });
  const provenance = {
    title: name,
    study: name,
    dataHash: 'f'.repeat(64),
    settings: { baseline: name },
    seeds: [7],
    codeVersion: name,
    command: `npx carryover gains --study '${name}'`,
  };
  const verdict = { outcome: 'undecided', sentence: name, figures: null } as const;
  return {
    study: { name, description: name, synthetic: true, passThreshold: 1 },
    counts: { tasks: 20, benchmarks: 2, trials: 40, conditions: 2, memories: 0 },
    coverage: [{ condition: name, benchmark: name, trials: 20, tasks: 10 }],
    warnings: [name],
    average: 'task-weighted',
    gains: { report, provenance },
    settings: new Map([['b', { memoryType: 'insight', scope: 'cross-domain' }]]),
    claims: [{ sentence: name, test: name, verdict, before: verdict, dataHash: name, stale: true }],
    codeVersion: name,
    command: name,
    madeAt: new Date(0),
  };
}

/** The tags of a page, with their attributes, as often as they stand in it. */
const tagsOf = (page: string) =>
  [...page.matchAll(/<\/?([a-z!][a-z0-9-]*)([^>]*)>/gi)].map(
    ([, name, rest]) =>
      `${name} ${[...rest!.matchAll(/([a-z:-]+)="/gi)].map(([, attribute]) => attribute).join(' ')}`,
  );

describe('the report', () => {
  it('holds no more markup for hostile texts than for tame ones', () => {
    const [tame, wild] = ['insight memories', hostile].map((name) => reportPage(contentNamed(name)));
    expect(tagsOf(wild!)).toEqual(tagsOf(tame!));
    expect(wild).not.toMatch(/<script|<img/);
    expect(['\u202E', '\u0000'].some((character) => wild!.includes(character))).toBe(false);
    // Every place that shows the text shows it escaped: study, condition, benchmark, tasks, claims, warnings, provenance.
    expect(wild!.split('&lt;script&gt;alert(1)').length).toBeGreaterThan(40);
  });

  it('forbids scripts and the network, and asks for neither', () => {
    const page = reportPage(contentNamed('plain'));
    expect(page).toMatch(
      /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/,
    );
    expect(page).not.toMatch(/<script|<link|<iframe|\ssrc=|@import|\son[a-z]+=|\sstyle=/i);
    expect([...page.matchAll(/url\(([^)]*)\)/g)].every(([, target]) => target!.startsWith('#'))).toBe(true);
    expect([...page.matchAll(/href="([^"]*)"/g)].every(([, target]) => target!.startsWith('#'))).toBe(true);
    expect(page.match(/https?:\/\/[^"\s]*/g)).toEqual([
      'http://www.w3.org/2000/svg',
      'http://www.w3.org/2000/svg',
    ]);
  });

  it('draws every gain of the table, and says how its intervals were made', () => {
    const content = contentNamed('insight');
    const page = reportPage(content);
    const [, insight] = content.gains.report!.conditions;
    const gain = insight!.totals['task-weighted'].gain!;
    const text = `+${(gain.estimate.value! * 100).toFixed(1)} [+${(gain.ciLow! * 100).toFixed(1)}, +${(gain.ciHigh! * 100).toFixed(1)}]`;
    expect(page).toContain(text);
    expect(page.match(/<circle/g)).toHaveLength(2);
    expect(page.match(/class="whisker"/g)!.length).toBeLessThanOrEqual(6);
    expect(page).toMatch(/95 % intervals, BCa, 200 resamples, seed 7\. Unit of resampling: the task/);
    expect(page).toContain(`${insight!.flips.gained.length} gained, 1 lost`);
    expect(page).toContain('f'.repeat(64));
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('is a page, too, for a study without trials', () => {
    const page = reportPage({
      ...contentNamed('empty'),
      gains: { report: null, reason: 'This study has no trials yet.' },
      claims: [],
      coverage: [],
      warnings: [],
    });
    expect(page).toContain('This study has no trials yet.');
    expect(page).not.toContain('#flips');
  });
});

it('templates escape texts and keep markup', () => {
  expect(escapeHtml(`<a href="x">'&`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
  expect(html`<p>${'<b>'}${html`<i>${'&'}</i>`}${[1, null, false, undefined, 'x']}</p>`.markup).toBe(
    '<p>&lt;b&gt;<i>&amp;</i>1x</p>',
  );
  expect(escapeHtml('a\u0000b\u202Ec\uD800d\te')).toBe('a\uFFFDb\uFFFDc\uFFFDd\te');
});

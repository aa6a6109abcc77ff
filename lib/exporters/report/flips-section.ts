import { formatPValue } from '@/lib/core/format-number';
import type { Flip, GainsReport } from '@/lib/core/gains/report';
import { mcNemar } from '@/lib/core/statistics/mcnemar';
import { html, type Markup } from './html';

/** So many tasks of a kind are named; the count says how many there are. */
const mostNamed = 500;

const named = (flips: readonly Flip[]): Markup =>
  html`<ul class="tasks">${flips.slice(0, mostNamed).map(
    ({ benchmark, task, baseline, condition }) =>
      html`<li><code>${task}</code> <small>${benchmark}, ${baseline.passed} of ${baseline.trials} to ${condition.passed} of ${condition.trials}</small></li>
`,
  )}</ul>${flips.length > mostNamed && html`<p class="note">${flips.length - mostNamed} more are left out here; the gains page has them all.</p>`}`;

/** Which tasks every condition gained and lost against the baseline, with McNemar's test of their counts. */
export function flipsSection({ conditions }: GainsReport): Markup {
  const others = conditions.filter(({ isBaseline }) => !isBaseline);
  return html`<section id="flips"><h2>Flips</h2>
<p class="note">Tasks that one side solved at least once and the other never. p: exact McNemar test of gained against lost, not adjusted.</p>
${others.map(
  ({
    label,
    flips: { gained, lost },
  }) => html`<details><summary><b>${label}</b>: ${gained.length} gained, ${lost.length} lost, p ${formatPValue(mcNemar(lost.length, gained.length).exact)}</summary>
<div class="columns"><div><h3>Gained</h3>${gained.length === 0 ? html`<p class="note">none</p>` : named(gained)}</div><div><h3>Lost</h3>${lost.length === 0 ? html`<p class="note">none</p>` : named(lost)}</div></div></details>
`,
)}</section>`;
}

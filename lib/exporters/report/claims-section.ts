import { html, type Markup } from './html';
import type { ReportContent } from './report-content';

const words = {
  supported: 'supported',
  contradicted: 'contradicted',
  undecided: 'undecided',
  unjudgeable: 'not judged',
} as const;

/** The study's claims with their verdicts and what they rest on. */
export function claimsSection(claims: ReportContent['claims']): Markup {
  if (claims.length === 0)
    return html`<section id="claims"><h2>Claims</h2><p class="note">No claim was made in this study.</p></section>`;
  return html`<section id="claims"><h2>Claims</h2>
<p class="note">Supported: the confidence bound clears the margin. Contradicted: the opposite bound fails it. Each is judged by itself.</p>
${claims.map(
  ({ sentence, test, verdict, before, dataHash, stale }) => html`<article><h3>${sentence}</h3>
<p>${verdict ? html`<span class="badge ${verdict.outcome}">${words[verdict.outcome]}</span> ${verdict.sentence}` : 'Not judged yet.'}</p>
${before && html`<p class="note">Before: <span class="badge ${before.outcome}">${words[before.outcome]}</span> ${before.sentence}</p>`}
${stale && html`<p class="note">The study’s trials have changed since this verdict.</p>`}
<p class="note">${test}.${dataHash && html` Trials <code>${dataHash}</code>.`}</p></article>
`,
)}</section>`;
}

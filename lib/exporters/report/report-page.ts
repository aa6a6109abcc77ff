import { createHash } from 'node:crypto';
import { formatCount } from '@/lib/core/format-number';
import { gainsPageTable } from '../gains-tables';
import type { Provenance } from '../provenance';
import { barsSvg } from './bars-svg';
import { reportCaption } from './caption';
import { claimsSection } from './claims-section';
import { flipsSection } from './flips-section';
import { forestSvg } from './forest-svg';
import { html, type Markup } from './html';
import { htmlTable } from './html-table';
import type { ReportContent } from './report-content';
import { reportStyle } from './report-style';

const hash = createHash('sha256').update(reportStyle).digest('base64');

/** Nothing runs, nothing is fetched, nothing is sent: only this one style sheet applies. */
const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;

/**
 * A whole study as one HTML file that needs no server, no network and no script. Every text of the study is escaped.
 *
 * @returns the file's content, UTF-8
 * @complexity linear in conditions, benchmarks, flips and claims
 */
export function reportPage(content: ReportContent): string {
  const { study, gains } = content;
  const style: Markup = { markup: `<style>${reportStyle}</style>` };
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="generator" content="Carryover ${content.codeVersion}">
<title>${study.name} · Carryover</title>${style}</head><body>
<header><h1>${study.name}${study.synthetic && html` <span class="badge synthetic">synthetic</span>`}</h1>
${study.description && html`<p>${study.description}</p>`}
<p class="note">Made ${content.madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC by Carryover ${content.codeVersion}.</p>
<nav aria-label="Sections"><a href="#overview">Overview</a><a href="#gains">Gains</a>${gains.report && html`<a href="#flips">Flips</a>`}<a href="#claims">Claims</a><a href="#provenance">Provenance</a></nav></header>
<main>${overviewSection(content)}
${gainsSection(content)}
${gains.report && flipsSection(gains.report)}
${claimsSection(content.claims)}
${provenanceSection(content, gains.report ? gains.provenance : null)}</main></body></html>
`.markup;
}

function overviewSection({ counts, coverage, warnings, study }: ReportContent): Markup {
  const numbers = Object.entries(counts).map(
    ([name, n]) =>
      html`<div><dt>${name[0]!.toUpperCase() + name.slice(1)}</dt><dd>${formatCount(n)}</dd></div>`,
  );
  return html`<section id="overview"><h2>Overview</h2><dl>${numbers}</dl>
<p class="note">A trial passes at a reward of ${study.passThreshold} or more.</p>
${warnings.length > 0 && html`<h3>Before you believe the numbers</h3><ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`}
${coverage.length > 0 && htmlTable(coverageTable(coverage))}</section>`;
}

function coverageTable(coverage: ReportContent['coverage']) {
  const benchmarks = [...new Set(coverage.map(({ benchmark }) => benchmark))].sort();
  const conditions = [...new Set(coverage.map(({ condition }) => condition))];
  const trials = new Map(
    coverage.map((cell) => [JSON.stringify([cell.condition, cell.benchmark]), cell.trials]),
  );
  return {
    title: 'Trials per condition and benchmark',
    notes: [],
    columns: [
      { key: 'condition', label: 'Condition', type: { kind: 'text' as const } },
      ...benchmarks.map((name, i) => ({
        key: `${i} ${name}`,
        label: name,
        type: { kind: 'integer' as const },
      })),
    ],
    rows: conditions.map((condition) => ({
      cells: [
        { value: condition },
        ...benchmarks.map((name) => ({ value: trials.get(JSON.stringify([condition, name])) ?? 0 })),
      ],
    })),
  };
}

function gainsSection({ gains, average, settings }: ReportContent): Markup {
  if (gains.report === null) return html`<section id="gains"><h2>Gains</h2><p>${gains.reason}</p></section>`;
  const { report } = gains;
  const caption = reportCaption(report, average);
  const figure = (title: string, svg: Markup | null) =>
    svg && html`<h3>${title}</h3>${svg}<p class="note">${caption}</p>`;
  return html`<section id="gains"><h2>Gains</h2>
${report.warnings.length > 0 && html`<ul>${report.warnings.map((warning) => html`<li>${warning}</li>`)}</ul>`}
${htmlTable(gainsPageTable(report, average, [caption]))}
${figure(`pass@${report.settings.passK} per benchmark, in percent`, barsSvg(report, average, settings))}
${figure('Gain over the baseline, in percentage points', forestSvg(report, average, settings))}</section>`;
}

function provenanceSection({ codeVersion, command }: ReportContent, of: Provenance | null): Markup {
  const rows: [string, string][] = [
    ['Version', codeVersion],
    ['This report', command],
    ...(of
      ? ([
          ['Data, SHA-256', of.dataHash ?? 'not taken'],
          ['Seeds', of.seeds.join(', ')],
          ['Gains', of.command ?? 'no command'],
          ...Object.entries(of.settings).map(([name, value]) => [name, String(value)]),
        ] as [string, string][])
      : []),
  ];
  return html`<section id="provenance"><h2>Provenance</h2><p class="note">These commands give the same numbers from the same trials.</p>
<dl class="plain">${rows.map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)}</dl></section>`;
}

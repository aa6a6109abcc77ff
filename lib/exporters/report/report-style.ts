/** The report's one style sheet: light and dark as the reader has it, white on paper; fonts are the reader's own. */
export const reportStyle = `
:root{color-scheme:light dark;--surface:#fbfbfa;--raised:#fff;--line:#e3e3de;--line-strong:#8b8e94;--text:#1c1d1f;--muted:#565a60;
--accent:#2a5bd7;--good:#1a7a4c;--good-soft:#e5f3eb;--bad:#b3352e;--bad-soft:#fbeae8;--warn:#8a5a00;--warn-soft:#fbf1dc;--sunken:#f2f2ef;
--baseline:#85888e;--type-trajectory:#bd8624;--type-workflow:#ad5c46;--type-summary:#6e4c9e;--type-insight:#263680}
@media screen and (prefers-color-scheme:dark){:root{--surface:#131416;--raised:#1a1b1e;--line:#2b2d31;--line-strong:#6d727b;--text:#e9e9e6;
--muted:#a9adb4;--accent:#7aa2ff;--good:#5cc690;--good-soft:#15301f;--bad:#f0867e;--bad-soft:#3a1d1b;--warn:#e0b25a;--warn-soft:#33280f;
--sunken:#0e0f10;--baseline:#8b8f96;--type-trajectory:#f0c675;--type-workflow:#e39a82;--type-summary:#ac8cd8;--type-insight:#6d83ea}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1000px;padding:1.5rem 1rem 3rem;background:var(--surface);color:var(--text);
font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.1rem;margin:0 0 .25rem}h3{font-size:1rem;margin:.25rem 0}p{margin:.25rem 0}
code{font:.92em ui-monospace,"SF Mono",Menlo,Consolas,monospace}small,.note{color:var(--muted);font-size:.86rem}
section{margin:1rem 0;padding:.9rem 1rem;border:1px solid var(--line);border-radius:8px;background:var(--raised)}
nav a{color:var(--accent);margin-right:.9rem}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem 1.5rem;margin:.25rem 0}dt{color:var(--muted);font-size:.86rem}
dd{margin:0;font-size:1.2rem;font-variant-numeric:tabular-nums}
dl.plain{grid-template-columns:max-content 1fr;gap:.2rem 1rem}dl.plain dd{font-size:1rem}
.frame{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;overflow-wrap:normal}
caption{text-align:left;font-weight:600;padding:0 0 .4rem}th,td{padding:.3rem .6rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th{color:var(--muted);font-weight:500;border-top:0}tbody th{font-weight:500;max-width:16rem;overflow-wrap:anywhere}.num{text-align:right;white-space:nowrap}
.continues th,.continues td{border-top:0;padding-top:0;color:var(--muted)}.continues th{padding-left:1.5rem;font-weight:400}
svg{display:block;max-width:100%;height:auto;margin:.5rem 0}svg text{font-size:12px;fill:var(--text)}svg .faint{fill:var(--muted);font-size:11px}
svg .strong{font-weight:600}svg .figure{font-size:11px;font-variant-numeric:tabular-nums}svg .grid{stroke:var(--line)}svg .axis{stroke:var(--line-strong)}
svg .whisker{stroke:var(--text);fill:none;stroke-width:1.2}
.badge{border-radius:4px;padding:.05rem .4rem;font-size:.82rem;font-weight:500;background:var(--sunken);color:var(--muted)}
.badge.supported{background:var(--good-soft);color:var(--good)}.badge.contradicted{background:var(--bad-soft);color:var(--bad)}
.badge.unjudgeable,.badge.synthetic{background:var(--warn-soft);color:var(--warn)}
article{padding:.5rem 0;border-top:1px solid var(--line)}article:first-of-type{border-top:0}
details{border-top:1px solid var(--line);padding:.4rem 0}summary{cursor:pointer}.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:0 2rem}
ul{margin:.25rem 0;padding-left:1.2rem}.tasks{list-style:none;padding:0}
@media print{body{max-width:none;padding:0;font-size:11px;background:#fff}section{border:0;padding:.4rem 0;break-inside:auto}nav{display:none}
svg,article,tr{break-inside:avoid}details::details-content{content-visibility:visible;block-size:auto}}
`;

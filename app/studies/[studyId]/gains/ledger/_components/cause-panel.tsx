import { ChartFrame } from '@/app/_charts/chart-frame';
import { Panel } from '@/app/_components/panel';
import { UrlSelect } from '@/app/_components/url-select';
import {
  causeShares,
  handJudge,
  lossCauseLabels,
  lossCauseMeanings,
  lossCauses,
} from '@/lib/core/gains/loss-causes';
import { causesTable } from '@/lib/exporters/ledger-tables';
import type { Provenance } from '@/lib/exporters/provenance';
import type { LedgerLine } from '@/lib/queries/get-ledger';
import { CauseChart } from '../_charts/cause-chart';

/** What the digits of the list mean. */
export function CauseKey() {
  return (
    <dl className="grid gap-x-6 gap-y-1 text-xs sm:grid-cols-2">
      {lossCauses.map((cause, i) => (
        <div key={cause} className="flex gap-2">
          <dt className="whitespace-nowrap font-medium">
            {i + 1} {lossCauseLabels[cause]}
          </dt>
          <dd className="text-muted">{lossCauseMeanings[cause]}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How often each cause was named for the losses on screen, by one judge. */
export function CausePanel({
  lines,
  judge: wanted,
  provenance,
  file,
}: {
  lines: readonly LedgerLine[];
  judge: string | undefined;
  provenance: Provenance;
  file: string;
}) {
  const losses = lines.filter(({ outcome }) => outcome === 'lost');
  const judges = [
    ...new Set([handJudge, ...losses.flatMap(({ causes }) => causes.map((said) => said.judge))]),
  ];
  const judge = judges.find((one) => one === wanted) ?? handJudge;
  const labels = losses.flatMap(({ causes }) =>
    causes.flatMap((said) => (said.judge === judge ? said.cause : [])),
  );
  const choice =
    judges.length > 1 ? (
      <UrlSelect
        name="judge"
        label="Said by"
        value={judge}
        options={judges.map((value) => ({ value, label: value }))}
      />
    ) : null;
  const title = 'Causes of losses';
  const note = `${labels.length} of ${losses.length} losses on screen have a cause, said by ${judge === handJudge ? 'hand' : judge}.`;
  if (labels.length === 0) {
    return (
      <Panel title={title} note={note} actions={choice}>
        <p className="text-muted">
          {losses.length === 0
            ? 'Nothing is lost here, so there is nothing to explain.'
            : 'Say in the list below why tasks were lost: their shares are drawn here.'}
        </p>
      </Panel>
    );
  }
  const shares = causeShares(labels);
  const caption = `95 % Wilson intervals of each share by itself, over ${labels.length} labelled losses; a task counts once for each condition. Which losses get a label is somebody's choice, which no interval covers.`;
  return (
    <ChartFrame
      title={title}
      note={`In percent of the labelled. ${note}`}
      caption={caption}
      controls={choice}
      table={causesTable(shares, title, [note, caption])}
      provenance={provenance}
      file={file}
    >
      <CauseChart shares={shares} />
    </ChartFrame>
  );
}

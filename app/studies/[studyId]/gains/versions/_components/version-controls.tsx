import { UrlSelect, UrlSwitch } from '@/app/_components/url-select';
import { type MissingReward, missingLabels, missingRules } from '@/lib/core/gains/missing';
import { type Average, averages } from '@/lib/core/gains/report';
import { offeredK } from '../../_components/offered-k';

/** Which version to compare with, and how gains are computed on both sides. */
export function VersionControls({
  view,
  others,
  attempts,
}: {
  view: { with?: string | undefined; k: number; average: Average; missing: MissingReward };
  others: readonly { id: string; name: string }[];
  attempts: number;
}) {
  return (
    <div className="flex flex-wrap items-end gap-4 no-print">
      <UrlSelect
        name="with"
        label="Earlier version"
        value={view.with ?? ''}
        options={[
          { value: '', label: 'choose a study' },
          ...others.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {view.with ? (
        <>
          <UrlSelect
            name="k"
            label="Metric"
            value={String(view.k)}
            options={offeredK(attempts, view.k).map((k) => ({
              value: String(k),
              label: k === 1 ? 'avg pass@1' : `pass@${k}`,
            }))}
          />
          <UrlSwitch
            name="average"
            label="Average"
            value={view.average}
            options={averages.map((value) => ({ value, label: value }))}
          />
          <UrlSelect
            name="missing"
            label="Trials without a reward"
            value={view.missing}
            options={missingRules.map((rule) => ({ value: rule, label: missingLabels[rule] }))}
          />
        </>
      ) : null}
    </div>
  );
}

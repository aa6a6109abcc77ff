import { UrlSelect } from '@/app/_components/url-select';
import type { MissingReward } from '@/lib/core/gains/missing';
import type { Average } from '@/lib/core/gains/report';
import { AverageSwitch, MissingSelect } from '../../../_components/comparison-controls';
import { MetricSelect } from '../../_components/metric-select';

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
          <MetricSelect k={view.k} attempts={attempts} />
          <AverageSwitch value={view.average} />
          <MissingSelect value={view.missing} />
        </>
      ) : null}
    </div>
  );
}

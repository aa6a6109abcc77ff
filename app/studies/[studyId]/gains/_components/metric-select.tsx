import { UrlSelect } from '@/app/_components/url-select';
import { offeredK } from './offered-k';

/** The k of pass@k. */
export const MetricSelect = ({ k, attempts }: { k: number; attempts: number }) => (
  <UrlSelect
    name="k"
    label="Metric"
    value={String(k)}
    options={offeredK(attempts, k).map((n) => ({
      value: String(n),
      label: n === 1 ? 'avg pass@1' : `pass@${n}`,
    }))}
  />
);

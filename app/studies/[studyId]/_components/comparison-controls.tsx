import { UrlSelect, UrlSwitch } from '@/app/_components/url-select';
import type { SetCondition } from '@/lib/core/gains/arrange';
import type { OwnBaselines } from '@/lib/core/gains/baselines';
import { type MissingReward, missingLabels, missingRules } from '@/lib/core/gains/missing';
import { type Average, averages } from '@/lib/core/gains/report';
import { baselineChoice } from './baseline-choice';

/** What the others are compared with. */
export const BaselineSelect = ({
  conditions,
  baseline,
  baselines,
}: {
  conditions: readonly SetCondition[];
  /** The id of the one in use. */
  baseline: string;
  baselines: OwnBaselines;
}) => <UrlSelect name="baseline" label="Baseline" {...baselineChoice(conditions, baseline, baselines)} />;

/** What a trial without a reward counts as. */
export const MissingSelect = ({ value }: { value: MissingReward }) => (
  <UrlSelect
    name="missing"
    label="Trials without a reward"
    value={value}
    options={missingRules.map((rule) => ({ value: rule, label: missingLabels[rule] }))}
  />
);

/** Whether every task counts once, or every benchmark. */
export const AverageSwitch = ({ value }: { value: Average }) => (
  <UrlSwitch
    name="average"
    label="Average"
    value={value}
    options={averages.map((average) => ({ value: average, label: average }))}
  />
);

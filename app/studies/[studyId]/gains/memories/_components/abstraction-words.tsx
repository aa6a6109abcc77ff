import { EstimateText } from '@/app/_components/estimate';
import { formatCount, formatNumber, formatPoints, formatPValue } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import { type AbstractionTest, slopeOf } from '@/lib/core/gains/uplift-by-abstraction';
import type { ClusteredRegression } from '@/lib/core/statistics/clustered-regression';
import type { EstimateOf } from '@/lib/core/vocabulary';

const says: Record<AbstractionTest['verdict'], string> = {
  supported: 'These data support that uplift rises with abstraction.',
  contradicted: 'These data speak against it: uplift falls with abstraction.',
  undecided: 'These data do not decide whether uplift rises with abstraction.',
  'not-estimable': 'These data cannot tell whether uplift rises with abstraction.',
};

/** What the data say of "uplift rises with abstraction", in words and in figures. */
export function AbstractionWords({ test }: { test: AbstractionTest }) {
  const wider = test.widerBy === 'source' ? test.bySource : test.byTask;
  const slope = wider.value ? slopeOf(wider.value) : null;
  const tenth = (n: number) => formatPoints(n / 10);
  const within = test.withinTypes.value ? slopeOf(test.withinTypes.value) : null;
  return (
    <div className="mb-4 space-y-3">
      <p data-testid="abstraction-verdict">
        <strong>{says[test.verdict]}</strong>{' '}
        {slope && test.verdict !== 'not-estimable'
          ? `A memory that is 0.1 more abstract has ${tenth(slope.estimate)} points more uplift, with a ${formatNumber(100 * test.level, 0)} % interval from ${tenth(slope.low)} to ${tenth(slope.high)}.`
          : `${test.byTask.reason ?? test.bySource.reason ?? 'The line has no error.'}.`}
        {within
          ? within.low > 0
            ? ' It rises within memory types, too.'
            : ' Within memory types it cannot be told from flat, so the types may be all there is to it.'
          : ''}{' '}
        Whatever else differs along with abstraction is in the line as well: nobody dealt memories out at
        random.
      </p>
      <TableFrame caption="Tests of uplift against abstraction">
        <thead>
          <tr>
            <th scope="col">Test</th>
            <th scope="col" className="num">
              Estimate
            </th>
            <th scope="col" className="num">
              p
            </th>
            <th scope="col" className="num">
              n
            </th>
            <th scope="col" className="num">
              Clusters
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Spearman’s ρ over memories</th>
            <td className="num">
              <EstimateText estimate={test.correlation.estimate} format="number" />
            </td>
            <td className="num">
              {test.correlation.pValue.value === null ? '–' : formatPValue(test.correlation.pValue.value)}
            </td>
            <td className="num">{formatCount(test.correlation.n)}</td>
            <td className="num">–</td>
          </tr>
          <Line name="Slope, pp per 0.1 of A; errors by task used on" line={test.byTask} />
          <Line name="The same; errors by task of origin" line={test.bySource} />
          <Line name="Within memory types; errors by task used on" line={test.withinTypes} />
        </tbody>
      </TableFrame>
    </div>
  );
}

function Line({ name, line }: { name: string; line: EstimateOf<ClusteredRegression> }) {
  const slope = line.value ? slopeOf(line.value) : null;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="num">
        <EstimateText
          estimate={slope ? { value: slope.estimate / 10 } : { value: null, reason: line.reason ?? '' }}
          ciLow={slope && slope.low / 10}
          ciHigh={slope && slope.high / 10}
          format="points"
        />
      </td>
      <td className="num">{slope?.pValue.value == null ? '–' : formatPValue(slope.pValue.value)}</td>
      <td className="num">{line.value ? formatCount(line.value.observations) : '–'}</td>
      <td className="num">{line.value ? formatCount(line.value.clusters) : '–'}</td>
    </tr>
  );
}

import { Panel } from '@/app/_components/panel';
import { TableFrame } from '@/app/_components/table-frame';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';

/** Settings that say something else, and conditions that one version alone has. */
export function SettingsPanel({
  comparison: { before, after, settingChanges, conditions },
}: {
  comparison: VersionComparison;
}) {
  const alone = [
    ...conditions.added.map((label) => ({ label, where: after.name })),
    ...conditions.removed.map((label) => ({ label, where: before.name })),
  ];
  if (settingChanges.length + alone.length === 0) return null;
  return (
    <Panel title="Settings and conditions">
      {settingChanges.length > 0 ? (
        <TableFrame caption="Settings that changed">
          <thead>
            <tr>
              <th scope="col">Of</th>
              <th scope="col">Setting</th>
              <th scope="col">{before.name}</th>
              <th scope="col">{after.name}</th>
            </tr>
          </thead>
          <tbody>
            {settingChanges.map((one) => (
              <tr key={`${one.condition} ${one.setting}`}>
                <th scope="row">{one.condition ?? 'the study'}</th>
                <td>{one.setting}</td>
                <td className="font-mono text-xs">{one.before ?? '–'}</td>
                <td className="font-mono text-xs">{one.after ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </TableFrame>
      ) : null}
      {alone.length > 0 ? (
        <ul className={settingChanges.length > 0 ? 'mt-3' : ''}>
          {alone.map(({ label, where }) => (
            <li key={label}>
              {label} <span className="text-muted">is a condition of {where} alone</span>
            </li>
          ))}
        </ul>
      ) : null}
    </Panel>
  );
}

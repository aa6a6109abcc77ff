import Link from 'next/link';
import { CommandLine } from '@/app/_components/command-line';
import { EmptyState } from '@/app/_components/empty-state';
import { countOf } from '@/app/_components/format';
import { shellWord } from '@/lib/exporters/provenance';
import type { StudyRow } from '@/lib/queries/studies';

const fileOf = (name: string) => shellWord(`${name.replaceAll(/[/\\]/g, '-')}.tar.gz`);

/** How a second version comes about. */
export function NoOtherVersion({ name }: { name: string }) {
  const file = fileOf(name);
  return (
    <EmptyState title="There is only this study">
      <p>
        A version is a study, or an archive of one. Write an archive now, go on working, and compare later.
        Nothing is imported for that:
      </p>
      <div className="mx-auto mt-4 max-w-2xl space-y-2">
        <CommandLine text={`npx carryover archive --study ${shellWord(name)} --out ${file}`} />
        <CommandLine text={`npx carryover compare ${file} ${shellWord(name)}`} />
      </div>
      <p className="mt-4">To see it on this page, bring the archive in as a study of its own:</p>
      <div className="mx-auto mt-2 max-w-2xl">
        <CommandLine text={`npx carryover import ${file} --study ${shellWord(`${name}, first version`)}`} />
      </div>
    </EmptyState>
  );
}

/** The studies that this one can be compared with. */
export function ChooseVersion({
  studyId,
  own,
  others,
}: {
  studyId: string;
  own: string;
  others: readonly StudyRow[];
}) {
  return (
    <EmptyState title="Which study is the earlier version?">
      <ul className="mt-3 space-y-1">
        {others.map(({ id, name, trialCount, memoryCount }) => (
          <li key={id}>
            <Link className="link" href={`/studies/${studyId}/gains/versions?with=${encodeURIComponent(id)}`}>
              {name}
            </Link>{' '}
            <span className="text-xs">
              {countOf(trialCount, 'trial')}, {countOf(memoryCount, 'memory', 'memories')}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-4">An archive on disk need not be imported; the command line compares it as it is:</p>
      <div className="mx-auto mt-2 max-w-2xl">
        <CommandLine text={`npx carryover compare ARCHIVE.tar.gz ${shellWord(own)}`} />
      </div>
    </EmptyState>
  );
}

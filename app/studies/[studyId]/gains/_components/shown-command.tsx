import { CommandLine } from '@/app/_components/command-line';
import type { Provenance } from '@/lib/exporters/provenance';

/** The command that gives the figures of a page again. */
export function ShownCommand({ provenance }: { provenance: Provenance | null }) {
  if (!provenance?.command) return null;
  return (
    <section aria-label="Command line" className="max-w-4xl no-print">
      <p className="mb-1 text-xs text-muted">
        The same figures from the command line; every export says it, too, with the hash of the data.
      </p>
      <CommandLine text={provenance.command} />
    </section>
  );
}

import type { Db } from '@/db/client';
import type { VersionComparison } from '@/lib/core/versions/compare-versions';
import { type Provenance, shellWord } from '@/lib/exporters/provenance';
import { codeVersion } from './code-version';
import { getDataHash } from './gains-provenance';

/** Where the figures of a comparison come from, and the command that prints them again. */
export async function getVersionsProvenance(
  db: Db,
  ids: { before: string; after: string },
  { before, after, settings }: VersionComparison,
): Promise<Provenance> {
  const [hashBefore, dataHash] = await Promise.all([getDataHash(db, ids.before), getDataHash(db, ids.after)]);
  const { passK, missing, seed, resamples, level, noise } = settings;
  const words = ['compare', before.name, after.name, '--k', String(passK), '--missing', missing];
  return {
    title: `What changed from ${before.name} to ${after.name}`,
    study: after.name,
    dataHash,
    settings: {
      before: { study: before.name, dataHash: hashBefore },
      ...{ passK, missing, noise, resamples, level },
    },
    seeds: [seed],
    codeVersion: await codeVersion(),
    command: ['npx carryover', ...words.map(shellWord)].join(' '),
  };
}

import type { ClaimVerdict } from '@/lib/core/gains/claim';
import type { Average, GainsReport } from '@/lib/core/gains/report';
import type { ConditionSettings } from '@/lib/core/vocabulary';
import type { Provenance } from '../provenance';

/** All that a study's report shows. */
export interface ReportContent {
  study: { name: string; description: string; synthetic: boolean; passThreshold: number };
  counts: { tasks: number; benchmarks: number; trials: number; conditions: number; memories: number };
  /** Trials per condition and benchmark. */
  coverage: { condition: string; benchmark: string; trials: number; tasks: number }[];
  warnings: string[];
  average: Average;
  /** Null, and why, where there is nothing to compare. */
  gains: { report: GainsReport; provenance: Provenance } | { report: null; reason: string };
  /** By condition id. */
  settings: ReadonlyMap<string, ConditionSettings>;
  claims: {
    sentence: string;
    test: string;
    verdict: ClaimVerdict | null;
    before: ClaimVerdict | null;
    dataHash: string | null;
    /** The study's trials are others than those that the verdict rests on. */
    stale: boolean;
  }[];
  /** The package's version and commit. */
  codeVersion: string;
  /** The command that makes the report again. */
  command: string;
  madeAt: Date;
}

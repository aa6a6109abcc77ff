import { atif } from './atif';
import { carryoverJsonl } from './carryover-jsonl';
import { harbor } from './harbor';
import type { Importer } from './importer';
import { miniSweAgent } from './mini-swe-agent';
import { paperPool } from './paper-pool';
import { sweBenchReport } from './swe-bench';
import { terminalBench } from './terminal-bench';

/** Every format that is read, in the order in which they are asked. */
export const importers = {
  'carryover-jsonl': carryoverJsonl,
  harbor,
  atif,
  'mini-swe-agent': miniSweAgent,
  'swe-bench-report': sweBenchReport,
  'terminal-bench': terminalBench,
  'paper-pool': paperPool,
} satisfies Record<string, Importer>;

export type ImporterId = keyof typeof importers;

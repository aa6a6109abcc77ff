import type { SampleBenchmark } from '../theme';
import { livecode } from './livecode';
import { mlgym } from './mlgym';
import { polyglot } from './polyglot';
import { replication } from './replication';
import { swe } from './swe';
import { terminal } from './terminal';

/** The invented benchmarks of the sample study. */
export const sampleBenchmarks: readonly SampleBenchmark[] = [
  livecode,
  polyglot,
  swe,
  terminal,
  replication,
  mlgym,
];

import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where this project's files lie: the working folder, unless the command line runs from elsewhere. */
export const projectRoot = (): string => process.env.CARRYOVER_ROOT || process.cwd();

/** What is started as a process or thread of its own; bundled by `scripts/setup/programs.mjs`, which lists them too. */
export const programNames = [
  'db/embedded/daemon',
  'lib/compute/worker',
  'lib/jobs/import/reader-thread',
  'lib/jobs/worker-process',
] as const;

export type ProgramName = (typeof programNames)[number];

/** How Node starts a program, be it as a process or as a thread. */
export interface Program {
  file: string;
  /** Words for Node itself, before the file. */
  execArgv: string[];
  env: NodeJS.ProcessEnv;
}

/**
 * The program in the folder of bundles that whoever started this process names in CARRYOVER_PROGRAMS, so that all
 * processes run the same code; without that variable, the program's TypeScript.
 */
export function program(name: ProgramName): Program {
  const bundles = process.env.CARRYOVER_PROGRAMS;
  if (bundles)
    return {
      file: path.join(/* turbopackIgnore: true */ bundles, `${name}.mjs`),
      execArgv: [],
      env: { ...process.env },
    };
  const root = projectRoot();
  const loader = pathToFileURL(path.join(root, 'lib/programs/register-typescript.mjs')).href;
  return {
    file: path.join(root, `${name}.ts`),
    execArgv: ['--import', loader],
    env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'tsconfig.json') },
  };
}

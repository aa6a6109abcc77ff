import { ensurePrograms } from './programs.mjs';

/**
 * Tests start the processes and threads that users do: the bundled ones, made anew before each run.
 *
 * @param {import('vitest/node').TestProject} project
 */
export default async function setup(project) {
  const bundle = async () => {
    process.env.CARRYOVER_PROGRAMS = (await ensurePrograms()) ?? '';
  };
  await bundle();
  project.onTestsRerun(bundle);
}

import { SetupError } from './project.mjs';
import { exitIfStopped, forwardSignals } from './steps.mjs';

/**
 * Runs a set-up script: signals reach its children, expected failures print one line, the exit code is what it returns.
 *
 * @param {() => Promise<number>} main
 */
export async function script(main) {
  forwardSignals();
  try {
    process.exitCode = await main();
  } catch (error) {
    exitIfStopped();
    if (!(error instanceof SetupError)) throw error;
    console.error(`carryover: ${error.message}`);
    process.exitCode = 1;
  }
}

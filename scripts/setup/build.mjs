import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inRoot, root, SetupError, say } from './project.mjs';
import { sourceDigest } from './source-digest.mjs';
import { runNode } from './steps.mjs';

/** What `next build` reads. */
const sources = [
  'app',
  'db',
  'lib',
  'public',
  'instrumentation.ts',
  'instrumentation.node.ts',
  'next.config.mjs',
  'package-lock.json',
  'postcss.config.mjs',
  'tsconfig.json',
];
const stamp = inRoot('.next/carryover-build');

function stampedDigest() {
  try {
    return readFileSync(stamp, 'utf8');
  } catch {
    return null;
  }
}

/** Next warns about, and partly breaks under, any other NODE_ENV than the one it expects. */
export const productionEnvironment = () => ({
  ...process.env,
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
});

/**
 * Builds the app unless the last build was made from these very sources.
 *
 * @throws {SetupError} when the build fails
 */
export async function ensureBuilt() {
  const digest = sourceDigest(root, sources);
  if (stampedDigest() === digest) return;
  say('building (next build)');
  rmSync(stamp, { force: true });
  const code = await runNode(inRoot('node_modules/next/dist/bin/next'), ['build'], {
    env: productionEnvironment(),
  });
  if (code !== 0) throw new SetupError(`next build failed (exit code ${code}); see its messages above.`);
  writeFileSync(stamp, digest);
}

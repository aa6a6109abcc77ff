import { createRequire } from 'node:module';
import path from 'node:path';
import { projectRoot } from '@/lib/programs/program';

/** Whether a package that is none of our dependencies was installed beside them. Looks anew each time. */
export function isInstalled(name: string): boolean {
  try {
    createRequire(path.join(projectRoot(), 'package.json')).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** Loads such a package at run time; no bundler follows it. */
export const importPackage = (name: string): Promise<unknown> =>
  import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ name);

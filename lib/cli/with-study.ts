import { InvalidArgumentError } from 'commander';
import { AppError } from '@/lib/core/errors';
import type { StudyRow } from '@/lib/queries/studies';
import { type Backend, openBackend } from './backend';

/** Opens the backend for the length of one command. */
export async function withBackend<T>(use: (backend: Backend) => Promise<T>): Promise<T> {
  const backend = await openBackend();
  try {
    return await use(backend);
  } finally {
    await backend.close();
  }
}

async function listStudies(backend: Backend): Promise<StudyRow[]> {
  return ((await backend.request('GET', '/api/v1/studies')) as { studies: StudyRow[] }).studies;
}

/** The study with this name or id. @throws AppError `not-found`, naming those that exist */
export async function studyNamed(backend: Backend, name: string): Promise<StudyRow> {
  const studies = await listStudies(backend);
  const found = studies.find((s) => s.name === name) ?? studies.find((s) => s.id === name);
  if (found) return found;
  throw new AppError('not-found', `There is no study named “${name}”.`, {
    hint:
      studies.length > 0 ? `There are: ${studies.map((s) => s.name).join(', ')}.` : 'Import something first.',
  });
}

/** The study with this name or id, made if there is none. */
export async function studyNamedOrNew(backend: Backend, name: string): Promise<StudyRow> {
  const studies = await listStudies(backend);
  const found = studies.find((s) => s.name === name) ?? studies.find((s) => s.id === name);
  if (found) return found;
  return ((await backend.request('POST', '/api/v1/studies', { name })) as { study: StudyRow }).study;
}

/** Parses a whole number of at least `least`, for option values. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const n = Number(text);
    if (!Number.isInteger(n) || n < least)
      throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
    return n;
  };

/** Options as the words of an address. */
export const questionOf = (options: object): URLSearchParams =>
  new URLSearchParams(
    Object.entries(options).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );

/** Prints a value as JSON on standard output. */
export const printJson = (value: unknown): void => console.log(JSON.stringify(value, null, 2));

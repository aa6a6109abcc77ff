import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { type StudyMapping, studyMapping } from '@/lib/importers/mapping/mapping';

/** Reads a mapping from a file of JSON. @throws AppError `invalid-input` that says where it is wrong */
export async function readMappingFile(file: string): Promise<StudyMapping> {
  const invalid = (message: string, cause: unknown) =>
    new AppError('invalid-input', message, {
      where: file,
      hint: '`carryover import PATH --study NAME --propose` prints one to begin with.',
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw invalid(`${file} cannot be read as JSON.`, cause);
  }
  const parsed = studyMapping.safeParse(value);
  if (!parsed.success) throw invalid(`${file} is no mapping: ${z.prettifyError(parsed.error)}`, parsed.error);
  return parsed.data;
}

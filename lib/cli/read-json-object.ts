import { readFile } from 'node:fs/promises';
import { AppError } from '@/lib/core/errors';

/** A file that holds one JSON object. @throws AppError `not-found` or `invalid-input`, naming the file */
export async function readJsonObject(file: string, hint?: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AppError('not-found', `${file} cannot be read.`, { where: file, cause });
  }
  const invalid = (why: string, cause?: unknown) =>
    new AppError('invalid-input', `${file} is no JSON object: ${why}.`, {
      where: file,
      cause,
      ...(hint ? { hint } : {}),
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid((cause as Error).message, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('it is something else');
  return value as Record<string, unknown>;
}

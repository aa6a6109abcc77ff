import { createHash } from 'node:crypto';

/** Stands for a text of any length in the names that things are kept under. */
export const textDigest = (text: string): string => createHash('sha256').update(text).digest('base64');

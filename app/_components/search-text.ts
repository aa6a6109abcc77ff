import { z } from 'zod';

/** A search text from the address. Zero bytes, which no stored text holds and the database refuses, are dropped. */
export const searchText = z
  .string()
  .transform((text) => text.replaceAll('\0', '').trim() || undefined)
  .optional()
  .catch(undefined);

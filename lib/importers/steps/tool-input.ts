import { asObject, asText, inWords } from '../json-values';

/**
 * What a tool was asked, as one reads it: the command of a shell tool, else the arguments as indented JSON.
 *
 * @param given  an object, or the JSON string in which model APIs pass arguments
 */
export function toolInput(given: unknown): string {
  const parsed = typeof given === 'string' ? parseObject(given) : given;
  const args = asObject(parsed);
  if (!args) return inWords(given);
  const command = asText(args.command) ?? asText(args.cmd) ?? asText(args.keystrokes);
  return command ?? inWords(args);
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

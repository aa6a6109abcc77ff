import { asList, asName, asObject, asText, inWords } from '../json-values';

/**
 * A message as text, whatever form it came in: a string, content parts (images and audio become placeholders,
 * their paths are labels and never opened), or a foreign object shown as JSON.
 */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  const parts = asList(content);
  if (!parts) return inWords(content);
  return parts.map(partText).join('\n');
}

function partText(part: unknown): string {
  const object = asObject(part);
  if (!object) return inWords(part);
  const text = asText(object.text);
  if (text !== null) return text;
  const source = asObject(object.source) ?? asObject(object.image_url);
  const kind = asName(object.type)?.replace(/_url$|^input_/g, '') ?? null;
  if (kind && /image|audio|video|file/.test(kind)) {
    const label = asName(source?.path) ?? asName(source?.media_type) ?? 'not kept';
    return `[${kind}: ${label.slice(0, 200)}]`;
  }
  return inWords(part);
}

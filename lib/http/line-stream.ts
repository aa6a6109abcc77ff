import { problem } from './json-route';

/**
 * An answer of one JSON value a line, made while it is taken: a slow reader holds up the source, and one that leaves
 * ends it. A failure on the way becomes a last line `{"error": …}`, as the status has been sent by then.
 */
export function lineStream(values: AsyncIterable<unknown>): Response {
  const source = lines(values);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await source.return(undefined);
    },
  });
  return new Response(body, {
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' },
  });
}

async function* lines(values: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, undefined> {
  const encoder = new TextEncoder();
  const line = (value: unknown) => encoder.encode(`${JSON.stringify(value)}\n`);
  try {
    for await (const value of values) yield line(value);
  } catch (error) {
    yield line(await problem(error).json());
  }
}

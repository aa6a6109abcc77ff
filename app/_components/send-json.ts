export interface Problem {
  code: string;
  message: string;
  hint?: string | undefined;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** Sends JSON to this app's API; a failure comes back as a value with a sentence, never as an exception. */
export async function sendJson<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body?: unknown,
): Promise<Answer<T>> {
  try {
    const response = await fetch(url, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { error?: Problem };
    if (response.ok) return { ok: true, value: answer };
    return {
      ok: false,
      problem: answer.error ?? {
        code: 'internal',
        message: `The server answered with status ${response.status}.`,
      },
    };
  } catch {
    return {
      ok: false,
      problem: {
        code: 'store-unavailable',
        message: 'Carryover did not answer.',
        hint: 'Check that it is still running, then try again.',
      },
    };
  }
}

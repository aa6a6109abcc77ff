import { isAppError } from '@/lib/core/errors';
import { type Backend, openBackend } from '../backend';

/**
 * A backend for a command that stays for hours: opened by the first request, and opened anew when the app that it
 * spoke to has gone.
 */
export class LastingBackend implements Pick<Backend, 'request' | 'close'> {
  #open: Promise<Backend> | null = null;

  #backend(): Promise<Backend> {
    if (!this.#open) {
      const opening = openBackend();
      opening.catch(() => {
        // The next request tries again; this one is told why.
        if (this.#open === opening) this.#open = null;
      });
      this.#open = opening;
    }
    return this.#open;
  }

  async request(...[method, path, body]: Parameters<Backend['request']>): Promise<unknown> {
    const opened = this.#backend();
    const backend = await opened;
    try {
      return await backend.request(method, path, body);
    } catch (error) {
      if (!isAppError(error) || error.code !== 'store-unavailable') throw error;
      if (this.#open === opened) {
        this.#open = null;
        await backend.close();
      }
      return (await this.#backend()).request(method, path, body);
    }
  }

  async close(): Promise<void> {
    const opened = this.#open;
    this.#open = null;
    await (await opened?.catch(() => null))?.close();
  }
}

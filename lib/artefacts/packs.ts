import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { homeLayout } from '@/db/home';

/** A pack is closed and another begun at this size, so that none grows without end. */
const packLimit = 256 * 1024 * 1024;

/** Where the pack of this name lies. */
export function packPath(name: string): string {
  if (!/^[0-9a-f-]{36}$/.test(name)) throw new RangeError(`not the name of a pack: ${name}`);
  return path.join(homeLayout().artefacts, 'packs', name);
}

/**
 * Appends small contents to files that hold many: ten thousand files of a run cost ten thousand times opening, naming
 * and closing, several times what writing their bytes costs. Each writer has packs of its own, so writers never meet;
 * bytes that no row points to (after a crash) are never read.
 */
export class PackWriter {
  #open: { name: string; handle: FileHandle; size: number } | null = null;

  /** Writes pieces one after another and says where the first lies. */
  async append(pieces: readonly Uint8Array[]): Promise<{ pack: string; offset: number }> {
    const pack = await this.#current();
    const offset = pack.size;
    let left = pieces.filter(({ length }) => length > 0);
    while (left.length > 0) {
      const { bytesWritten } = await pack.handle.writev(left);
      pack.size += bytesWritten;
      left = behind(left, bytesWritten);
    }
    return { pack: pack.name, offset };
  }

  /** Makes what was written outlast the machine, and lets go of the file. */
  async close(): Promise<void> {
    const pack = this.#open;
    this.#open = null;
    if (!pack) return;
    await pack.handle.sync();
    await pack.handle.close();
  }

  async #current() {
    if (this.#open && this.#open.size >= packLimit) await this.close();
    if (!this.#open) {
      const name = randomUUID();
      await mkdir(path.dirname(packPath(name)), { recursive: true, mode: 0o700 });
      this.#open = { name, handle: await open(packPath(name), 'ax', 0o600), size: 0 };
    }
    return this.#open;
  }
}

/** What is left of pieces behind their first bytes: the system may write fewer than it is given. */
function behind(pieces: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let skipped = 0;
  return pieces.flatMap((piece) => {
    const from = Math.min(piece.length, bytes - skipped);
    skipped += from;
    return from < piece.length ? [piece.subarray(from)] : [];
  });
}

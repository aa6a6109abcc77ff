import { createServer, type Server, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';

const sslRequest = 80877103;
const gssRequest = 80877104;
const cancelRequest = 80877102;
/** A message longer than this is a mistake or an attack; the connection is closed. */
const maxMessageBytes = 512 * 1024 * 1024;

/** Messages after which the backend answers and is done: simple query, sync, function call, flush, copy end. */
const endsBatch = new Set(['Q', 'S', 'F', 'H', 'c', 'f']);

/** Collects bytes into whole protocol messages; a long message is joined once, not once per packet. */
class MessageReader {
  private parts: Buffer[] = [];
  private length = 0;
  private started = false;

  push(data: Buffer): void {
    this.parts.push(data);
    this.length += data.length;
  }

  private peek(bytes: number): Buffer | null {
    if (this.length < bytes) return null;
    while (this.parts[0]!.length < bytes) this.parts.splice(0, 2, Buffer.concat(this.parts.slice(0, 2)));
    return this.parts[0]!;
  }

  private take(bytes: number): Buffer {
    const all = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    this.parts = all.length > bytes ? [all.subarray(bytes)] : [];
    this.length = all.length - bytes;
    return all.subarray(0, bytes);
  }

  /** The next whole message, or null until more bytes come. Before start-up, messages have no type byte. */
  next(): { type: string; code: number; bytes: Buffer } | null {
    const typed = this.started ? 1 : 0;
    const head = this.peek(typed ? 5 : 8);
    if (!head) return null;
    const size = head.readInt32BE(typed) + typed;
    if (size < 4 + typed || size > maxMessageBytes) throw new Error(`message of ${size} bytes refused`);
    if (this.length < size) return null;
    const bytes = this.take(size);
    if (typed) return { type: String.fromCharCode(bytes[0]!), code: 0, bytes };
    const code = bytes.readInt32BE(4);
    if (code !== sslRequest && code !== gssRequest && code !== cancelRequest) this.started = true;
    return { type: 'startup', code, bytes };
  }
}

/** The transaction state that the last ReadyForQuery of an answer reports: idle, in transaction, failed. */
function transactionState(answer: Uint8Array): 'I' | 'T' | 'E' | null {
  const at = answer.length - 6;
  if (at < 0 || answer[at] !== 0x5a || answer[at + 4] !== 5) return null;
  return String.fromCharCode(answer[at + 5]!) as 'I' | 'T' | 'E';
}

/** Lets one connection at a time use the single backend, in order of arrival. */
class Turn {
  private holder: object | null = null;
  private waiting: { who: object; go: () => void }[] = [];

  async take(who: object): Promise<void> {
    if (this.holder === who) return;
    if (this.holder === null) {
      this.holder = who;
      return;
    }
    await new Promise<void>((go) => this.waiting.push({ who, go }));
  }

  give(who: object): void {
    this.waiting = this.waiting.filter((w) => w.who !== who);
    if (this.holder !== who) return;
    const next = this.waiting.shift();
    this.holder = next?.who ?? null;
    next?.go();
  }
}

/**
 * Serves one PGlite to many `pg` clients. PGlite is a single backend, so a connection keeps it from the first
 * message of a query to its Sync, and from BEGIN to COMMIT; whoever leaves in between is rolled back. Session state
 * (SET, named statements, temporary tables, session-level advisory locks) is shared by all clients: do not use it.
 */
export class WireServer {
  private readonly turn = new Turn();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(
    private readonly db: PGlite,
    private readonly onCount: (connections: number) => void = () => {},
  ) {
    this.server = createServer((socket) => this.accept(socket));
  }

  get connections(): number {
    return this.sockets.size;
  }

  listen(where: { path: string } | { host: string; port: number }): Promise<{ port: number }> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(where, () => {
        const address = this.server.address();
        resolve({ port: typeof address === 'object' && address ? address.port : 0 });
      });
    });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private accept(socket: Socket): void {
    const who = {};
    const reader = new MessageReader();
    let batch: Buffer[] = [];
    let inTransaction = false;
    let work: Promise<void> = Promise.resolve();
    socket.setNoDelay(true);
    this.sockets.add(socket);
    this.onCount(this.sockets.size);

    const execute = async (messages: Buffer[]) => {
      await this.turn.take(who);
      let state: ReturnType<typeof transactionState> = null;
      await this.db.runExclusive(async () => {
        for (const message of messages) {
          const answer = await this.db.execProtocolRaw(message);
          if (answer.length > 0 && socket.writable) socket.write(answer);
          state = transactionState(answer) ?? state;
        }
      });
      // No ReadyForQuery (flush, copy under way): the query is not over, so the turn is kept.
      inTransaction = state !== 'I';
      if (!inTransaction) this.turn.give(who);
    };

    socket.on('data', (data) => {
      try {
        reader.push(data);
        for (let message = reader.next(); message; message = reader.next()) {
          if (message.type === 'startup' && (message.code === sslRequest || message.code === gssRequest)) {
            socket.write('N');
            continue;
          }
          if ((message.type === 'startup' && message.code === cancelRequest) || message.type === 'X') {
            socket.end();
            return;
          }
          batch.push(message.bytes);
          if (message.type !== 'startup' && !endsBatch.has(message.type)) continue;
          const messages = batch;
          batch = [];
          work = work.then(() => execute(messages));
          work.catch((error: unknown) => socket.destroy(error as Error));
        }
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    socket.on('error', (error) => console.error(`database connection closed: ${error.message}`));
    socket.on('close', () => {
      this.sockets.delete(socket);
      void work
        .catch(() => {})
        .then(async () => {
          if (inTransaction) await this.db.exec('ROLLBACK');
        })
        .finally(() => {
          this.turn.give(who);
          this.onCount(this.sockets.size);
        });
    });
  }
}

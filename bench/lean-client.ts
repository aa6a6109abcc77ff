import { connect, type Socket } from 'node:net';

export interface Asked {
  path: string;
  body?: string;
}

interface Waiting {
  resolve(text: string): void;
  reject(error: Error): void;
}

/**
 * An HTTP client for measuring a server on the same cores: Node's own takes more time per request than the server's
 * answer does. Knows what our server sends (a stated length, or chunks) and nothing else.
 */
export class LeanClient {
  readonly #port: number;
  readonly #free: Connection[] = [];
  readonly #queue: { asked: Asked; waiting: Waiting }[] = [];
  #open = 0;
  readonly #most: number;

  constructor(port: number, connections: number) {
    this.#port = port;
    this.#most = connections;
  }

  /** @throws when the answer is not 200 */
  ask(asked: Asked): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ asked, waiting: { resolve, reject } });
      this.#next();
    });
  }

  #next(): void {
    if (this.#free.length === 0 && this.#open < this.#most) {
      this.#open++;
      const lost = (own: Connection) => this.#lose(own);
      this.#free.push(new Connection(this.#port, (own) => this.#release(own), lost));
    }
    while (this.#free.length > 0 && this.#queue.length > 0) {
      const { asked, waiting } = this.#queue.shift()!;
      this.#free.pop()!.send(asked, waiting);
    }
  }

  #release(connection: Connection): void {
    this.#free.push(connection);
    this.#next();
  }

  /** The server ends connections that nobody has used for some seconds. */
  #lose(connection: Connection): void {
    this.#open--;
    const at = this.#free.indexOf(connection);
    if (at >= 0) this.#free.splice(at, 1);
    if (this.#queue.length > 0) this.#next();
  }

  close(): void {
    for (const connection of this.#free) connection.end();
  }
}

const lineEnd = '\r\n';
const lastChunk = `${lineEnd}0${lineEnd}${lineEnd}`;

class Connection {
  readonly #socket: Socket;
  readonly #host: string;
  #received: Buffer = Buffer.alloc(0);
  #asked = '';
  #waiting: Waiting | null = null;

  constructor(
    port: number,
    release: (connection: Connection) => void,
    lost: (connection: Connection) => void,
  ) {
    this.#host = `127.0.0.1:${port}`;
    this.#socket = connect(port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (part: Buffer) => {
      this.#received = this.#received.length === 0 ? part : Buffer.concat([this.#received, part]);
      const answer = wholeAnswer(this.#received);
      if (!answer) return;
      this.#received = Buffer.alloc(0);
      const { resolve, reject } = this.#waiting!;
      this.#waiting = null;
      if (answer.status === 200) resolve(answer.text);
      else reject(new Error(`${this.#asked} answered ${answer.status}: ${answer.text.slice(0, 300)}`));
      release(this);
    });
    this.#socket.on('error', (error) => this.#waiting?.reject(error));
    this.#socket.on('close', () => {
      this.#waiting?.reject(new Error(`${this.#asked}: cut off`));
      lost(this);
    });
  }

  send({ path, body = '' }: Asked, waiting: Waiting): void {
    this.#asked = path;
    this.#waiting = waiting;
    const head = [
      `${body ? 'POST' : 'GET'} ${path} HTTP/1.1`,
      `host: ${this.#host}`,
      ...(body ? ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`] : []),
    ];
    this.#socket.write(`${head.join(lineEnd)}${lineEnd}${lineEnd}${body}`);
  }

  end(): void {
    this.#socket.end();
  }
}

/** Null while more must come. */
function wholeAnswer(received: Buffer): { status: number; text: string } | null {
  const end = received.indexOf(`${lineEnd}${lineEnd}`);
  if (end < 0) return null;
  const head = received.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const start = end + 4;
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  if (length) {
    if (received.length < start + Number(length)) return null;
    return { status, text: received.toString('utf8', start, start + Number(length)) };
  }
  const tail = received.toString('latin1', Math.max(start - 2, received.length - lastChunk.length));
  return tail.endsWith(lastChunk) ? { status, text: joinChunks(received, start) } : null;
}

function joinChunks(received: Buffer, start: number): string {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const lineAt = received.indexOf(lineEnd, at);
    const size = Number.parseInt(received.toString('latin1', at, lineAt), 16);
    if (size === 0) return Buffer.concat(parts).toString();
    parts.push(received.subarray(lineAt + 2, lineAt + 2 + size));
    at = lineAt + 2 + size + 2;
  }
}

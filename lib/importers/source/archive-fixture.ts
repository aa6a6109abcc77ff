import { crc32, deflateRawSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

export interface ZipEntry {
  name: string;
  data: Buffer;
  mode?: number;
  flags?: number;
  method?: number;
  /** What the headers say of its length, where that is not the truth. */
  claimedBytes?: number;
  /** Says that its content is that of an earlier entry, by number, so that a few bytes count many times. */
  sharesWith?: number;
}

/** For tests: a zip byte by byte, because no well-behaved library writes hostile ones. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  const offsets: number[] = [];
  const packedAll: Buffer[] = [];
  let end = 0;
  for (const entry of entries) {
    const { name, data, mode = 0o100644, flags = 0, method = 8, sharesWith } = entry;
    const packed = sharesWith === undefined ? deflateRawSync(data) : packedAll[sharesWith]!;
    packedAll.push(packed);
    const nameBytes = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(entry.claimedBytes ?? data.length, 18);
    fields.writeUInt16LE(nameBytes.length, 22);
    const offset = sharesWith === undefined ? end : offsets[sharesWith]!;
    offsets.push(offset);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, 3]);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeBy, fields, tail, nameBytes]));
    if (sharesWith !== undefined) continue;
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, nameBytes, packed]);
    parts.push(local);
    end += local.length;
  }
  const directory = Buffer.concat(central);
  const last = Buffer.alloc(22);
  last.write('PK\x05\x06', 'latin1');
  last.writeUInt16LE(entries.length, 8);
  last.writeUInt16LE(entries.length, 10);
  last.writeUInt32LE(directory.length, 12);
  last.writeUInt32LE(end, 16);
  return Buffer.concat([...parts, directory, last]);
}

/** For tests: a tar of these entries. */
export async function tarOf(
  entries: readonly (Partial<Header> & { name: string; data?: string | Buffer })[],
): Promise<Buffer> {
  const tar = pack();
  for (const { data, ...header } of entries) tar.entry(header, data ?? '');
  tar.finalize();
  const parts: Buffer[] = [];
  for await (const part of tar) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Changes the header block at `at` of a tar and makes its checksum right again. */
export function changeTarHeader(tar: Buffer, at: number, change: (header: Buffer) => void): Buffer {
  const changed = Buffer.from(tar);
  const header = changed.subarray(at, at + 512);
  change(header);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return changed;
}

import { isAppError } from '@/lib/core/errors';
import { defineImporter, type ImportedRecord, type SourceFile } from '../importer';
import { asList, asObject, type JsonObject } from '../json-values';
import { parseLenient } from '../source/lenient-json';
import { openZip, type ZipEntries } from '../source/zip-entries';
import { evalFacts, toTrial } from './to-trial';

const isLog = (root: JsonObject): boolean =>
  asObject(root.eval) !== null && 'version' in root && ('status' in root || 'plan' in root);

/** Logs of Inspect: one JSON document, or an archive (`.eval`) with a document per sample. Epochs are attempts. */
export const inspect = defineImporter({
  id: 'inspect',
  label: 'Inspect log',

  async recognises(file) {
    if (file.kind === 'zip') return file.path.toLowerCase().endsWith('.eval');
    const root = file.kind === 'json' ? asObject(await file.json()) : null;
    return root !== null && isLog(root);
  },

  async *read(file) {
    if (file.kind === 'zip') {
      const zip = await openZip(file);
      try {
        yield* readArchive(zip, file);
      } finally {
        zip.close();
      }
      return;
    }
    const root = asObject(await file.json()) ?? {};
    const facts = evalFacts(root, file.path);
    const samples = asList(root.samples) ?? [];
    for (const [i, value] of samples.entries()) {
      const sample = asObject(value);
      if (sample) yield* toTrial(sample, facts);
      else yield { kind: 'rejection', where: `samples[${i}]`, reason: 'it is no sample' };
    }
    yield* remarks(root, file, samples.length);
  },
});

async function* readArchive(zip: ZipEntries, file: SourceFile): AsyncGenerator<ImportedRecord> {
  const has = (name: string) => zip.names.includes(name);
  // The header is written last; a run that was stopped has only its journal.
  const header = await documentIn(zip, has('header.json') ? 'header.json' : '_journal/start.json');
  const facts = evalFacts(header, file.path);
  let samples = 0;
  for (const name of zip.names) {
    if (!/^samples\/.*\.json$/.test(name)) continue;
    samples++;
    try {
      yield* toTrial(await documentIn(zip, name), facts);
    } catch (error) {
      if (!isAppError(error)) throw error;
      yield { kind: 'rejection', where: name, reason: error.message };
    }
  }
  if (!has('header.json')) {
    const message = 'it has no header: the run was stopped or still runs; its samples so far were taken';
    yield { kind: 'warning', where: file.path, message };
  } else yield* remarks(header, file, samples);
}

async function documentIn(zip: ZipEntries, name: string): Promise<JsonObject> {
  const text = new TextDecoder().decode(await zip.read(name));
  return asObject(parseLenient(text, name).value) ?? {};
}

function* remarks(header: JsonObject, file: SourceFile, samples: number): Generator<ImportedRecord> {
  const warning = (message: string): ImportedRecord => ({ kind: 'warning', where: file.path, message });
  if (header.status === 'cancelled')
    yield warning('the run was cancelled; the samples that it holds were taken');
  if (header.status === 'error')
    yield warning('the run ended in an error; the samples that it holds were taken');
  if (header.status === 'started') yield warning('the run never ended; the samples that it holds were taken');
  if (samples === 0) yield warning('it holds no samples: it was written, or read, without them');
}

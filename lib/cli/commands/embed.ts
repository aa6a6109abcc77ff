import { type Command, Option } from 'commander';
import { type KeyText, keyTextLabels, keyTexts } from '@/lib/core/retrieval/key-text';
import { localModel } from '@/lib/embedders/local';
import type { EmbeddingEstimate } from '@/lib/queries/estimate-embedding';
import type { VectorScreen } from '@/lib/queries/vector-sets';
import { textTable } from '../table';
import { waitForJob } from '../wait-for-job';
import { printJson, studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  model: string;
  keyText: KeyText;
  dimensions?: number;
  estimate?: boolean;
  list?: boolean;
  json?: boolean;
}

const count = (n: number) => n.toLocaleString('en-US');

function printEstimate(e: EmbeddingEstimate): void {
  if (e.memories === 0) {
    console.log(`Every memory has a vector of its ${keyTextLabels[e.keyText]}.`);
    return;
  }
  console.log(
    `${count(e.memories)} memories without a vector of their ${keyTextLabels[e.keyText]}; ${count(e.texts)} texts to embed, the others are known or shared.`,
  );
  const cost = e.costUsd === null ? 'cost not known' : `about $${e.costUsd.toFixed(4)}`;
  console.log(`About ${count(e.tokens)} tokens at four characters a token; ${e.host ? cost : 'no cost'}.`);
  if (e.longTexts > 0)
    console.log(
      `${count(e.longTexts)} texts are longer than ${count(e.maxChars)} characters and are cut there.`,
    );
  console.log(e.host ? `The texts would be sent to ${e.host}.` : 'The texts stay on this machine.');
}

function printList({ memoryCount, sets }: VectorScreen): void {
  if (sets.length === 0) {
    console.log(`None of the ${count(memoryCount)} memories has a vector.`);
    return;
  }
  const rows = sets.map((s) => [
    s.model,
    keyTextLabels[s.keyText],
    s.dimensions.least === s.dimensions.most
      ? String(s.dimensions.least)
      : `${s.dimensions.least} to ${s.dimensions.most}`,
    count(s.memories),
    count(s.missing),
    s.unitLength.yes === s.memories
      ? 'all'
      : s.unitLength.unknown > 0
        ? 'not noted'
        : count(s.unitLength.yes),
    count(s.cut),
  ]);
  console.log(textTable(['model', 'of', 'dimensions', 'memories', 'without', 'unit length', 'cut'], rows));
}

/** `carryover embed`: gives memories vectors with which queries can be compared. */
export function addEmbed(root: Command): void {
  root
    .command('embed')
    .description('embed the memories of a study that have no vector yet, or say which vectors there are')
    .requiredOption('--study <name>', 'the study')
    .option('--model <model>', 'embedding model', localModel)
    .addOption(
      new Option('--key-text <text>', 'which text of a memory is embedded').choices(keyTexts).default('key'),
    )
    .option('--dimensions <number>', 'shorter vectors, of models that give them', wholeNumber(1))
    .option('--estimate', 'say what it would take, and start nothing')
    .option('--list', 'list the vectors that there are, and start nothing')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const { model, keyText, dimensions = null } = options;
      const request = { model, keyText, dimensions };
      await withBackend(async (backend) => {
        const study = await studyNamed(backend, options.study);
        const path = `/api/v1/studies/${encodeURIComponent(study.id)}/embeddings`;
        if (options.list) {
          const screen = (await backend.request('GET', path)) as VectorScreen;
          return options.json ? printJson(screen) : printList(screen);
        }
        if (options.estimate) {
          const answer = (await backend.request('POST', `${path}/estimate`, request)) as {
            estimate: EmbeddingEstimate;
          };
          return options.json ? printJson(answer) : printEstimate(answer.estimate);
        }
        const started = (await backend.request('POST', path, request)) as { job: { id: string } };
        const job = await waitForJob(backend, started.job.id);
        return options.json ? printJson(job.result) : console.log(job.message);
      });
    });
}

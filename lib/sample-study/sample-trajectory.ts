import type { Random } from '@/lib/core/random';
import type { Step } from '@/lib/core/vocabulary';
import type { LoggedRetrieval } from '@/lib/importers/importer';
import type { SampleTask } from './sample-tasks';

/** How a trial ended: with a verdict, cut off by the time limit, or never properly begun. */
export type Ending = 'finished' | 'timeout' | 'not-started';

const openings = [
  'I will look at what is there first.',
  'Let me see the task and its surroundings.',
  'Before changing anything I want an overview.',
  'First a look around.',
];
const working = [
  'This looks like the place to begin.',
  'Next I try the obvious step and watch what it says.',
  'That narrows it down; one step further.',
  'Now the actual change.',
  'I want to see this confirmed before going on.',
];
const checking = ['Time to run the check.', 'Let me verify the whole thing.', 'Checking against the tests.'];
const retrying = [
  'Not there yet. What differs?',
  'One part still fails; I look at that part alone.',
  'The failure is smaller than before, so the direction is right.',
];
const closings = {
  passed: ['The check passes, so I submit this.', 'Everything asked for is in place.'],
  failed: ['I could not resolve the remaining failure and submit what I have.', 'This is as far as I get.'],
};

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!;

interface Draft {
  source: Step['source'];
  message: string;
  reasoning?: string;
  move?: readonly [command: string, observation: string];
}

/** What an agent says when it considers a memory; those that later fail follow it too closely. */
function consider(retrieval: LoggedRetrieval, passed: boolean, random: Random): string {
  const hit = pick(retrieval.hits, random);
  const title = hit.text.split('\n')[0]!;
  return passed
    ? `Memory ${hit.rank} ("${title}") comes from another domain, but its point applies here.`
    : `Memory ${hit.rank} ("${title}") seems close, so I follow it.`;
}

function draft(
  task: SampleTask,
  passed: boolean,
  retrieval: LoggedRetrieval | null,
  random: Random,
): Draft[] {
  const { benchmark, theme } = task;
  const check: readonly [string, string] = [benchmark.verify.command, benchmark.verify.failed];
  const explored = benchmark.explore.slice(0, 1 + Math.floor(random() * benchmark.explore.length));
  const retries = passed && random() < 0.6 ? 0 : 1 + Math.floor(random() * benchmark.retry.length);
  const moves = passed ? theme.moves : theme.moves.slice(0, 2);
  const agent = (message: string, move: Draft['move'], reasoning?: string): Draft => ({
    source: 'agent',
    message,
    move,
    reasoning,
  });
  const verdict = passed ? benchmark.verify.passed : benchmark.verify.failed;
  const considered = retrieval ? consider(retrieval, passed, random) : undefined;
  return [
    { source: 'user', message: task.text },
    ...explored.map((move) => agent(pick(openings, random), move)),
    ...moves.map((move, i) => agent(pick(working, random), move, i === 0 ? considered : undefined)),
    ...(retries > 0 ? [agent(pick(checking, random), check)] : []),
    ...benchmark.retry.slice(0, retries).map((move) => agent(pick(retrying, random), move)),
    agent(pick(checking, random), [benchmark.verify.command, verdict]),
    agent(pick(closings[passed ? 'passed' : 'failed'], random), undefined),
  ];
}

/**
 * The steps of one trial: 6 to 11 when it finished; without its last two after a timeout; the task alone when the
 * environment never came up.
 *
 * @param startedAtMs when it began, in milliseconds of Unix time
 */
export function sampleTrajectory(
  task: SampleTask,
  { passed, ending }: { passed: boolean; ending: Ending },
  retrieval: LoggedRetrieval | null,
  startedAtMs: number,
  random: Random,
): Step[] {
  const all = draft(task, passed, retrieval, random);
  const drafts = ending === 'finished' ? all : all.slice(0, ending === 'timeout' ? -2 : 1);
  const memoryTokens = (retrieval?.hits ?? []).reduce((sum, hit) => sum + Math.ceil(hit.text.length / 4), 0);
  let elapsedMs = 0;
  let contextTokens = 900 + memoryTokens;
  return drafts.map(({ source, message, reasoning, move }, i) => {
    elapsedMs += Math.round(4_000 + 11_000 * random());
    const isAgent = source === 'agent';
    const completionTokens = Math.round(60 + 340 * random());
    contextTokens += completionTokens + Math.ceil((message.length + (move?.[1].length ?? 0)) / 4);
    const promptTokens = contextTokens - completionTokens;
    return {
      source,
      message,
      reasoning: reasoning ?? null,
      model: isAgent ? 'synthetic-model' : null,
      toolCalls: move ? [{ id: `call-${i + 1}`, name: 'bash', input: move[0] }] : [],
      observations: move ? [{ callId: `call-${i + 1}`, content: move[1] }] : [],
      timestamp: new Date(startedAtMs + elapsedMs).toISOString(),
      copied: false,
      promptTokens: isAgent ? promptTokens : null,
      completionTokens: isAgent ? completionTokens : null,
      cachedTokens: isAgent ? Math.round(promptTokens * 0.7) : null,
      costUsd: isAgent ? (promptTokens * 0.25 + completionTokens * 2) / 1e6 : null,
    };
  });
}

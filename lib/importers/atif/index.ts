import { agentLabel } from '../condition-label';
import { contentHash } from '../content-hash';
import { defineImporter, type SourceFile, type TrialRecord } from '../importer';
import { asList, asObject } from '../json-values';
import { memoriesInPrompt } from '../steps/prompt-memories';
import { taskNameFor, taskTextOf } from '../steps/task-text';
import { unnamedBenchmark } from '../unnamed-benchmark';
import { besides, ownerOf } from './folder-references';
import { isAtif, readTrajectory } from './read-trajectory';

/** A trajectory that stands alone: a trial of which nobody says how it ended. */
export const atif = defineImporter({
  id: 'atif',
  label: 'ATIF trajectory',

  async recognises(file) {
    return file.kind === 'json' && isAtif(await file.json());
  },

  async *read(file, context) {
    const owner = await ownerOf(context.tree, file.path);
    if (owner) {
      yield { kind: 'part-of', path: owner.owner, role: owner.role };
      return;
    }
    const root = asObject(await file.json())!;
    if (!asList(root.steps)?.length) {
      yield { kind: 'rejection', where: 'steps', reason: 'the trajectory has no steps' };
      return;
    }
    const trajectory = await readTrajectory(root, besides(context.tree, file.path));
    const { format, steps, subagents, inputTokens, outputTokens, cachedTokens, costUsd } = trajectory;
    const taskText = taskTextOf(steps);
    const trial: TrialRecord = {
      kind: 'trial',
      source: 'atif',
      // Session ids repeat between runs of the same test set-up, so the content itself is the identity.
      externalId: contentHash(root).slice(0, 32),
      benchmark: unnamedBenchmark,
      task: taskNameFor(taskText, stemOf(file)),
      taskText,
      attempt: null,
      condition: {
        label: agentLabel(trajectory.agent, trajectory.model),
        basis: 'agent and model of the trajectory',
        settings: { agent: trajectory.agent, model: trajectory.model },
      },
      reward: null,
      exception: null,
      finished: null,
      inputTokens,
      outputTokens,
      cachedTokens,
      costUsd,
      startedAt: steps.find((step) => step.timestamp)?.timestamp ?? null,
      trajectory: { format, steps, subagents },
      retrieval: memoriesInPrompt(steps),
      details: { sessionId: trajectory.sessionId, agentVersion: trajectory.agentVersion, file: file.path },
    };
    yield trial;
    for (const message of trajectory.warnings) yield { kind: 'warning', where: file.path, message };
    for (const part of trajectory.parts) yield { kind: 'claims', ...part };
  },
});

const stemOf = (file: SourceFile) =>
  file.path.slice(file.path.lastIndexOf('/') + 1).replace(/(?:\.trajectory)?\.json$/, '');

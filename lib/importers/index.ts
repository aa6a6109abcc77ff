import { ace } from './ace';
import { agentKb } from './agent-kb';
import { agentWorkflowMemory } from './agent-workflow-memory';
import { aider } from './aider';
import { atif } from './atif';
import { carryoverArchive } from './carryover-archive';
import { carryoverJsonl } from './carryover-jsonl';
import { chatSessions } from './chat-sessions';
import { claudeCode } from './claude-code';
import { codex } from './codex';
import { dynamicCheatsheet } from './dynamic-cheatsheet';
import { harbor } from './harbor';
import type { Importer } from './importer';
import { inspect } from './inspect';
import { llmJudge } from './judge';
import { liveCodeBench } from './livecodebench';
import { memento } from './memento';
import { memrl } from './memrl';
import { miniSweAgent } from './mini-swe-agent';
import { miniSweAgentLog } from './mini-swe-agent-log';
import { openHands } from './openhands';
import { paperPool } from './paper-pool';
import { reasoningBank } from './reasoning-bank';
import { reme } from './reme';
import { sweAgent } from './swe-agent';
import { sweBenchReport } from './swe-bench';
import { sweBenchPredictions } from './swe-bench-predictions';
import { sweExp } from './swe-exp';
import { table } from './table';
import { terminalBench } from './terminal-bench';

/** Every format that is read, in the order in which they are asked. */
export const importers = {
  'carryover-jsonl': carryoverJsonl,
  'carryover-archive': carryoverArchive,
  harbor,
  atif,
  'mini-swe-agent': miniSweAgent,
  'mini-swe-agent-log': miniSweAgentLog,
  'swe-agent': sweAgent,
  'swe-bench-report': sweBenchReport,
  openhands: openHands,
  'swe-bench-predictions': sweBenchPredictions,
  'terminal-bench': terminalBench,
  aider,
  livecodebench: liveCodeBench,
  inspect,
  'llm-judge': llmJudge,
  'claude-code': claudeCode,
  codex,
  'chat-sessions': chatSessions,
  'paper-pool': paperPool,
  reme,
  'reasoning-bank': reasoningBank,
  'agent-kb': agentKb,
  memento,
  'dynamic-cheatsheet': dynamicCheatsheet,
  ace,
  'swe-exp': sweExp,
  memrl,
  'agent-workflow-memory': agentWorkflowMemory,
  table,
} satisfies Record<string, Importer>;

export type ImporterId = keyof typeof importers;

import { Command, CommanderError } from 'commander';
import { isAppError } from '@/lib/core/errors';
import { addAblate } from './commands/ablate';
import { addArchive } from './commands/archive';
import { addClaims } from './commands/claims';
import { addCompare } from './commands/compare';
import { addEmbed } from './commands/embed';
import { addExportPrompts } from './commands/export-prompts';
import { addGains } from './commands/gains';
import { addGenerate } from './commands/generate';
import { addImport } from './commands/import';
import { addJudgeRelevance } from './commands/judge-relevance';
import { addJudges } from './commands/judges';
import { addLedger } from './commands/ledger';
import { addMapping } from './commands/mapping';
import { addMcp } from './commands/mcp';
import { addPlan } from './commands/plan';
import { addReport } from './commands/report';
import { addRetrieve } from './commands/retrieve';
import { addSpace } from './commands/space';
import { addStudies } from './commands/studies';
import { addTransfer } from './commands/transfer';
import { addUndo } from './commands/undo';
import { addUplift } from './commands/uplift';
import { addWatch } from './commands/watch';

const done = 0;
const failed = 1;
const wrongUsage = 2;

function program(): Command {
  const root = new Command('carryover')
    .description('The lab bench for memory transfer in coding agents, from the command line.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', '\nExit codes: 0 done, 1 the work failed, 2 wrong usage.');
  for (const add of [
    addImport,
    addWatch,
    addMapping,
    addUndo,
    addStudies,
    addGains,
    addClaims,
    addLedger,
    addTransfer,
    addUplift,
    addJudges,
    addReport,
    addPlan,
    addArchive,
    addCompare,
    addRetrieve,
    addEmbed,
    addAblate,
    addJudgeRelevance,
    addExportPrompts,
    addSpace,
    addGenerate,
    addMcp,
  ])
    add(root);
  // exitOverride does not reach subcommands that were added by hand.
  for (const command of root.commands) command.exitOverride();
  return root;
}

/**
 * Runs one command.
 *
 * @param argv as in `process.argv`: runtime, script, then the words of the command
 * @returns the exit code
 */
export async function main(argv: string[]): Promise<number> {
  try {
    await program().parseAsync(argv);
    return done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? done : wrongUsage;
    if (isAppError(error)) {
      console.error(`carryover: ${error.message}${error.hint ? `\n  ${error.hint}` : ''}`);
      return error.code === 'invalid-input' ? wrongUsage : failed;
    }
    console.error(error);
    return failed;
  }
}

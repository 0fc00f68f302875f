import { Command, type Help } from 'commander';
import type { Context } from './context.ts';
import { COMMANDS, type CommandEntry } from './jobs.ts';
import { noBreaks } from './domain/typography.ts';
import { wrap } from './ui/text.ts';

/** Options that every command has, with the value they take. */
const GLOBAL_OPTIONS_WITH_VALUE = new Set(['--db']);

export interface CommandLine {
  /** As commander will read it: the morning view stands in for a missing command. */
  argv: string[];
  /** Name of the command typed, or of the morning view; null when only the general help is wanted. */
  name: string | null;
  isJson: boolean;
  databasePath: string | undefined;
}

const MORNING = 'matin';

const valueOf = (argv: string[], option: string): string | undefined => {
  const inline = argv.find((word) => word.startsWith(`${option}=`));
  if (inline !== undefined) return inline.slice(option.length + 1);
  const index = argv.indexOf(option);
  return index === -1 ? undefined : argv[index + 1];
};

/** What must be known of a command line before its command is loaded. */
export const commandLine = (argv: string[]): CommandLine => {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const isJson = words.includes('--json');
  const databasePath = valueOf(words, '--db');
  const name = words.find(
    (word, index) => !word.startsWith('-') && !GLOBAL_OPTIONS_WITH_VALUE.has(words[index - 1] ?? ''),
  );
  // `relance --date 2026-11-23` is the morning view of that day.
  const isMorning = name === undefined || words[words.indexOf(name) - 1] === '--date';
  const wantsRoot = words.some((word) => ['--help', '-h', '--version', '-V'].includes(word));
  if (!isMorning) return { argv, name, isJson, databasePath };
  return wantsRoot
    ? { argv, name: null, isJson, databasePath }
    : { argv: [MORNING, ...argv], name: MORNING, isJson, databasePath };
};

const HELP_TITLES: Record<string, string> = {
  'Usage:': 'Usage :',
  'Arguments:': 'Arguments :',
  'Options:': 'Options :',
  'Commands:': 'Commandes :',
  'Global Options:': 'Options de toutes les commandes :',
};

const HELP: Partial<Help> = {
  styleTitle: (title) => HELP_TITLES[title] ?? title,
  showGlobalOptions: true,
  commandUsage(command) {
    return commandPath(command) + usageOf(command);
  },
  // Commander cuts lines at non-breaking spaces too.
  boxWrap(text, width) {
    return text
      .split('\n')
      .flatMap((line) => wrap(line, width))
      .join('\n');
  },
  subcommandTerm(command) {
    const [alias] = command.aliases();
    return alias ? `${command.name()}, ${alias}` : command.name();
  },
};

const commandPath = (command: Command): string =>
  command.parent ? `${commandPath(command.parent)} ${command.name()}` : command.name();

const usageOf = (command: Command): string => {
  const words = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '…' : '');
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  if (command.commands.length > 0) words.push('<commande>');
  if (command.options.length > 0 || !command.parent) words.push('[options]');
  return words.length > 0 ? ` ${words.join(' ')}` : '';
};

interface Output {
  stdout: (text: string) => void;
  stderr: (text: string) => void;
}

/** Applies to a command, and to those below it, what every command of the program has. */
const dress = (command: Command, ctx: Context, output: Output): Command => {
  command
    .exitOverride()
    .configureHelp({ ...HELP, helpWidth: Math.min(ctx.columns, 100) })
    .configureOutput({
      writeOut: (text) => {
        output.stdout(noBreaks(text));
      },
      writeErr: () => undefined,
      // Or commander would open the process's own streams to ask them: 5 ms.
      getOutHelpWidth: () => ctx.columns,
      getErrHelpWidth: () => ctx.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .helpCommand(false)
    .helpOption('-h, --help', 'affiche cette aide');
  for (const child of command.commands) dress(child, ctx, output);
  return command;
};

/** A fresh command tree for one run: the command typed alone, or else all of them by name (1 ms), for help and suggestions. */
export const buildProgram = async (
  ctx: Context,
  line: CommandLine,
  output: Output,
  isWhole = false,
): Promise<Command> => {
  const program = new Command('relance')
    .description('Faire payer ses factures, sans y passer ses journées.')
    .version(ctx.version, '-V, --version', 'affiche la version')
    .option('--json', 'écrit un document JSON et rien d’autre')
    .option('--db <fichier>', 'base de données à utiliser')
    .addHelpText(
      'after',
      '\nSans commande, « relance » montre la matinée.\n« relance due --help » explique une commande.\n',
    );
  const isTyped = (entry: CommandEntry): boolean => entry.name === line.name || entry.alias === line.name;
  const typed = isWhole ? undefined : COMMANDS.find(isTyped);
  for (const entry of typed ? [typed] : COMMANDS) {
    const command = typed || isWhole ? (await entry.load())(ctx) : new Command(entry.name);
    if (entry.alias) command.alias(entry.alias);
    program.addCommand(command.summary(entry.summary).helpGroup(entry.job));
  }
  return dress(program, ctx, output);
};

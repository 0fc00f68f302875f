import { Command, type Help } from 'commander';
import type { Context } from './context.ts';
import { wrap } from './ui/text.ts';

type CommandFactory = (ctx: Context) => Command;

interface CommandEntry {
  name: string;
  alias?: string;
  summary: string;
  load: () => Promise<CommandFactory>;
}

/** The commands in the order of a working day. Each is loaded when it is typed, and only then. */
export const COMMANDS: CommandEntry[] = [
  {
    name: 'matin',
    summary: 'la matinée\u00a0: ce qui est arrivé, ce qui est à faire',
    load: async () => (await import('./commands/day/matin.ts')).matinCommand,
  },
  {
    name: 'init',
    alias: 'initialiser',
    summary: 'le dossier, la base et votre profil, une fois pour toutes',
    load: async () => (await import('./commands/ledger/profil/init.ts')).initCommand,
  },
  {
    name: 'profil',
    summary: 'qui vous êtes\u00a0: nom, IBAN, conditions, signature',
    load: async () => (await import('./commands/ledger/profil/profil.ts')).profilCommand,
  },
  {
    name: 'client',
    summary: 'vos clients\u00a0: add, list, show, edit, checklist, signal',
    load: async () => (await import('./commands/ledger/client/client.ts')).clientCommand,
  },
  {
    name: 'add',
    alias: 'ajouter',
    summary: 'enregistre une facture',
    load: async () => (await import('./commands/ledger/invoice/add.ts')).addCommand,
  },
  {
    name: 'import',
    alias: 'importer',
    summary: 'des factures depuis un dossier, un CSV ou un FEC',
    load: async () => (await import('./commands/ledger/import/import.ts')).importCommand,
  },
  {
    name: 'list',
    alias: 'liste',
    summary: 'les factures qui restent à payer',
    load: async () => (await import('./commands/day/list.ts')).listCommand,
  },
  {
    name: 'show',
    alias: 'voir',
    summary: 'toute l’histoire d’une facture',
    load: async () => (await import('./commands/day/show.ts')).showCommand,
  },
  {
    name: 'edit',
    alias: 'modifier',
    summary: 'corrige une facture',
    load: async () => (await import('./commands/ledger/invoice/edit.ts')).editCommand,
  },
  {
    name: 'due',
    alias: 'a-faire',
    summary: 'ce qui est à faire aujourd’hui',
    load: async () => (await import('./commands/day/due.ts')).dueCommand,
  },
  {
    name: 'why',
    alias: 'pourquoi',
    summary: 'pourquoi une facture est relancée, ou pas encore',
    load: async () => (await import('./commands/day/why.ts')).whyCommand,
  },
  {
    name: 'preview',
    alias: 'apercu',
    summary: 'le message exact de la prochaine relance',
    load: async () => (await import('./commands/talks/preview.ts')).previewCommand,
  },
  {
    name: 'send',
    alias: 'envoyer',
    summary: 'envoie les relances du jour par e-mail',
    load: async () => (await import('./commands/talks/send.ts')).sendCommand,
  },
  {
    name: 'resolve',
    alias: 'eclaircir',
    summary: 'dit si un message incertain est parti',
    load: async () => (await import('./commands/talks/resolve.ts')).resolveCommand,
  },
  {
    name: 'call',
    alias: 'appeler',
    summary: 'la fiche d’appel, puis ce qu’il en est sorti',
    load: async () => (await import('./commands/talks/call/call.ts')).callCommand,
  },
  {
    name: 'sms',
    summary: 'un texte court à copier dans le téléphone, puis à noter',
    load: async () => (await import('./commands/talks/call/sms.ts')).smsCommand,
  },
  {
    name: 'log',
    alias: 'noter',
    summary: 'note un appel, une lettre, une réponse reçue',
    load: async () => (await import('./commands/talks/log.ts')).logCommand,
  },
  {
    name: 'pay',
    alias: 'payer',
    summary: 'enregistre un règlement reçu',
    load: async () => (await import('./commands/ledger/pay/pay.ts')).payCommand,
  },
  {
    name: 'bank',
    alias: 'banque',
    summary: 'les relevés bancaires\u00a0: qui a payé quoi',
    load: async () => (await import('./commands/ledger/bank/bank.ts')).bankCommand,
  },
  {
    name: 'promise',
    alias: 'promesse',
    summary: 'note une promesse de règlement',
    load: async () => (await import('./commands/talks/promise.ts')).promiseCommand,
  },
  {
    name: 'pause',
    summary: 'suspend les relances jusqu’à une date',
    load: async () => (await import('./commands/talks/pause.ts')).pauseCommand,
  },
  {
    name: 'resume',
    alias: 'reprendre',
    summary: 'reprend les relances suspendues',
    load: async () => (await import('./commands/talks/resume.ts')).resumeCommand,
  },
  {
    name: 'dispute',
    alias: 'litige',
    summary: 'note un litige',
    load: async () => (await import('./commands/talks/dispute.ts')).disputeCommand,
  },
  {
    name: 'skip',
    alias: 'passer',
    summary: 'passe la prochaine étape, avec un motif',
    load: async () => (await import('./commands/talks/skip.ts')).skipCommand,
  },
  {
    name: 'cancel',
    alias: 'annuler',
    summary: 'annule une facture, ou la passe en perte',
    load: async () => (await import('./commands/ledger/invoice/cancel.ts')).cancelCommand,
  },
  {
    name: 'lettre',
    summary: 'une lettre de relance (PDF), simple ou recommandée',
    load: async () => (await import('./commands/letters/lettre.ts')).lettreCommand,
  },
  {
    name: 'mise-en-demeure',
    summary: 'la lettre (PDF) qui met en demeure de payer, et son suivi',
    load: async () => (await import('./commands/letters/mise-en-demeure.ts')).miseEnDemeureCommand,
  },
  {
    name: 'plan',
    summary: 'le protocole d’accord (PDF)\u00a0: dette reconnue, échéancier',
    load: async () => (await import('./commands/letters/plan.ts')).planCommand,
  },
  {
    name: 'decheance',
    summary: 'la lettre (PDF) qui réclame une échéance manquée d’un échéancier',
    load: async () => (await import('./commands/letters/decheance.ts')).decheanceCommand,
  },
  {
    name: 'interets',
    summary: 'les pénalités d’une facture, ligne par ligne',
    load: async () => (await import('./commands/law/interets.ts')).interetsCommand,
  },
  {
    name: 'taux',
    summary: 'les taux de référence\u00a0: list, add, maj',
    load: async () => (await import('./commands/law/taux.ts')).tauxCommand,
  },
  {
    name: 'prescription',
    summary: 'jusqu’à quand une facture peut être réclamée en justice',
    load: async () => (await import('./commands/law/prescription.ts')).prescriptionCommand,
  },
  {
    name: 'procedure',
    summary: 'note la procédure collective d’un client',
    load: async () => (await import('./commands/talks/procedure.ts')).procedureCommand,
  },
  {
    name: 'injonction',
    summary: 'la requête en injonction de payer (PDF), et son suivi',
    load: async () => (await import('./commands/letters/injonction.ts')).injonctionCommand,
  },
  {
    name: 'dossier',
    summary: 'tout d’une créance\u00a0: un PDF numéroté et ses originaux',
    load: async () => (await import('./commands/letters/dossier/dossier.ts')).dossierCommand,
  },
  {
    name: 'declaration',
    summary: 'la déclaration de créance (PDF) au mandataire judiciaire',
    load: async () => (await import('./commands/letters/declaration.ts')).declarationCommand,
  },
  {
    name: 'duplicata',
    summary: 'la lettre qui récupère la TVA d’une facture perdue',
    load: async () => (await import('./commands/letters/duplicata.ts')).duplicataCommand,
  },
  {
    name: 'stats',
    alias: 'statistiques',
    summary: 'qui doit quoi, depuis quand, et ce qui marche',
    load: async () => (await import('./commands/day/stats/stats.ts')).statsCommand,
  },
  {
    name: 'templates',
    alias: 'modeles',
    summary: 'les modèles d’e-mail et de lettre\u00a0: liste, copie, vérification',
    load: async () => (await import('./commands/setup/templates.ts')).templatesCommand,
  },
  {
    name: 'scenario',
    alias: 'scenarios',
    summary: 'les scénarios\u00a0: liste, copie, vérification',
    load: async () => (await import('./commands/setup/scenario.ts')).scenarioCommand,
  },
  {
    name: 'demo',
    summary: 'une matinée jouée dans un dossier jetable',
    load: async () => (await import('./commands/setup/demo.ts')).demoCommand,
  },
];

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
  'Usage:': 'Usage\u00a0:',
  'Arguments:': 'Arguments\u00a0:',
  'Options:': 'Options\u00a0:',
  'Commands:': 'Commandes\u00a0:',
  'Global Options:': 'Options de toutes les commandes\u00a0:',
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
      writeOut: output.stdout,
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
      '\nSans commande, «\u00a0relance\u00a0» montre la matinée.\n«\u00a0relance due --help\u00a0» explique une commande.\n',
    );
  const isTyped = (entry: CommandEntry): boolean => entry.name === line.name || entry.alias === line.name;
  const typed = isWhole ? undefined : COMMANDS.find(isTyped);
  for (const entry of typed ? [typed] : COMMANDS) {
    const command = typed || isWhole ? (await entry.load())(ctx) : new Command(entry.name);
    if (entry.alias) command.alias(entry.alias);
    program.addCommand(command.summary(entry.summary));
  }
  return dress(program, ctx, output);
};

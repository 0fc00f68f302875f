import { fstatSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, type Environment } from './config.ts';
import type { Context } from './context.ts';
import { isOfAnotherFile, openDatabase, translateFileError, type Database } from './db/open.ts';
import { hasRecorded } from './db/recorded.ts';
import { parisDay } from './domain/dates.ts';
import { noBreaks, quoted } from './domain/typography.ts';
import { EXIT, RelanceError, usageError, type ExitCode } from './errors.ts';
import { buildProgram, commandLine } from './program.ts';
import type { PromptStreams } from './ui/prompts.ts';
import { loadStyle } from './ui/style.ts';
import { fold } from './ui/text.ts';
import { translateUsage } from './usage.ts';

/** What a test, or an embedding program, puts in place of the process. */
export interface Overrides {
  env?: Environment;
  now?: Date;
  stdout?: (text: string) => void;
  stderr?: (text: string) => void;
  /** A person is at the terminal. */
  isTerminal?: boolean;
  columns?: number;
  streams?: PromptStreams;
  packageRoot?: string;
  openFile?: (path: string) => void;
  /** What called this command has recorded something. */
  isAfterRecord?: boolean;
}

/** A terminal that does not say its width, or says 0, and what is no terminal. */
const UNKNOWN_COLUMNS = 80;

const WAIT = new Int32Array(new SharedArrayBuffer(4));

/** Writes everything, also to a pipe that is full for a moment; a reader that went away is no error. */
const writeTo =
  (descriptor: 1 | 2) =>
  (text: string): void => {
    const bytes = Buffer.from(text);
    let written = 0;
    while (written < bytes.length) {
      try {
        written += writeSync(descriptor, bytes, written);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code === 'EPIPE') return;
        if (code !== 'EAGAIN') throw error;
        Atomics.wait(WAIT, 0, 0, 5);
      }
    }
  };

/** The module that knows terminals costs 4 ms: it is asked only about what may be one. */
const isTerminalDevice = (descriptor: number): boolean => {
  try {
    if (!fstatSync(descriptor).isCharacterDevice()) return false;
  } catch {
    return false;
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor);
};

/** Started before this returns: the process may end right after. */
const openWithSystem = (path: string): void => {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', path]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', path]
        : ['xdg-open', path];
  process
    .getBuiltinModule('node:child_process')
    .spawn(command, args, { detached: true, stdio: 'ignore' })
    .on('error', () => undefined)
    .unref();
};

const readVersion = (packageRoot: string): string => {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : '';
};

/** From the first question on, Ctrl-C lets the current message end; a second one stops at once. */
const watchInterrupt = (): { isInterrupted: () => boolean; stop: () => void } => {
  let count = 0;
  let isWatching = false;
  const onSignal = (): void => {
    count += 1;
    if (count > 1) process.exit(EXIT.cancelled);
  };
  const isInterrupted = (): boolean => {
    if (!isWatching) process.on('SIGINT', onSignal);
    isWatching = true;
    return count > 0;
  };
  return { isInterrupted, stop: () => process.off('SIGINT', onSignal) };
};

interface ErrorReport {
  exitCode: ExitCode;
  code: string;
  message: string;
  hint: string | null;
  /** Set for a defect of ours. */
  stack?: string | undefined;
}

/** One sentence for every option that names a file: no name that long can exist. */
const translatePathError = (error: unknown): RelanceError | null => {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENAMETOOLONG')) return null;
  const path = 'path' in error ? ` ${quoted(String(error.path))}` : '';
  return usageError(
    `Le chemin${path} est trop long`,
    'choisissez un nom ou un dossier plus court',
    'path-too-long',
  );
};

const FILE_CODES: ReadonlySet<unknown> = new Set([
  ...['ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'EACCES', 'EPERM', 'EROFS'],
]);

/** A file that the system refuses, other than the base: it is named, and the base is not accused. */
const translateOtherFile = (
  error: unknown,
  databasePath: string,
  packageRoot: string,
): RelanceError | null => {
  if (!isOfAnotherFile(error, databasePath)) return null;
  const { code, path } = error as NodeJS.ErrnoException & { path: string };
  if (!FILE_CODES.has(code)) return null;
  return path.startsWith(packageRoot)
    ? new RelanceError(`Il manque un fichier du programme : ${path}`, {
        code: 'broken-installation',
        hint: 'réinstallez relance',
      })
    : new RelanceError(`Le fichier ${path} ne peut être ni lu ni écrit`, {
        code: 'cannot-open-file',
        hint: 'vérifiez ce chemin et ses droits, puis recommencez',
      });
};

/** The system itself passes none: it comes from a program that calls this one. */
const refuseNul = (argv: string[]): void => {
  if (argv.some((word) => word.includes('\0')))
    throw usageError(
      'La ligne de commande contient un caractère nul',
      'retapez-la à la main',
      'nul-character',
    );
};

/** A person stopped, or said no: what was recorded before the question stays, and is not denied. */
const cancelledReport = (db: Database | null, isAfterRecord: boolean): ErrorReport => ({
  exitCode: EXIT.cancelled,
  code: 'cancelled',
  message:
    isAfterRecord || (db !== null && hasRecorded(db))
      ? 'Arrêté là : ce qui précède est enregistré'
      : 'Abandonné : rien n’a été enregistré',
  hint: null,
});

const isCancelled = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'ExitPromptError' || (error instanceof RelanceError && error.code === 'cancelled'));

const reportOf = (error: unknown, databasePath: string, packageRoot: string): ErrorReport => {
  const known =
    error instanceof RelanceError
      ? error
      : (translateUsage(error) ??
        translatePathError(error) ??
        translateOtherFile(error, databasePath, packageRoot) ??
        translateFileError(error, databasePath));
  if (known) return { exitCode: known.exitCode, code: known.code, message: known.message, hint: known.hint };
  return {
    exitCode: EXIT.refused,
    code: 'defect',
    message: `Défaut de relance : ${error instanceof Error ? error.message : String(error)}`,
    hint: 'signalez-le avec les lignes ci-dessous',
    stack: error instanceof Error ? error.stack : undefined,
  };
};

/** Runs one command line. Never throws: the one place where an error becomes text and an exit code. */
export const run = async (argv: string[], overrides: Overrides = {}): Promise<ExitCode> => {
  const stdout = overrides.stdout ?? writeTo(1);
  const stderr = overrides.stderr ?? writeTo(2);
  const line = commandLine(argv);
  const isScreen = overrides.isTerminal ?? isTerminalDevice(1);
  const columns = overrides.columns ?? ((isScreen ? process.stdout.columns : 0) || UNKNOWN_COLUMNS);
  const folded = (text: string, isFolded: boolean): string =>
    isFolded ? fold(noBreaks(text), columns) : noBreaks(text);
  const complain = (text: string): void => {
    stderr(`${folded(text, overrides.isTerminal ?? isTerminalDevice(2))}\n`);
  };
  const isTerminal = overrides.isTerminal ?? (isScreen && isTerminalDevice(0));
  const now = overrides.now ?? new Date();
  const packageRoot = overrides.packageRoot ?? join(import.meta.dirname, '..');
  let exitCode: ExitCode = EXIT.ok;
  let database: Database | null = null;
  let databasePath = '';
  let mayCreate = false;
  const later = new Map<unknown, () => Promise<void>>();
  const interrupt = watchInterrupt();
  try {
    refuseNul(argv);
    const config = readConfig(overrides.env ?? process.env, process.platform, line.databasePath);
    databasePath = config.databasePath;
    const ctx: Context = {
      config,
      now,
      today: parisDay(now),
      db: () =>
        (database ??= openDatabase(databasePath, {
          migrations: join(packageRoot, 'migrations'),
          now,
          mayCreate,
        })),
      allowNewDatabase: () => {
        mayCreate = true;
      },
      packageRoot,
      version: readVersion(packageRoot),
      isJson: line.isJson,
      isInteractive: isTerminal && !line.isJson,
      columns,
      style: await loadStyle(config.hasColor && isScreen && !line.isJson),
      print: (text = '') => {
        if (!line.isJson) stdout(`${folded(text, isScreen)}\n`);
      },
      printAsIs: (text) => {
        if (!line.isJson) stdout(`${text}\n`);
      },
      printJson: (value) => {
        stdout(`${JSON.stringify(value)}\n`);
      },
      show: (json, text) => {
        if (line.isJson) ctx.printJson(json);
        else ctx.print([text()].flat().join('\n'));
      },
      warn: complain,
      progress: (text) => {
        if (isTerminal && !line.isJson) stderr(`\r\u001b[K${noBreaks(text)}`);
      },
      prompts: async () => (await import('./ui/prompts.ts')).createPrompts(overrides.streams),
      isInterrupted: interrupt.isInterrupted,
      openFile: overrides.openFile ?? openWithSystem,
      setExitCode: (code) => {
        exitCode = code;
      },
      afterwards: (work) => {
        later.set(work, () => work(ctx));
      },
      runCommand: async (words, { env, now: day, isQuiet = false, mayAsk = false } = {}) => {
        let said = '';
        const hear = (text: string): void => {
          said += text;
        };
        const code = await run(words, {
          ...overrides,
          ...(env && { env }),
          now: day ?? now,
          isTerminal: mayAsk && isTerminal,
          isAfterRecord: database !== null && hasRecorded(database),
          ...(isQuiet && { stdout: () => undefined, stderr: hear }),
        });
        if (code !== EXIT.ok) stderr(said);
        return code;
      },
    };
    for (const ignored of config.ignored) ctx.warn(`Attention : ${ignored}`);
    const program = await buildProgram(ctx, line, { stdout, stderr });
    await program.parseAsync(line.argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    const report = isCancelled(error)
      ? cancelledReport(database, overrides.isAfterRecord === true)
      : reportOf(error, databasePath, packageRoot);
    if (report.code === 'help') return EXIT.ok;
    if (line.isJson)
      stdout(
        `${JSON.stringify({ error: { code: report.code, message: report.message, hint: report.hint } })}\n`,
      );
    else complain(`${report.message}${report.hint ? `\n→ ${report.hint}` : ''}`);
    if (report.stack) stderr(`${report.stack}\n`);
    return report.exitCode;
  } finally {
    for (const work of later.values()) await work();
    interrupt.stop();
    (database as Database | null)?.close();
  }
};

import type { Config, Environment } from './config.ts';
import type { Database } from './db/open.ts';
import type { LocalDate } from './domain/dates.ts';
import type { ExitCode } from './errors.ts';
import type { Prompts } from './ui/prompts.ts';
import type { Style } from './ui/style.ts';

export interface CommandSetting {
  env?: Environment;
  now?: Date;
  /** Says nothing, unless it fails. */
  isQuiet?: boolean;
  /** May ask the person who is at the terminal. */
  mayAsk?: boolean;
}

/** All that a command may touch of the world. */
export interface Context {
  config: Config;
  /** Read once per run. */
  now: Date;
  today: LocalDate;
  /** Opens the database on first use; refuses when there is none, unless `allowNewDatabase` was called. */
  db: () => Database;
  /** Said by the commands with which a person begins: from here on, `db` makes the database when there is none. */
  allowNewDatabase: () => void;
  /** Folder of the package: templates, migrations. */
  packageRoot: string;
  version: string;
  isJson: boolean;
  /** A person can be asked: there is a terminal on both sides and no `--json`. */
  isInteractive: boolean;
  columns: number;
  style: Style;
  /** One paragraph of the result, on stdout; nothing under `--json`. A screen folds it between words, a file or a pipe gets it whole. */
  print: (text?: string) => void;
  /** What is copied as it is: a path, a page, a template. */
  printAsIs: (text: string) => void;
  /** The one JSON document of a run under `--json`. */
  printJson: (value: unknown) => void;
  /** The result: its document under `--json`, else its text, made only then. */
  show: (json: object, text: () => string | readonly string[]) => void;
  /** What accompanies the result, on stderr. */
  warn: (text: string) => void;
  /** Rewrites one line of stderr while a long work goes on; nothing without a terminal. */
  progress: (text: string) => void;
  prompts: () => Promise<Prompts>;
  /** Set by Ctrl-C during a work that ends its current item first. */
  isInterrupted: () => boolean;
  /** Starts another program to show a file (`--open`). */
  openFile: (path: string) => void;
  setExitCode: (code: ExitCode) => void;
  /** Done once all has been said, whatever came of the command; the same work once. It throws nothing. */
  afterwards: (work: (ctx: Context) => Promise<void>) => void;
  /** Runs another command line as a person would type it, in this home and on this day unless others are named. */
  runCommand: (argv: string[], setting?: CommandSetting) => Promise<ExitCode>;
}

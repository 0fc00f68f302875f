import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import { connect, type Database } from '../../src/db/engine.ts';
import { openDatabase } from '../../src/db/open.ts';
import { run, type Overrides } from '../../src/main.ts';

const ROOT = join(import.meta.dirname, '..', '..');

export interface Result {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Splits a command line as a shell would: spaces, "…" and '…'. */
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');

/** Commands with which a person begins: they make the base. */
const CREATORS: ReadonlySet<string> = new Set(['init', 'add', 'client', 'import']);

let empty: Buffer | null = null;

/** A base as the migrations make it, made once for all the homes of this process. */
const emptyBase = (): Buffer => {
  if (empty !== null) return empty;
  const folder = mkdtempSync(join(tmpdir(), 'relance-empty-'));
  const path = join(folder, 'relance.db');
  openDatabase(path, {
    migrations: join(ROOT, 'migrations'),
    now: new Date('2026-01-02T11:00:00Z'),
    mayCreate: true,
  }).close();
  empty = readFileSync(path);
  rmSync(folder, { recursive: true });
  return empty;
};

/** What the bases hold after the first lines of a life, by those lines and their days. */
const beginnings = new Map<string, Buffer>();

/** Changes with each writing of the file, and when another takes its name. */
const stampOf = (path: string): string => {
  const { ino, size, mtimeNs } = statSync(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
};

/**
 * Looks at a base, and writes to it, beside the program. SQLite reads the whole schema at each opening, longer than what a
 * test asks: a connection serves as long as nobody else touches the file.
 */
class Beside {
  readonly #open = new Map<'reader' | 'writer', Database>();
  #stamp = '';

  constructor(readonly path: string) {}

  use<T>(as: 'reader' | 'writer', work: (db: Database) => T): T {
    if (this.#open.size > 0 && stampOf(this.path) !== this.#stamp) this.close();
    const db = this.#open.get(as) ?? connect(this.path, { readonly: as === 'reader' });
    this.#open.set(as, db);
    try {
      return work(db);
    } finally {
      this.#stamp = stampOf(this.path);
    }
  }

  close(): void {
    for (const db of this.#open.values()) db.close();
    this.#open.clear();
  }
}

/** A fresh home in which one freelancer works, with a clock that the test moves. */
export class World {
  /** Width of the screen. */
  columns = 80;
  readonly home = mkdtempSync(join(tmpdir(), 'relance-test-'));
  /** Noon in Paris or so. */
  today: string;
  env: Record<string, string> = {};
  #isBare = false;
  #hasRun = false;
  /** The lines that it began with, as long as nothing else was done. */
  #past: string | null = '';
  readonly #beside: Beside;

  constructor(today: string) {
    this.today = today;
    this.#beside = new Beside(this.databasePath);
    onTestFinished(() => {
      this.#beside.close();
      rmSync(this.home, { recursive: true, force: true });
    });
  }

  /** A home without a base: the program makes its own. */
  static bare(today: string): World {
    const world = new World(today);
    world.#isBare = true;
    return world;
  }

  get databasePath(): string {
    return join(this.home, 'relance.db');
  }

  /** Makes the base, with nothing in it yet. */
  createBase(): void {
    this.#write(emptyBase());
  }

  #write(base: Buffer): void {
    writeFileSync(this.databasePath, base, { mode: 0o600 });
  }

  /**
   * Lives the first lines of a home, which touch nothing but its base. Homes that begin with the same lines live them once: the
   * next ones have a copy of that base.
   */
  async begin(...lines: string[]): Promise<void> {
    for (const line of lines)
      await this.beginBy(JSON.stringify([this.today, this.env, line]), async () => {
        await this.ok(line);
      });
  }

  /** As `begin`, for a beginning that asks for more than lines: its name is that of no other. */
  async beginBy(name: string, live: () => Promise<void>): Promise<void> {
    if (this.#past === null) throw new Error(`this home has begun: ${name}`);
    const beginning = `${this.#past}\n${name}`;
    const known = beginnings.get(beginning);
    if (known) this.#write(known);
    else {
      await live();
      beginnings.set(beginning, readFileSync(this.databasePath));
    }
    this.#hasRun = true;
    this.#past = beginning;
  }

  /** Most tests are about a home that lives: the base that a first command would make is copied from one made so. */
  #expectBase(line: string[]): void {
    if (this.#isBare || this.#hasRun || !CREATORS.has(line[0] ?? '')) return;
    if (Object.keys(this.env).some((name) => name === 'RELANCE_DB' || name === 'RELANCE_HOME')) return;
    if (line.some((word) => word === '--db' || word === '--help')) return;
    if (!existsSync(this.databasePath)) this.createBase();
  }

  /** Runs one command line in this process, without a terminal. */
  async relance(line: string | string[], overrides: Partial<Overrides> = {}): Promise<Result> {
    let stdout = '';
    let stderr = '';
    const typed = Array.isArray(line) ? line : words(line);
    if (overrides.env === undefined) this.#expectBase(typed);
    this.#hasRun = true;
    this.#past = null;
    const exitCode = await run(typed, {
      env: { RELANCE_HOME: this.home, NO_COLOR: '1', ...this.env },
      now: new Date(`${this.today}T11:00:00Z`),
      stdout: (text) => {
        stdout += text;
      },
      stderr: (text) => {
        stderr += text;
      },
      isTerminal: false,
      columns: this.columns,
      packageRoot: ROOT,
      ...overrides,
    });
    return { exitCode, stdout, stderr };
  }

  /** Like `relance`, but a refusal fails the test with what was said. */
  async ok(line: string | string[]): Promise<string> {
    const result = await this.relance(line);
    if (result.exitCode !== 0)
      throw new Error(`relance ${String(line)} → ${result.exitCode}\n${result.stdout}${result.stderr}`);
    return result.stdout;
  }

  async json<T = Record<string, unknown>>(line: string | string[]): Promise<T> {
    const list = Array.isArray(line) ? line : words(line);
    const result = await this.relance([...list, '--json']);
    return JSON.parse(result.stdout) as T;
  }

  /**
   * Runs a command with a person at the terminal: each answer is typed when the screen shows its question.
   * `\r` is the Enter key; a function is called at that moment, for what happens meanwhile.
   */
  async atTerminal(
    line: string | string[],
    answers: [question: string | RegExp, keys: string | (() => string)][],
  ): Promise<Result & { screen: string }> {
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
    const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 40 });
    // Each question ends its output: a terminal stays.
    output.end = () => output;
    let screen = '';
    let seen = 0;
    const pending = [...answers];
    const type = (): void => {
      const next = pending[0];
      if (!next) return;
      const fresh = screen.slice(seen);
      const isShown = typeof next[0] === 'string' ? fresh.includes(next[0]) : next[0].test(fresh);
      if (!isShown) return;
      pending.shift();
      seen = screen.length;
      setTimeout(() => input.write(typeof next[1] === 'string' ? next[1] : next[1]()), 5);
    };
    output.on('data', (chunk: Buffer) => {
      // eslint-disable-next-line no-control-regex
      screen += chunk.toString().replaceAll(/\u001B\[[0-9;?]*[A-Za-z]/g, '');
      type();
    });
    const result = await this.relance(line, { isTerminal: true, streams: { input, output } });
    if (pending.length > 0)
      throw new Error(`never asked: ${String(pending[0]?.[0])}\n${screen}\n${result.stdout}${result.stderr}`);
    return { ...result, screen };
  }

  /** The database as it lies on the disk. */
  rows<T = Record<string, unknown>>(sql: string, ...values: unknown[]): T[] {
    return this.#beside.use('reader', (db) => db.prepare<unknown[], T>(sql).all(...values));
  }

  /** Writes to the database from outside, as another program would; returns the row id of the last insertion. */
  execute(sql: string, ...values: unknown[]): number {
    this.#past = null;
    return this.#beside.use('writer', (db) => Number(db.prepare(sql).run(...values).lastInsertRowid));
  }
}

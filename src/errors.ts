/** Exit codes of the program, part of its published contract. */
export const EXIT = { ok: 0, refused: 1, usage: 2, partial: 3, cancelled: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

interface ErrorDetails {
  /** What to type or do next. */
  hint?: string | undefined;
  /** Lower-case ASCII, published in `--json`. */
  code?: string;
  exitCode?: ExitCode;
}

/** A refusal that the user can understand and mend: one French sentence, then what to type. */
export class RelanceError extends Error {
  override readonly name = 'RelanceError';
  readonly hint: string | null;
  readonly code: string;
  readonly exitCode: ExitCode;

  constructor(message: string, { hint, code = 'refused', exitCode = EXIT.refused }: ErrorDetails = {}) {
    super(message);
    this.hint = hint ?? null;
    this.code = code;
    this.exitCode = exitCode;
  }
}

/** A command line that is wrong in itself, whatever the database holds (exit code 2). */
export const usageError = (message: string, hint?: string, code = 'usage'): RelanceError =>
  new RelanceError(message, { hint, code, exitCode: EXIT.usage });

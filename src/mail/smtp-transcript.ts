interface LogEntry {
  tnx?: unknown;
  sid?: unknown;
}

const verbOf = (command: string): string => /^\S+/.exec(command)?.[0].toUpperCase() ?? '';

const authMethodsIn = (reply: string): string[] | null => {
  const lines = [...reply.matchAll(/^250[- ]AUTH[ =](.*)$/gim)];
  if (lines.length === 0) return null;
  return lines.flatMap(([, methods = '']) => methods.trim().toUpperCase().split(/\s+/));
};

/**
 * Follows the SMTP dialogue through nodemailer's transaction log, whose errors do not say how far the message got.
 * Each command is paired with its reply, in order: with PIPELINING several leave before the first answer, and some
 * servers answer DATA with 250. Passwords never come here: nodemailer masks them, and only verbs and replies to RCPT
 * are kept.
 */
export class SmtpTranscript {
  #connection: unknown = null;
  #awaiting: string[] = [];
  #replies = new Map<string, string>();
  #isBodyAsked = false;
  #isSenderRefused = false;
  #authMethods: readonly string[] | null = null;

  /** The `logger` to give to nodemailer. */
  readonly logger = { debug: (entry: LogEntry, message: unknown) => this.#note(entry, String(message)) };

  /** Forgets the former message, not the connection. */
  begin(): void {
    this.#replies = new Map();
    this.#isBodyAsked = false;
    this.#isSenderRefused = false;
  }

  /** The server asked for the text for at least one recipient: from here on only its reply tells. */
  get mayHaveLeft(): boolean {
    return this.#isBodyAsked && [...this.#replies.values()].some((reply) => reply.startsWith('2'));
  }

  get isSenderRefused(): boolean {
    return this.#isSenderRefused;
  }

  /** How one may log in (`PLAIN`, `LOGIN`, `XOAUTH2`…), as the last EHLO was answered; null: not at all. */
  get authMethods(): readonly string[] | null {
    return this.#authMethods;
  }

  /** The reply to RCPT TO, or null if there was none. */
  recipientReply(address: string): string | null {
    return this.#replies.get(address.toLowerCase()) ?? null;
  }

  #note(entry: LogEntry, message: string): void {
    if (entry.tnx !== 'client' && entry.tnx !== 'server') return;
    if (entry.sid !== this.#connection) {
      this.#connection = entry.sid;
      this.#awaiting = [];
      this.#authMethods = null;
    }
    if (entry.tnx === 'client') this.#awaiting.push(message);
    else this.#answer(this.#awaiting.shift() ?? '', message);
  }

  #answer(command: string, reply: string): void {
    switch (verbOf(command)) {
      case 'EHLO':
        this.#authMethods = authMethodsIn(reply);
        break;
      case 'MAIL':
        this.#isSenderRefused = !reply.startsWith('2');
        break;
      case 'RCPT': {
        const address = /<(.*)>/.exec(command)?.[1] ?? '';
        this.#replies.set(address.toLowerCase(), reply);
        break;
      }
      case 'DATA':
        this.#isBodyAsked = /^[23]\d\d/.test(reply);
        break;
      default:
    }
  }
}

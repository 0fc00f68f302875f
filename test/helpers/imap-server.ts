import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { ImapSession } from './imap-session.ts';

export interface ImapMail {
  uid: number;
  raw: Buffer;
  receivedAt: Date;
  flags: string[];
  /** Its headers are given, and nothing of the rest. */
  isWithheld?: boolean;
}

export interface ImapFolder {
  mails: ImapMail[];
  uidValidity: number;
  /** Never goes back, even when mails go. */
  nextUid: number;
}

/** Where a fault strikes; `appended` is APPEND with the mail kept. */
export type ImapPhase =
  | 'greeting'
  | 'capability'
  | 'starttls'
  | 'login'
  | 'namespace'
  | 'list'
  | 'examine'
  | 'search'
  | 'fetch'
  | 'append'
  | 'appended'
  | 'logout';

export interface ImapFault {
  at: ImapPhase;
  /**
   * `cut` closes, `reset` breaks off, `hang` says nothing more, `trickle` says untagged lines for ever; anything else is the
   * reply, `NO …` or `BAD …`; `BYE …` closes after it.
   */
  do: 'cut' | 'reset' | 'hang' | 'trickle' | (string & {});
  /** With `fetch`: mails of that command that are given first, and half of the next one unless a reply follows. */
  after?: number;
  /** Times it is let through first. */
  skip?: number;
  /** How often it strikes; for ever by default. */
  times?: number;
}

export interface ImapServerOptions {
  user?: string;
  password?: string;
  /** Access tokens that are good, as long as they are here; a password is then refused. */
  tokens?: Set<string>;
  /** `INBOX`, empty, by default. */
  folders?: Record<string, ImapMail[]>;
  faults?: ImapFault[];
  /** `starttls` and `implicit` show a self-signed certificate. */
  tls?: 'none' | 'starttls' | 'implicit';
  /** Offers no AUTHENTICATE, but LOGIN. */
  isLoginOnly?: boolean;
  /** What is not said of a folder that is opened. */
  unsaid?: 'UIDNEXT' | 'UIDVALIDITY';
  /** Capabilities beside those that it has: `X-GM-EXT-1` is Gmail's. */
  announces?: string[];
  /** Tells, unasked, of other mails in the middle of a FETCH. */
  isChatty?: boolean;
}

const SPECIAL_USES: Readonly<Record<string, string>> = { Sent: '\\Sent', Drafts: '\\Drafts' };

/** A real IMAP server on 127.0.0.1. Its folders, its faults and its options may be changed between connections. */
export class ImapServer {
  readonly host = '127.0.0.1';
  readonly folders = new Map<string, ImapFolder>();
  /** `EXAMINE INBOX`: in order, over all connections, without tags, literals and secrets. */
  readonly commands: string[] = [];
  connections = 0;
  faults: ImapFault[];
  /** Told of each command before any reply. */
  onCommand: (command: string) => void = () => undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(readonly options: ImapServerOptions) {
    this.faults = options.faults ?? [];
    for (const [name, mails] of Object.entries(options.folders ?? { INBOX: [] }))
      this.folders.set(name, { mails, uidValidity: 1, nextUid: (mails.at(-1)?.uid ?? 0) + 1 });
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(options: ImapServerOptions = {}): Promise<ImapServer> {
    const server = new ImapServer(options);
    await once(server.#server.listen(0, server.host), 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that are open now. */
  get connected(): number {
    return this.#sockets.size;
  }

  folder(name: string): ImapFolder {
    const folder = this.folders.get(name);
    if (folder === undefined) throw new Error(`No folder ${name}`);
    return folder;
  }

  /** A folder, made if need be. */
  make(name: string): ImapFolder {
    const folder = this.folders.get(name) ?? { mails: [], uidValidity: 1, nextUid: 1 };
    this.folders.set(name, folder);
    return folder;
  }

  /** Puts a mail into a folder, made if need be, and gives its number. */
  add(name: string, raw: Buffer | string, receivedAt: Date, flags: string[] = []): number {
    const folder = this.make(name);
    const uid = folder.nextUid;
    folder.nextUid += 1;
    folder.mails.push({ uid, raw: Buffer.from(raw), receivedAt, flags });
    return uid;
  }

  specialUse(name: string): string {
    return SPECIAL_USES[name] ?? '';
  }

  /** Cuts all that are connected now. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): Promise<void> {
    this.cut();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  /** The fault to apply now, counted. */
  take(phase: ImapPhase): ImapFault | null {
    const fault = this.faults.find(({ at, times = Infinity }) => at === phase && times > 0);
    if (fault?.skip) {
      fault.skip -= 1;
      return null;
    }
    if (fault?.times !== undefined) fault.times -= 1;
    return fault ?? null;
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    void new ImapSession(socket, this).run();
  }
}

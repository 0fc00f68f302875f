import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { ReceivedMessage } from './smtp-sink.ts';

/** Where a fault strikes; `end` is the final dot, `accepted` the same with the message kept. */
export type Phase =
  'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body' | 'end' | 'accepted' | 'rset';

export interface Fault {
  at: Phase;
  /**
   * `cut` closes, `reset` breaks off, `hang` says nothing more, `trickle` begins a reply that never ends; anything else is the
   * reply, `421 …` closing after it.
   */
  do: 'cut' | 'reset' | 'hang' | 'trickle' | (string & {});
  /** Messages accepted before it strikes. */
  after?: number;
  /** Times it is let through first: `verify` takes the first connection. */
  skip?: number;
  /** How often it strikes; for ever by default. */
  times?: number;
  /** With `rcpt`: this address only. */
  recipient?: string;
}

export interface FaultyOptions {
  faults?: Fault[];
  hasPipelining?: boolean;
  offersAuth?: boolean;
}

const VERBS: Readonly<Record<string, Phase>> = {
  EHLO: 'ehlo',
  AUTH: 'auth',
  MAIL: 'mail',
  RCPT: 'rcpt',
  DATA: 'data',
  RSET: 'rset',
};

const END = '\r\n.\r\n';

/** A bare SMTP server on 127.0.0.1, for what a well-behaved one never does. Its faults may be changed between messages. */
export class FaultySmtpServer {
  readonly host = '127.0.0.1';
  readonly received: ReceivedMessage[] = [];
  /** Command lines, in order, over all connections. */
  readonly commands: string[] = [];
  connections = 0;
  faults: Fault[];
  /** Told of each phase when it is reached, before any reply. */
  onPhase: (phase: Phase) => void = () => undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #options: FaultyOptions;

  private constructor(options: FaultyOptions) {
    this.#options = options;
    this.faults = options.faults ?? [];
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(options: FaultyOptions = {}): Promise<FaultySmtpServer> {
    const server = new FaultySmtpServer(options);
    await once(server.#server.listen(0, server.host), 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    socket.setNoDelay(true);
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    new Session(socket, this, this.#options).start();
  }

  /** The fault to apply now, counted. */
  take(phase: Phase, recipient?: string): Fault | null {
    this.onPhase(phase);
    const fault = this.faults.find(
      ({ at, after = 0, times = Infinity, recipient: only }) =>
        at === phase &&
        this.received.length >= after &&
        times > 0 &&
        (only === undefined || only === recipient),
    );
    if (fault?.skip) {
      fault.skip -= 1;
      return null;
    }
    if (fault?.times !== undefined) fault.times -= 1;
    return fault ?? null;
  }
}

class Session {
  readonly #socket: Socket;
  readonly #server: FaultySmtpServer;
  readonly #options: FaultyOptions;
  #pending = '';
  #isInBody = false;
  #isStopped = false;
  #from = '';
  #to: string[] = [];

  constructor(socket: Socket, server: FaultySmtpServer, options: FaultyOptions) {
    this.#socket = socket;
    this.#server = server;
    this.#options = options;
  }

  start(): void {
    this.#socket.on('data', (chunk) => {
      this.#pending += chunk.toString('latin1');
      this.#read();
    });
    if (!this.#strikes('greeting')) this.#reply('220 faulty ESMTP');
  }

  #reply(line: string): void {
    if (!this.#isStopped) this.#socket.write(`${line}\r\n`);
  }

  #strikes(phase: Phase, recipient?: string): boolean {
    const fault = this.#server.take(phase, recipient);
    if (fault === null) return false;
    if (fault.do === 'cut') this.#socket.end();
    else if (fault.do === 'reset') this.#socket.resetAndDestroy();
    else if (fault.do === 'trickle') this.#trickle();
    else if (fault.do !== 'hang') this.#reply(fault.do);
    if (fault.do.startsWith('421')) this.#socket.end();
    this.#isStopped = ['cut', 'reset', 'hang', 'trickle'].includes(fault.do) || fault.do.startsWith('421');
    return true;
  }

  /** A line of a reply now and then: no silence is ever long. */
  #trickle(): void {
    const timer = setInterval(() => this.#socket.write('250-Patience\r\n'), 40);
    this.#socket.on('close', () => clearInterval(timer));
  }

  #read(): void {
    while (!this.#isStopped) {
      if (this.#isInBody) {
        if (!this.#readBody()) return;
      } else {
        const end = this.#pending.indexOf('\r\n');
        if (end < 0) return;
        const line = this.#pending.slice(0, end);
        this.#pending = this.#pending.slice(end + 2);
        this.#command(line);
      }
    }
  }

  #readBody(): boolean {
    if (this.#pending === '' || this.#strikes('body')) return false;
    const end = this.#pending.indexOf(END);
    if (end < 0) return false;
    const raw = Buffer.from(this.#pending.slice(0, end + 2).replaceAll('\r\n..', '\r\n.'), 'latin1');
    this.#pending = this.#pending.slice(end + END.length);
    this.#isInBody = false;
    if (this.#strikes('end')) return true;
    const struck = this.#server.take('accepted');
    this.#server.received.push({ from: this.#from, to: this.#to, raw, isSecure: false, user: null });
    if (struck === null) this.#reply('250 2.0.0 Ok: queued');
    else {
      this.#isStopped = true;
      if (struck.do === 'reset') this.#socket.resetAndDestroy();
      else if (struck.do === 'trickle') this.#trickle();
      else if (struck.do !== 'hang') this.#socket.end();
    }
    return true;
  }

  #command(line: string): void {
    this.#server.commands.push(line);
    const verb = (/^[A-Za-z]+/.exec(line)?.[0] ?? '').toUpperCase();
    const address = /<(.*)>/.exec(line)?.[1] ?? '';
    const phase = VERBS[verb];
    if (phase !== undefined && this.#strikes(phase, address)) return;
    switch (verb) {
      case 'EHLO':
        return this.#reply(this.#capabilities());
      case 'AUTH':
        return this.#reply('235 2.7.0 Accepted');
      case 'MAIL':
        this.#from = address;
        this.#to = [];
        return this.#reply('250 2.1.0 Ok');
      case 'RCPT':
        this.#to.push(address);
        return this.#reply('250 2.1.5 Ok');
      case 'DATA':
        if (this.#to.length === 0) return this.#reply('554 5.5.1 No valid recipients');
        this.#isInBody = true;
        return this.#reply('354 Go on');
      case 'STARTTLS':
        return this.#reply('502 5.5.1 Not here');
      case 'QUIT':
        this.#reply('221 2.0.0 Bye');
        this.#socket.end();
        return;
      default:
        return this.#reply('250 2.0.0 Ok');
    }
  }

  #capabilities(): string {
    const { hasPipelining = false, offersAuth = false } = this.#options;
    return [
      '250-faulty',
      ...(hasPipelining ? ['250-PIPELINING'] : []),
      ...(offersAuth ? ['250-AUTH PLAIN LOGIN'] : []),
      '250 ENHANCEDSTATUSCODES',
    ].join('\r\n');
  }
}

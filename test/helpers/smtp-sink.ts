import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerAddress, SMTPServerEnvelope, SMTPServerOptions } from 'smtp-server';
import { selfSigned } from './self-signed-certificate.ts';

export interface ReceivedMessage {
  from: string;
  to: string[];
  raw: Buffer;
  isSecure: boolean;
  user: string | null;
  /** ENVID, then NOTIFY of the first recipient (RFC 3461). */
  wanted?: (string | string[] | null | undefined)[];
}

export interface Refusal {
  code: number;
  text: string;
}

export interface SinkOptions {
  /** `starttls` and `implicit` show a self-signed certificate. */
  tls?: 'none' | 'starttls' | 'implicit';
  /** Asked of every client; without it, AUTH is not offered. */
  auth?: { user: string; password: string };
  /** Access tokens that are good, each for one login; a password is then refused. */
  tokens?: Set<string>;
  refuseSender?: (address: string) => Refusal | null;
  refuseRecipient?: (address: string) => Refusal | null;
  refuseMessage?: (raw: Buffer) => Refusal | null;
}

const asError = (refusal: Refusal | null): Error | null =>
  refusal === null ? null : Object.assign(new Error(refusal.text), { responseCode: refusal.code });

const addressOf = (address: SMTPServerAddress | false): string => (address === false ? '' : address.address);

const envelopeOf = (envelope: SMTPServerEnvelope) => ({
  from: addressOf(envelope.mailFrom),
  to: envelope.rcptTo.map(addressOf),
});

type Connection = SMTPServer['connections'] extends Set<infer T> ? T : never;

/** smtp-server waits 100 ms before it greets, for clients that speak first; a sending connects twice, and would wait for nothing else. */
class GreetedAtOnce extends Set<Connection> {
  override add(connection: Connection): this {
    const greet = connection.connectionReady.bind(connection);
    let isGreeted = false;
    // Whichever comes first, this or the timer: on a machine that has others to serve, 100 ms pass at once.
    connection.connectionReady = () => {
      if (!isGreeted) greet();
      isGreeted = true;
    };
    setImmediate(() => connection.connectionReady());
    return super.add(connection);
  }
}

/** A real SMTP server on 127.0.0.1 that keeps what it accepts. Its options may be changed between messages. */
export class SmtpSink {
  readonly host = '127.0.0.1';
  readonly received: ReceivedMessage[] = [];
  readonly #server: SMTPServer;

  private constructor(readonly options: SinkOptions) {
    this.#server = new SMTPServer(this.#serverOptions());
    this.#server.connections = new GreetedAtOnce();
    // A client that hangs up on our certificate is part of the tests.
    this.#server.on('error', () => undefined);
  }

  static async start(options: SinkOptions = {}): Promise<SmtpSink> {
    const sink = new SmtpSink(options);
    await once(sink.#server.listen(0, sink.host), 'listening');
    return sink;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  #serverOptions(): SMTPServerOptions {
    const { tls = 'none', auth, tokens } = this.options;
    const hasAuth = auth !== undefined || tokens !== undefined;
    const disabled = [...(hasAuth ? [] : ['AUTH']), ...(tls === 'starttls' ? [] : ['STARTTLS'])];
    return {
      ...selfSigned,
      secure: tls === 'implicit',
      authOptional: !hasAuth,
      ...(tokens !== undefined && { authMethods: ['XOAUTH2'] }),
      allowInsecureAuth: tls === 'none',
      disabledCommands: disabled,
      disableReverseLookup: true,
      hideDSN: false,
      closeTimeout: 100,
      onAuth: (given, _session, done) => {
        if (tokens !== undefined) {
          if (tokens.delete(given.accessToken ?? '')) done(null, { user: given.username });
          else done(null, { data: { status: '401', schemes: 'bearer' } });
          return;
        }
        const isRight = given.username === auth?.user && given.password === auth?.password;
        // As a careless server would, it repeats the password.
        if (isRight) done(null, { user: given.username });
        else done(asError({ code: 535, text: `5.7.8 Bad credentials ${given.password ?? ''}` }));
      },
      onMailFrom: (address, _session, done) =>
        done(asError(this.options.refuseSender?.(address.address) ?? null)),
      onRcptTo: (address, _session, done) =>
        done(asError(this.options.refuseRecipient?.(address.address) ?? null)),
      onData: (stream, session, done) => {
        const keep = (raw: Buffer) => {
          const refusal = this.options.refuseMessage?.(raw) ?? null;
          const { secure: isSecure, user = null } = session;
          const { dsn, rcptTo } = session.envelope;
          const wanted = [dsn?.ret, dsn?.envid, rcptTo[0]?.dsn?.notify];
          if (refusal === null)
            this.received.push({ ...envelopeOf(session.envelope), raw, isSecure, user, wanted });
          done(asError(refusal));
        };
        buffer(stream).then(keep, done);
      },
    };
  }
}

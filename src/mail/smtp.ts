import { isIPv4 } from 'node:net';
import { createTransport } from 'nodemailer';
import { authNotOfferedError, readFailure, verificationError } from './smtp-errors.ts';
import { classifyAcceptance, classifyDefect, classifyFailure, wireAddress } from './smtp-outcome.ts';
import type { Delivery, Outcome } from './smtp-outcome.ts';
import { SmtpTranscript } from './smtp-transcript.ts';

export interface SmtpSettings {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS. */
  secure: boolean;
  user: string | null;
  password: string | null;
}

/** Milliseconds. */
export interface SmtpTimeouts {
  /** To be connected, name look-up included. */
  connection: number;
  greeting: number;
  /** Without a word from the server: some filter the message before they answer to it. */
  silence: number;
}

export interface MailerOptions {
  timeouts?: Partial<SmtpTimeouts>;
  /** Refuse to speak without TLS and a valid certificate. By default, unless the host is this machine. */
  requireTls?: boolean;
}

export interface Mailer {
  /** Connects and logs in. Throws RelanceError: one sentence, no password, no dialogue. */
  verify: () => Promise<void>;
  /**
   * One attempt, never repeated by itself. Calls made together wait for each other.
   * @throws Error only for a message that it did not begin to hand over
   */
  deliver: (delivery: Delivery) => Promise<Outcome>;
  close: () => void;
}

const TIMEOUTS: SmtpTimeouts = { connection: 20_000, greeting: 30_000, silence: 180_000 };
const VERIFY_SILENCE = 30_000;

/** `localhost`, 127.0.0.0/8 and ::1: what never leaves the machine needs no TLS. */
const isLoopback = (host: string): boolean => {
  const name = host.toLowerCase().replaceAll(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
};

const transportOptions = (
  settings: SmtpSettings,
  { timeouts, requireTls }: MailerOptions,
  silence: number,
) => {
  const isTlsRequired = requireTls ?? !isLoopback(settings.host);
  const { host, port, secure, user, password } = settings;
  return {
    host: host.replaceAll(/^\[|\]$/g, ''),
    port,
    secure,
    requireTLS: isTlsRequired && !secure,
    // A bridge on this machine signs its own certificate, and nobody stands between.
    tls: { rejectUnauthorized: isTlsRequired },
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: timeouts?.connection ?? TIMEOUTS.connection,
    greetingTimeout: timeouts?.greeting ?? TIMEOUTS.greeting,
    socketTimeout: timeouts?.silence ?? silence,
    socketCloseTimeout: 500,
    transactionLog: true,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
};

const assertSameId = ({ raw, messageId }: Delivery): void => {
  const head = raw.subarray(0, raw.indexOf('\r\n\r\n')).toString('latin1');
  if (!head.includes(messageId))
    throw new Error(`The raw message does not carry its Message-ID ${messageId}`);
};

/** Opens nothing yet: the first message, or `verify`, connects. */
export const openMailer = (settings: SmtpSettings, options: MailerOptions = {}): Mailer => {
  const server = `${settings.host}:${settings.port}`;
  const transcript = new SmtpTranscript();
  const transport = createTransport({
    ...transportOptions(settings, options, TIMEOUTS.silence),
    logger: transcript.logger,
    pool: true,
    maxConnections: 1,
    maxMessages: 100,
    // nodemailer would otherwise send again, in silence, a message whose connection was cut.
    maxRequeues: 0,
  });

  const attempt = async (delivery: Delivery): Promise<Outcome> => {
    assertSameId(delivery);
    const recipients = [...new Set([...delivery.to, ...delivery.cc, ...delivery.bcc].map(wireAddress))];
    transcript.begin();
    try {
      const envelope = { from: delivery.from, to: recipients };
      const { response } = await transport.sendMail({ raw: delivery.raw, envelope });
      return classifyAcceptance(response, delivery, recipients, transcript);
    } catch (error) {
      const failure = readFailure(error);
      return failure === null
        ? classifyDefect(error, transcript)
        : classifyFailure(failure, delivery, transcript, server);
    }
  };

  const verify = async (): Promise<void> => {
    const probe = new SmtpTranscript();
    const probeOptions = transportOptions(settings, options, VERIFY_SILENCE);
    const connection = createTransport({ ...probeOptions, logger: probe.logger });
    try {
      await connection.verify();
    } catch (error) {
      const failure = readFailure(error);
      throw failure === null ? error : verificationError(failure, server);
    } finally {
      connection.close();
    }
    if (settings.user !== null && !probe.offersAuth) throw authNotOfferedError(server);
  };

  let last: Promise<unknown> = Promise.resolve();
  const deliver = (delivery: Delivery): Promise<Outcome> => {
    const run = last.then(() => attempt(delivery));
    last = run.catch(() => undefined);
    return run;
  };
  return { verify, deliver, close: () => transport.close() };
};

import PostalMime from 'postal-mime';
import { onTestFinished } from 'vitest';
import { TODAY, openBusiness } from './claims.ts';
import { SmtpSink, type ReceivedMessage, type SinkOptions } from './smtp-sink.ts';
import { World } from './world.ts';

/** A freelancer whose messages are received by a server of this machine. */
export const atWork = async (options: SinkOptions = {}): Promise<{ world: World; sink: SmtpSink }> => {
  const sink = await SmtpSink.start(options);
  onTestFinished(() => sink.close());
  const world = new World(TODAY);
  await openBusiness(world, sink.port);
  return { world, sink };
};

/** Every message received, read as a mail program reads it. */
export const readMails = ({ received }: SmtpSink) =>
  Promise.all(received.map(({ raw }: ReceivedMessage) => PostalMime.parse(raw)));

export const recipientsOf = (sink: SmtpSink): string[] => sink.received.flatMap(({ to }) => to);

/** What a message says that it leaves out. */
const LEFT_OUT = /Ce message ne comprend pas [^.]*\./;

/** The numbers of invoices, `F-…`, that each message asks for. */
export const numbersIn = async (sink: SmtpSink): Promise<string[][]> => {
  const mails = await readMails(sink);
  return mails.map(({ text = '' }) =>
    [...new Set(text.replace(LEFT_OUT, '').match(/\bF-[\w-]+/g))].toSorted(),
  );
};

import { SMTPServer } from 'smtp-server';

/** A mail server that keeps nothing: tells its parent its port, then the instant of each message. */
const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  authOptional: true,
  onData: (stream, _session, done) => {
    stream.resume();
    stream.on('end', () => {
      process.send?.({ receivedAt: performance.now() });
      done();
    });
  },
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.server.address().port }));
process.on('disconnect', () => process.exit());

import { createSocket } from 'node:dgram';
import { promises as dns } from 'node:dns';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

const MX = 15;
const NO_SUCH_NAME = 3;

const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

/** The question of a query, whole, and the name that it asks about. */
const questionOf = (query: Buffer): { name: string; bytes: Buffer } => {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), bytes: query.subarray(12, at + 5) };
};

const mxRecord = (preference: number, host: string): Buffer => {
  const data = Buffer.concat([Buffer.from([0, preference]), nameBytes(host)]);
  const head = Buffer.from([0xc0, 0x0c, 0, MX, 0, 1, 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([head, data]);
};

/** A name server of this machine, asked instead of the real ones until the test ends: it knows these mail servers only. */
export const startNameServer = async (mx: Record<string, string[]>): Promise<void> => {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, bytes } = questionOf(query);
    const hosts = mx[name];
    const records = (hosts ?? []).map((host, index) => mxRecord(10 * (index + 1), host));
    const flags = [0x81, 0x80 | (hosts === undefined ? NO_SUCH_NAME : 0)];
    const counts = [0, 1, 0, records.length, 0, 0, 0, 0];
    socket.send(
      Buffer.concat([query.subarray(0, 2), Buffer.from([...flags, ...counts]), bytes, ...records]),
      port,
      address,
    );
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const before = dns.getServers();
  dns.setServers([`127.0.0.1:${socket.address().port}`]);
  onTestFinished(() => {
    dns.setServers(before);
    socket.close();
  });
};

import { isIPv4 } from 'node:net';

/** `localhost`, 127.0.0.0/8 and ::1: what never leaves the machine needs no TLS. */
export const isLoopback = (host: string): boolean => {
  const name = host.toLowerCase().replaceAll(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
};

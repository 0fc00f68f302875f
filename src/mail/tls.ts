import { isIPv4 } from 'node:net';

/** `localhost`, 127.0.0.0/8 and ::1: what never leaves the machine needs no TLS. */
export const isLoopback = (host: string): boolean => {
  const name = host.toLowerCase().replaceAll(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
};

/** What Node and OpenSSL say of a certificate that is not the server's, or not valid any more. */
export const isCertificateFault = (code: string, message: string): boolean =>
  /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ALTNAME/.test(code) || /certificate|altnames/i.test(message);

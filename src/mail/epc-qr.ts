import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'uqr';
import { oneLine } from '../domain/typography.ts';

export interface EpcPayment {
  holder: string;
  iban: string;
  bic: string | null;
  reference: string;
  amountCents: number;
  currency: string;
}

export interface QrPng {
  png: Buffer;
  /** Side of the PNG in pixels, quiet zone included. */
  size: number;
  /** Side to show it at: some 4 cm, which a telephone reads from a screen. */
  cssSize: number;
}

const MAX_AMOUNT_CENTS = 99_999_999_999;
const MAX_PAYLOAD_BYTES = 331;
const PIXELS_PER_MODULE = 4;
const QUIET_ZONE = 4;

const clip = (text: string, length: number): string => [...oneLine(text)].slice(0, length).join('').trim();

/**
 * The text of a « QR code pour virement » (EPC069-12, version 002, UTF-8), or null when the standard has no room for
 * this payment: another currency than the euro, no holder, nothing to pay.
 */
export const epcPayload = (payment: EpcPayment): string | null => {
  const { amountCents, currency } = payment;
  const holder = clip(payment.holder, 70);
  if (currency !== 'EUR' || holder === '' || payment.iban === '') return null;
  if (!Number.isInteger(amountCents) || amountCents < 1 || amountCents > MAX_AMOUNT_CENTS) return null;
  const euros = `EUR${Math.floor(amountCents / 100)}.${String(amountCents % 100).padStart(2, '0')}`;
  const bic = (payment.bic ?? '').replaceAll(/\s/g, '');
  const iban = payment.iban.replaceAll(/\s/g, '');
  const lines = ['BCD', '002', '1', 'SCT', bic, holder, iban, euros, '', '', clip(payment.reference, 140)];
  const payload = lines.join('\n').trimEnd();
  return Buffer.byteLength(payload) <= MAX_PAYLOAD_BYTES ? payload : null;
};

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
};

/** 1-bit greyscale PNG: 0 is black, 1 is white. */
const drawPng = (modules: readonly (readonly boolean[])[]): QrPng => {
  const size = (modules.length + 2 * QUIET_ZONE) * PIXELS_PER_MODULE;
  const rowBytes = Math.ceil(size / 8);
  const pixels = Buffer.alloc((rowBytes + 1) * size, 0xff);
  for (let y = 0; y < size; y += 1) {
    const start = y * (rowBytes + 1);
    pixels[start] = 0; // filter « none »
    for (let x = 0; x < size; x += 1) {
      const row = modules[Math.floor(y / PIXELS_PER_MODULE) - QUIET_ZONE];
      if (row?.[Math.floor(x / PIXELS_PER_MODULE) - QUIET_ZONE] !== true) continue;
      const at = start + 1 + (x >> 3);
      pixels[at] = (pixels[at] ?? 0) & ~(0x80 >> (x & 7));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = 1; // one bit per pixel, greyscale, no interlace
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(pixels, { level: 9 });
  const png = Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { png, size, cssSize: (size / PIXELS_PER_MODULE) * 3 };
};

/** The payment as a PNG that banking applications read, or null when it cannot be one. */
export const renderEpcQr = (payment: EpcPayment): QrPng | null => {
  const payload = epcPayload(payment);
  if (payload === null) return null;
  return drawPng(encode(payload, { ecc: 'M', boostEcc: false, border: 0 }).data);
};

import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { epcPayload, renderEpcQr } from '../../src/mail/epc-qr.ts';

const payment = {
  holder: 'Zoé Martin EI',
  iban: 'FR76 3000 6000 0112 3456 7890 189',
  bic: 'AGRIFRPP',
  reference: '2026-014',
  amountCents: 120_005,
  currency: 'EUR',
};

describe('epcPayload', () => {
  it('is what EPC069-12 asks for', () => {
    expect(epcPayload(payment)).toBe(
      'BCD\n002\n1\nSCT\nAGRIFRPP\nZoé Martin EI\nFR7630006000011234567890189\nEUR1200.05\n\n\n2026-014',
    );
    expect(epcPayload({ ...payment, bic: null, reference: '' })).toBe(
      'BCD\n002\n1\nSCT\n\nZoé Martin EI\nFR7630006000011234567890189\nEUR1200.05',
    );
  });

  it('keeps line breaks and excess out of its fields', () => {
    const lines = epcPayload({
      ...payment,
      holder: `a\nb${'c'.repeat(99)}`,
      reference: 'd'.repeat(999),
    })?.split('\n');
    expect(lines).toHaveLength(11);
    expect(lines?.[5]).toHaveLength(70);
    expect(lines?.[10]).toHaveLength(140);
  });

  it.each([
    [{ amountCents: 0 }],
    [{ amountCents: -5 }],
    [{ amountCents: 100_000_000_000 }],
    [{ currency: 'CHF' }],
    [{ holder: '' }],
    [{ holder: '東'.repeat(70), reference: '京'.repeat(140) }],
  ])('has no room for %j', (changes) => {
    expect(epcPayload({ ...payment, ...changes })).toBeNull();
    expect(renderEpcQr({ ...payment, ...changes })).toBeNull();
  });
});

describe('renderEpcQr', () => {
  it('is a small 1-bit greyscale PNG with a white frame', () => {
    const qr = renderEpcQr(payment);
    expect(qr).not.toBeNull();
    const { png, size } = qr ?? { png: Buffer.alloc(0), size: 0 };
    expect(png.length).toBeLessThan(2000);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    expect([...png.subarray(24, 29)]).toEqual([1, 0, 0, 0, 0]);
    const pixels = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
    const rowBytes = Math.ceil(size / 8) + 1;
    expect(pixels).toHaveLength(rowBytes * size);
    expect(pixels.subarray(1, rowBytes).every((byte) => byte === 0xff)).toBe(true);
  });
});

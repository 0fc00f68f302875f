import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import { readEInvoice } from '../../src/import/einvoice/read.ts';
import { cii, pdfWith, ubl, type Sample } from '../helpers/einvoices.ts';

const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2020-01-01', days));
const name = fc
  .stringMatching(/^[A-Za-zéèçŒ][A-Za-z0-9éèçŒ&<>"' .-]{0,40}[A-Za-z0-9é]$/)
  .map((text) => text.replaceAll(/ {2,}/g, ' '));
const euros = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

const SAMPLE = fc
  .record({
    number: fc.stringMatching(/^[A-Z0-9][A-Z0-9/&-]{0,20}$/),
    issuedOn: day,
    dueOns: fc.uniqueArray(day, { maxLength: 3 }),
    totalCents: fc.integer({ min: 1, max: 99_999_999_99 }),
    prepaidShare: fc.double({ min: 0, max: 1, noNaN: true }),
    isCreditNote: fc.boolean(),
    buyer: name,
  })
  .map(({ totalCents, prepaidShare, isCreditNote, buyer, ...rest }) => {
    const dueCents = totalCents - Math.floor(totalCents * prepaidShare);
    return {
      ...rest,
      totalCents,
      dueCents,
      isCreditNote,
      sample: {
        ...rest,
        total: euros(totalCents),
        due: euros(dueCents),
        typeCode: isCreditNote ? '381' : '380',
        buyer: { name: buyer, siren: '552100554' },
      } satisfies Sample,
      buyer,
    };
  });

type Written = typeof SAMPLE extends fc.Arbitrary<infer T> ? T : never;

const expectedOf = ({
  number,
  issuedOn,
  dueOns,
  totalCents,
  dueCents,
  isCreditNote,
  buyer,
}: Written): unknown => ({
  invoice: expect.objectContaining({
    number,
    issuedOn,
    dueOns,
    totalCents,
    dueCents,
    isCreditNote,
    currency: 'EUR',
    buyer: expect.objectContaining({ name: buyer, siren: '552100554' }),
    seller: expect.objectContaining({ name: 'Jeanne Martin', siren: '732829320' }),
  }),
});

describe('an e-invoice that is written is read back', () => {
  it.each([
    ['CII', cii],
    ['UBL', ubl],
  ])('%s, in UTF-8 and in UTF-16, bare or in a PDF', async (_, write) => {
    expect.hasAssertions();
    await fc.assert(
      fc.asyncProperty(SAMPLE, async (written) => {
        const text = write(written.sample);
        const utf16 = Buffer.from(`\u{feff}${text.replace('UTF-8', 'UTF-16')}`, 'utf16le');
        for (const bytes of [Buffer.from(text), Buffer.from(`\u{feff}${text}`), utf16])
          expect(await readEInvoice(bytes, 'a.xml')).toMatchObject(expectedOf(written) as object);
        expect(await readEInvoice(await pdfWith([['any.xml', text]]), 'a.pdf')).toMatchObject(
          expectedOf(written) as object,
        );
      }),
      { numRuns: 40 },
    );
  });
});

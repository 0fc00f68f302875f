import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/domain/dates.ts';
import { oneLine } from '../../../src/domain/typography.ts';
import type { EInvoice, Party } from '../../../src/import/einvoice/einvoice-types.ts';
import { casesOf } from '../../helpers/cases.ts';
import { ciiOf } from '../../helpers/cii-writer.ts';
import { pdfWith } from '../../helpers/einvoice-pdf.ts';
import { BUYER, INVOICE, SELLER } from '../../helpers/einvoice-fixtures.ts';
import { ublOf } from '../../helpers/ubl-writer.ts';
import { invoiceOf } from '../../helpers/einvoice-reading.ts';

const WORDS = [
  'Œuvre',
  'à',
  '<b>',
  '&amp;',
  '&',
  '"',
  "'",
  ']]>',
  'œ',
  '—',
  '€',
  '漢',
  '🧾',
  '2026',
  '#',
  'n°',
  'é',
];

const line = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 8 })
  .map((words) => oneLine(`x${words.join(' ')}`).normalize('NFC'));
const lineOrNull = fc.option(line);
const day = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('2000-01-01', count));
const cents = fc.integer({ min: 0, max: 100_000_000_000 });

const luhnKey = (digits: string): string =>
  [...'0123456789'].find((key) => {
    const sum = [...`${digits}${key}`].toReversed().reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    return sum % 10 === 0;
  }) ?? '';

const siren = fc
  .integer({ min: 10_000_000, max: 99_999_999 })
  .map((number) => `${number}${luhnKey(String(number))}`);

const partyLike = (model: Party): fc.Arbitrary<Party> =>
  fc
    .record({
      name: line,
      tradingName: lineOrNull,
      number: fc.option(siren),
      hasSiret: fc.boolean(),
      address: fc.array(line, { maxLength: 3 }).map((lines) => lines.join('\n') || null),
      postalCode: lineOrNull,
      city: lineOrNull,
      country: fc.constantFrom('FR', 'BE', null),
      email: fc.constantFrom(model.email, null),
      phone: lineOrNull,
      contactName: lineOrNull,
    })
    .map(({ number, hasSiret, tradingName, name, ...rest }) => ({
      ...rest,
      name,
      tradingName: tradingName === name ? null : tradingName,
      siren: number,
      siret: number !== null && hasSiret ? `${number}00013` : null,
      vatNumber: number === null ? null : `FR00${number}`,
    }));

const TYPES = [
  ['380', 'invoice'],
  ['381', 'credit-note'],
  ['384', 'corrected'],
  ['386', 'prepayment'],
  ['393', 'factored'],
] as const;

const anyInvoice: fc.Arbitrary<EInvoice> = fc
  .record({
    type: fc.constantFrom(...TYPES),
    number: line,
    issuedOn: day,
    dueOns: fc.uniqueArray(day, { maxLength: 4 }),
    terms: lineOrNull,
    performedOn: fc.option(day),
    currency: fc.constantFrom('EUR', 'GBP', 'JPY', 'TND'),
    totalCents: cents,
    prepaidCents: cents,
    roundingCents: fc.integer({ min: -99, max: 99 }),
    seller: partyLike(SELLER),
    buyer: partyLike(BUYER),
    subject: lineOrNull,
    references: fc.tuple(lineOrNull, lineOrNull, lineOrNull),
    preceding: fc.array(line, { maxLength: 3 }),
    payeeIban: fc.constantFrom(INVOICE.payeeIban, null),
  })
  .map(
    ({
      type: [typeCode, kind],
      references: [buyerReference, orderReference, contractReference],
      dueOns,
      ...rest
    }) => ({
      ...rest,
      dueCents: rest.totalCents - rest.prepaidCents + rest.roundingCents,
      syntax: 'cii',
      profile: INVOICE.profile,
      typeCode,
      kind,
      isCreditNote: kind === 'credit-note',
      dueOns,
      buyerReference,
      orderReference,
      contractReference,
    }),
  );

describe('an invoice, whatever it holds', () => {
  it('is read as it was written, in CII and in UBL', async () => {
    await fc.assert(
      fc.asyncProperty(anyInvoice, async (invoice) => {
        expect(await invoiceOf(ciiOf(invoice))).toEqual(invoice);
        expect(await invoiceOf(ublOf(invoice))).toEqual({ ...invoice, syntax: 'ubl' });
      }),
      { numRuns: casesOf(60) },
    );
  }, 60_000);

  it('is the same in UTF-16, and joined to a PDF', async () => {
    await fc.assert(
      fc.asyncProperty(anyInvoice, async (invoice) => {
        for (const text of [ciiOf(invoice), ublOf({ ...invoice, syntax: 'ubl' })]) {
          const read = await invoiceOf(text);
          const utf16 = text.replace('UTF-8', 'UTF-16');
          expect(await invoiceOf(Buffer.from(`\ufeff${text}`))).toEqual(read);
          expect(await invoiceOf(Buffer.from(`\ufeff${utf16}`, 'utf16le'))).toEqual(read);
          expect(await invoiceOf(await pdfWith([{ name: 'any.xml', content: text }]), 'a.pdf')).toEqual(read);
        }
      }),
      { numRuns: casesOf(10) },
    );
  }, 60_000);
});

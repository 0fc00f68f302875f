import { readEInvoice } from '../../src/import/einvoice/read-einvoice.ts';
import type { Party } from '../../src/import/einvoice/einvoice-types.ts';
import { differencesIn, hundredths, type Difference } from './difference.ts';

interface ExpectedParty {
  name: string | null;
  siren: string | null;
  siret: string | null;
  vat: string | null;
  postcode: string | null;
  city: string | null;
  country: string | null;
  email: string | null;
  contact_emails: string[];
  address_lines?: string[];
}

export interface ExpectedFile {
  invoice?: {
    syntax: string;
    profile: string | null;
    type_code: string;
    number: string;
    issue_date: string;
    due_dates: string[];
    currency: string;
    seller: ExpectedParty;
    buyer: ExpectedParty;
    totals: { grand_total_ttc: string; due_payable: string | null };
    payment_terms: { description: string | null }[];
    preceding_invoices: { number: string }[];
  } | null;
}

/** The invoice that a file holds; null when it holds something else. */
export const expectedInvoice = ({ invoice }: ExpectedFile): ExpectedFile['invoice'] | null =>
  invoice?.syntax.startsWith('not-an-invoice') ? null : (invoice ?? null);

const oneLine = (value: string | null | undefined): string | null =>
  value?.replaceAll(/\s+/g, ' ').trim().slice(0, 200) || null;

const party = (side: string, expected: ExpectedParty, read: Party): Difference[] =>
  differencesIn(
    {
      name: expected.name ?? '',
      siren: expected.siren,
      siret: expected.siret,
      vatNumber: expected.vat?.replaceAll(' ', '') ?? null,
      postalCode: expected.postcode,
      city: expected.city,
      country: expected.country,
      email: [...expected.contact_emails, expected.email].find((email) => email?.includes('@')) ?? null,
      address: expected.address_lines && (expected.address_lines.join('\n') || null),
    },
    { ...read },
  ).map((difference) => ({ ...difference, field: `${side}.${difference.field}` }));

/** What differs between an e-invoice as it is read and as it is expected: none when it is no invoice, and refused. */
export const einvoiceDifferences = async (
  bytes: Buffer,
  file: string,
  expectedFile: ExpectedFile,
): Promise<Difference[]> => {
  const { invoice } = await readEInvoice(bytes, file);
  const expected = expectedInvoice(expectedFile);
  if (!expected) return differencesIn({ invoice: null }, { invoice });
  if (invoice === null) return [{ field: 'number', expected: expected.number, read: null }];
  const { totals } = expected;
  const sign = hundredths(totals.grand_total_ttc) < 0 ? -1 : 1;
  return [
    ...differencesIn(
      {
        syntax: expected.syntax.startsWith('UBL') ? 'ubl' : 'cii',
        profile: expected.profile,
        isCreditNote: expected.type_code === '381' || sign < 0,
        number: expected.number,
        issuedOn: expected.issue_date,
        dueOns: expected.due_dates,
        currency: expected.currency,
        totalCents: sign * hundredths(totals.grand_total_ttc),
        dueCents: totals.due_payable === null ? undefined : sign * hundredths(totals.due_payable),
        terms: oneLine(expected.payment_terms.map(({ description }) => description ?? '').join(' ')),
        preceding: expected.preceding_invoices.map(({ number }) => number),
      },
      { ...invoice, terms: oneLine(invoice.terms?.replaceAll(' ; ', ' ')) },
    ),
    ...party('seller', expected.seller, invoice.seller),
    ...party('buyer', expected.buyer, invoice.buyer),
  ];
};

import type { BankItem } from '../../../domain/bank/bank-receipts.ts';

interface StatementView {
  format: string;
  entries: {
    date: string;
    amountCents: number;
    currency: string;
    label: string;
    reference: string | null;
    counterparty: string | null;
    iban: string | null;
  }[];
}

const invoicesOf = (item: BankItem): string[] => {
  if (item.kind === 'pays') {
    const { shares, last } = item.proposal;
    return shares.length > 0 ? shares.map(({ number }) => number) : [last.number];
  }
  return item.kind === 'unknown' ? [] : item.receipt.invoiceNumbers;
};

const confidenceOf = (item: BankItem): string | null => {
  if (item.kind === 'pays') return item.proposal.confidence;
  return item.kind === 'unknown' ? null : item.isCertain ? 'certain' : 'possible';
};

const reasonOf = (item: BankItem): string => {
  if (item.kind === 'pays') return item.proposal.reason;
  if (item.kind === 'recorded') return 'déjà noté à la main';
  return item.kind === 'takes-back' ? 'rejet d’un règlement' : 'aucune facture reconnue';
};

/** A line of the bank, and what it is taken for. */
export const itemJson = (item: BankItem) => ({
  entry: item.line.id,
  date: item.line.on,
  amountCents: item.line.totalCents,
  currency: item.line.currency,
  label: item.line.label,
  kind: item.kind,
  invoices: invoicesOf(item),
  confidence: confidenceOf(item),
  reason: reasonOf(item),
});

export const bankJson = (
  file: string,
  { statements, duplicates }: { statements: StatementView[]; duplicates: number },
  items: readonly BankItem[],
  recorded: number,
) => ({
  file,
  format: statements[0]?.format ?? null,
  entries: statements.flatMap(({ entries }) =>
    entries.map(({ date, amountCents, currency, label, reference, counterparty, iban }) => ({
      date,
      amountCents,
      currency,
      label,
      reference,
      counterparty,
      iban,
    })),
  ),
  matches: items
    .filter(({ kind }) => kind !== 'unknown')
    .map((item) => {
      const { entry, kind, invoices, confidence, reason } = itemJson(item);
      return { entry, kind, invoices, confidence, reason };
    }),
  recorded,
  duplicates,
});

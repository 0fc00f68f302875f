import type { Creditor } from '../../../domain/people/creditor.ts';
import { formatIban } from '../../../domain/people/identifiers.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { penaltyRateLabel } from '../../../domain/law/penalty-rate.ts';
import { oneLine, truncate } from '../../../domain/typography.ts';
import { addressText, labelled } from '../client/client-view.ts';
import type { Screen } from '../../../ui/style.ts';
import { wrap } from '../../../ui/text.ts';

const VAT_LABELS = { assujetti: 'assujetti', franchise: 'franchise en base' } as const;
const PENALITES_LABELS = {
  jamais: 'jamais rappelées',
  mention: 'rappelées sans montant',
  montant: 'rappelées avec leur montant',
} as const;

/** What the messages and letters need, with the flag that gives it. */
const MISSING: { field: keyof Creditor; what: string; flag: string }[] = [
  { field: 'iban', what: 'votre IBAN', flag: '--iban' },
  { field: 'email', what: 'votre e-mail', flag: '--email' },
  { field: 'siret', what: 'votre SIRET', flag: '--siret' },
  { field: 'address', what: 'votre adresse', flag: '--adresse' },
];

/** The profile, one line per field that is filled. */
export const renderCreditor = (creditor: Creditor, { columns, style }: Screen): string[] => {
  const line = (label: string, value: string | null): string[] => labelled(label, value, columns);
  return [
    style.bold(truncate(oneLine(creditor.name), columns)),
    ...line('Forme', creditor.legalForm),
    ...line('SIRET', creditor.siret),
    ...line('Adresse', addressText(creditor)),
    ...line('E-mail', creditor.email),
    ...line('Téléphone', creditor.phone),
    ...line('IBAN', creditor.iban === null ? null : formatIban(creditor.iban)),
    ...line('BIC', creditor.bic),
    ...line('TVA', creditor.vatRegime === null ? null : VAT_LABELS[creditor.vatRegime]),
    ...line('Taux', creditor.penaltyRate === null ? null : penaltyRateLabel(creditor.penaltyRate)),
    ...line('Pénalités', PENALITES_LABELS[creditor.penalites]),
    ...line('Expéditeur', creditor.sender),
    ...line('Signature', creditor.signature),
    ...line('Jours fériés', creditor.holidayZone),
    ...line('Minimum', formatAmount(creditor.minimumCents, 'EUR')),
    ...line(
      'Relevé',
      creditor.bankMaxAgeDays === null ? null : `redemandé après ${creditor.bankMaxAgeDays} jours ouvrés`,
    ),
    ...line('Délai légal', creditor.legalTermDays === null ? null : `${creditor.legalTermDays} jours`),
  ];
};

export const missingLines = (creditor: Creditor, { columns }: Screen): string[] => {
  const missing = MISSING.filter(({ field }) => creditor[field] === null);
  if (missing.length === 0) return [];
  return wrap(
    `À compléter : ${missing.map(({ what }) => what).join(', ')}  → relance profil ${missing[0]?.flag} …`,
    columns,
  );
};

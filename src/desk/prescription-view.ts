import type { RecordedInterruption, Interruption } from '../domain/law/interruption.ts';
import { formatDay, type LocalDate } from '../domain/dates.ts';
import type { Prescription } from '../domain/law/prescription-period.ts';
import { oneLine, truncate } from '../domain/typography.ts';
import type { InvoiceSummary } from './invoice-json.ts';
import type { Screen } from '../ui/style.ts';
import { wrap } from '../ui/text.ts';

const INTERRUPTION_LABELS: Record<Interruption['kind'], string> = {
  acknowledgement: 'reconnaissance de dette',
  'order-served': 'injonction de payer signifiée',
  summons: 'assignation',
  'claim-declared': 'créance déclarée à la procédure collective',
  'part-payment': 'règlement',
  'written-demand': 'demande écrite à l’administration',
};

const TEXTS: Record<Prescription['years'], string> = {
  2: 'deux ans pour un particulier (C. conso. L218-2)',
  4: 'quatre ans à compter du 1er janvier suivant pour une personne publique (loi du 31/12/1968)',
  5: 'cinq ans (C. civ. 2224, C. com. L110-4)',
};

const BASES: Record<Prescription['basis'], string> = {
  performed: 'la fin du travail',
  due: 'l’échéance',
  issued: 'la date de la facture, faute de connaître la fin du travail (estimation)',
};

const startText = ({ startsOn, basis, interruption }: Prescription): string =>
  interruption === null
    ? `Compté depuis ${BASES[basis]}, le ${formatDay(startsOn)}.`
    : `Compté à neuf depuis le ${formatDay(startsOn)} : ${INTERRUPTION_LABELS[interruption.kind]}.`;

/** One sentence: until when, or since when it is too late. */
export const prescriptionText = ({ lastUsefulOn, prescribedOn }: Prescription, today: LocalDate): string =>
  today >= prescribedOn
    ? `Créance prescrite depuis le ${formatDay(prescribedOn)} : un règlement reste possible, une menace non.`
    : `À réclamer en justice au plus tard le ${formatDay(lastUsefulOn)}, par prudence.`;

export interface PrescriptionView {
  invoice: InvoiceSummary['invoice'];
  client: InvoiceSummary['client'];
  prescription: Prescription;
  recorded: RecordedInterruption[];
  today: LocalDate;
}

const WHAT_INTERRUPTS =
  'Repart à neuf avec : une reconnaissance écrite, un règlement partiel, une injonction de payer signifiée, une assignation. Ni une relance, ni une mise en demeure, ni la requête en injonction.';
const WHAT_INTERRUPTS_PUBLIC =
  'Repart à neuf avec : toute demande écrite de paiement (--demandee), une reconnaissance, un règlement partiel, une action en justice.';

/** The clock of an invoice, what it rests on, and what would start it again. */
export const renderPrescription = (view: PrescriptionView, { columns, style }: Screen): string => {
  const { invoice, client, prescription, recorded, today } = view;
  const lines = [
    style.bold(truncate(`${oneLine(invoice.number)}  ${oneLine(client.name)}`, columns)),
    ...wrap(prescriptionText(prescription, today), columns).map((line) =>
      today >= prescription.prescribedOn ? style.red(line) : line,
    ),
    ...wrap(`Délai : ${TEXTS[prescription.years]}. ${startText(prescription)}`, columns),
    '',
    ...wrap(client.kind === 'public' ? WHAT_INTERRUPTS_PUBLIC : WHAT_INTERRUPTS, columns),
  ];
  if (recorded.length > 0)
    lines.push(
      '',
      style.bold('Actes notés'),
      ...recorded.map(({ id, kind, on, note }) =>
        truncate(
          `  n° ${id}  ${formatDay(on)}  ${INTERRUPTION_LABELS[kind]}${note ? ` : ${oneLine(note)}` : ''}`,
          columns,
        ),
      ),
    );
  return lines.join('\n');
};

export const prescriptionJson = ({ invoice, prescription, recorded, today }: PrescriptionView) => ({
  number: invoice.number,
  years: prescription.years,
  startsOn: prescription.startsOn,
  basis: prescription.basis,
  interruption: prescription.interruption,
  lastUsefulOn: prescription.lastUsefulOn,
  prescribedOn: prescription.prescribedOn,
  prescribed: today >= prescription.prescribedOn,
  acts: recorded.map(({ id, kind, on, note }) => ({ id, kind, on, note })),
});

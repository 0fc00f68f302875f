import { enumerate, formatLongDay, formatNearDay, type LocalDate } from '../domain/dates.ts';
import type { AskedAgreement, Lapse, MessageAccount } from '../domain/schedule/message-account.ts';
import type { MessageContext } from '../mail/message-context.ts';

type AgreementWords = Pick<
  MessageContext,
  | 'plan_echeance'
  | 'plan_numero'
  | 'plan_nombre'
  | 'plan_echeances'
  | 'plan_plusieurs'
  | 'plan_entame'
  | 'plan_retard'
  | 'plan_manque'
  | 'protocole_du'
  | 'protocole_factures'
  | 'protocole_part'
  | 'exigible_le'
  | 'protocole_penalites'
>;

const NONE: AgreementWords = {
  plan_echeance: null,
  plan_numero: null,
  plan_nombre: null,
  plan_echeances: null,
  plan_plusieurs: null,
  plan_entame: false,
  plan_retard: false,
  plan_manque: false,
  protocole_du: null,
  protocole_factures: null,
  protocole_part: null,
  exigible_le: null,
  protocole_penalites: null,
};

const instalmentsOf = (agreements: readonly AskedAgreement[]) =>
  agreements
    .flatMap(({ instalments }) => instalments)
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));

/** « du 16 novembre et du 16 décembre ». */
export const instalmentDays = (
  agreements: readonly AskedAgreement[],
  format: (day: LocalDate) => string,
): string => enumerate([...new Set(instalmentsOf(agreements).map(({ dueOn }) => `du ${format(dueOn)}`))]);

export const isInstalmentBegun = (agreements: readonly AskedAgreement[]): boolean =>
  instalmentsOf(agreements).some(({ remainingCents, amountCents }) => remainingCents < amountCents);

/** What is said of an agreement once its whole balance is due. */
export const lapseWords = (
  lapse: Lapse | null,
  format: (day: LocalDate) => string,
  amount: (cents: number) => string,
) => ({
  protocole_du: lapse && format(lapse.signedOn),
  exigible_le: lapse && format(lapse.lapsedOn),
  protocole_penalites: lapse && lapse.penaltiesCents > 0 ? amount(lapse.penaltiesCents) : null,
});

/** What a message says of the agreements that its invoices are under. */
export const agreementWords = (
  { agreements, reason, lapse }: MessageAccount,
  today: LocalDate,
  amount: (cents: number) => string,
): AgreementWords => {
  const near = (day: LocalDate): string => formatNearDay(day, today);
  const signed = [...new Set(agreements.map(({ plan }) => plan.signedOn))].map(near);
  const said = {
    ...NONE,
    ...lapseWords(lapse, near, amount),
    ...(signed.length > 0 ? { protocole_du: signed.join(' et du ') } : {}),
  };
  const [first] = instalmentsOf(agreements);
  if (!first) return said;
  const count = instalmentsOf(agreements).length;
  const days = instalmentDays(agreements, near);
  if (reason !== 'instalments') {
    const cents = agreements.reduce((sum, { cents: of }) => sum + of, 0);
    const numbers = agreements.flatMap((agreement) => agreement.numbers);
    return {
      ...said,
      protocole_factures: `${numbers.length > 1 ? 'des factures' : 'de la facture'} ${enumerate(numbers)}`,
      protocole_part:
        count > 1
          ? `les échéances ${days}, ${amount(cents)} en tout`
          : `l’échéance de ${amount(cents)} ${days}`,
    };
  }
  return {
    ...said,
    plan_echeance: formatLongDay(first.dueOn),
    plan_numero: first.number,
    plan_nombre: agreements[0]?.plan.instalments.length ?? null,
    plan_echeances: days,
    plan_plusieurs: count > 1 ? count : null,
    plan_entame: isInstalmentBegun(agreements),
    plan_retard: agreements.some(({ state }) => state !== 'coming'),
    plan_manque: agreements.some(({ state }) => state === 'missed'),
  };
};

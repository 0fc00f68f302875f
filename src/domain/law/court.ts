import { addMonths, type LocalDate } from '../dates.ts';
import type { ClientKind } from '../people/client-kind.ts';

export const COURTS = ['commerce', 'judiciaire'] as const;
export type CourtKind = (typeof COURTS)[number];

export interface Court {
  kind: CourtKind;
  /** « tribunal de commerce (ou tribunal des activités économiques) dont relève 33000 Bordeaux ». */
  name: string;
  reason: string;
  /** What a person must check before going there. */
  reserve: string | null;
  /** Number of the optional form, without its version. */
  form: string;
  cost: string;
}

/** Haut-Rhin, Bas-Rhin and Moselle have no commercial court: its work is done by a chamber of the tribunal judiciaire. */
const ALSACE_MOSELLE = /^(57|67|68)/;

const JUDICIAIRE = {
  kind: 'judiciaire' as const,
  form: '12948',
  cost: 'gratuit devant le tribunal judiciaire',
};
const COMMERCE = {
  kind: 'commerce' as const,
  form: '12946',
  cost: 'environ 25 à 35 € devant le tribunal de commerce : voyez le greffe',
};

/**
 * The court of the debtor's home, which is of public order (CPC 1406), proposed from what is known of the debtor
 * (C. com. L721-3): it is for a person to check.
 * @param asked chosen by the user, who may know better
 */
export const courtOf = (
  debtor: { kind: ClientKind; postalCode: string | null; city: string | null },
  asked?: CourtKind,
): Court => {
  const place = [debtor.postalCode, debtor.city].filter(Boolean).join(' ');
  const kind = asked ?? (debtor.kind === 'entreprise' ? 'commerce' : 'judiciaire');
  if (kind === 'judiciaire')
    return {
      ...JUDICIAIRE,
      name: `tribunal judiciaire dont relève ${place}`,
      reason:
        debtor.kind === 'entreprise'
          ? 'le débiteur n’est ni commerçant ni société commerciale'
          : debtor.kind === 'particulier'
            ? 'le débiteur est un particulier'
            : 'le débiteur n’est pas commerçant',
      reserve: 'jusqu’à 10 000 €, une chambre de proximité peut être compétente : le greffe le dit',
    };
  const reserve =
    'si le débiteur est un professionnel libéral, un artisan ou une société civile, c’est le tribunal judiciaire (--tribunal judiciaire)';
  return ALSACE_MOSELLE.test(debtor.postalCode ?? '')
    ? {
        ...COMMERCE,
        name: `chambre commerciale du tribunal judiciaire dont relève ${place}`,
        reason: 'en Alsace et en Moselle, elle tient lieu de tribunal de commerce',
        reserve,
      }
    : {
        ...COMMERCE,
        name: `tribunal de commerce (ou tribunal des activités économiques) dont relève ${place}`,
        reason: 'le débiteur est une entreprise, tenue pour commerciale',
        reserve,
      };
};

/** Décret 2026-96, article 1411 du CPC: three months to serve an order made from that day on, six before. */
const THREE_MONTHS_SINCE: LocalDate = '2026-09-01';

/** Last day to have an order served: after it, the order is void (CPC 1411). */
export const serveBefore = (orderedOn: LocalDate): LocalDate =>
  addMonths(orderedOn, orderedOn >= THREE_MONTHS_SINCE ? 3 : 6);

/** Last day on which the debtor may oppose an order served on their person (CPC 1416). */
export const oppositionUntil = (servedOn: LocalDate): LocalDate => addMonths(servedOn, 1);

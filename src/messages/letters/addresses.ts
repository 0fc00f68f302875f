import type { Client } from '../../domain/people/client.ts';
import { countryName } from '../../domain/people/country.ts';
import { legalNameOf } from '../../domain/people/creditor-identity.ts';
import type { Creditor } from '../../domain/people/creditor.ts';
import { formatLongDay, type LocalDate } from '../../domain/dates.ts';
import type { Sending } from '../../domain/law/letter.ts';
import { oneLine, withoutAccents } from '../../domain/typography.ts';
import { RelanceError } from '../../errors.ts';
import type { Addresses } from '../../pdf/letter-pages.ts';

/** The postal town: capitals; in France, without accents nor punctuation, as sorting machines read it (NF Z 10-011). */
const postalTown = ({
  postalCode,
  city,
  country,
}: Pick<Client, 'postalCode' | 'city' | 'country'>): string => {
  const town = [postalCode, city].filter((part) => part !== null && part !== '').join(' ');
  return country === 'FR' ? withoutMarks(town) : town.toUpperCase();
};

const withoutMarks = (text: string): string =>
  withoutAccents(text)
    .replaceAll(/[^\p{L}\p{N} ]+/gu, ' ')
    .replaceAll(/ +/g, ' ')
    .toUpperCase()
    .trim();

const lines = (text: string | null): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => oneLine(line))
    .filter((line) => line !== '');

const placeLines = (
  party: Pick<Client, 'address' | 'postalCode' | 'city' | 'country'>,
  from: string,
): string[] => [
  ...lines(party.address),
  postalTown(party),
  ...(party.country === from ? [] : [countryName(party.country).toUpperCase()]),
];

/** The client as an envelope names it. */
export const recipientLines = (client: Client, creditorCountry: string): string[] => [
  oneLine(client.name),
  ...(client.kind === 'particulier' || client.contactName === null
    ? []
    : [`À l’attention de ${oneLine(client.contactName)}`]),
  ...placeLines(client, creditorCountry),
];

const groups = (digits: string): string => digits.replaceAll(/(\d{3})(?=\d)/g, '$1\u00a0');

const sirenOf = (siret: string): string => groups(siret.slice(0, 9));

/** Name, seat, SIREN and how to reach them: what a business letter must carry (C. com. R123-237). */
const senderLines = (creditor: Creditor): string[] => [
  legalNameOf(creditor),
  ...lines(creditor.address),
  [creditor.postalCode, creditor.city].filter(Boolean).join(' '),
  ...(creditor.siret === null ? [] : [`SIREN ${sirenOf(creditor.siret)}`]),
  ...(creditor.phone === null ? [] : [creditor.phone]),
  ...(creditor.email === null ? [] : [creditor.email]),
];

/** One line that says who a party is, for a deed: name, SIREN, seat. */
export const creditorIdentity = (creditor: Creditor): string =>
  [
    legalNameOf(creditor),
    creditor.siret === null ? null : `SIREN ${sirenOf(creditor.siret)}`,
    oneLine(
      [creditor.address, [creditor.postalCode, creditor.city].filter(Boolean).join(' ')]
        .filter(Boolean)
        .join(', '),
    ),
  ]
    .filter(Boolean)
    .join(', ');

export const clientIdentity = (client: Client): string =>
  [
    oneLine(client.name),
    client.siren === null ? null : `SIREN ${groups(client.siren)}`,
    client.address === null
      ? null
      : oneLine([client.address, [client.postalCode, client.city].filter(Boolean).join(' ')].join(', ')),
    client.country === 'FR' ? null : countryName(client.country),
  ]
    .filter(Boolean)
    .join(', ');

const SENDINGS: Record<Sending, string | null> = {
  lrar: 'Lettre recommandée avec avis de réception',
  lre: 'Lettre recommandée électronique',
  simple: null,
  none: null,
};

/** @throws RelanceError `no-creditor-identity`, naming what a letter cannot do without */
export const requireIdentity = (creditor: Creditor): void => {
  const missing = [
    creditor.siret === null ? '--siret' : null,
    creditor.address === null ? '--adresse' : null,
    creditor.postalCode === null ? '--cp' : null,
    creditor.city === null ? '--ville' : null,
  ].filter((flag) => flag !== null);
  if (missing.length > 0)
    throw new RelanceError('Votre identité est incomplète : une lettre doit dire qui l’écrit, et d’où', {
      code: 'no-creditor-identity',
      hint: `relance profil ${missing.map((flag) => `${flag} …`).join(' ')}`,
    });
};

/** @throws RelanceError `no-postal-address` */
export const requirePostalAddress = (client: Client): void => {
  if (client.address !== null && client.city !== null) return;
  throw new RelanceError(`L’adresse postale de ${client.name} n’est pas connue`, {
    code: 'no-postal-address',
    hint: `relance client edit ${client.id} --adresse "…" --cp … --ville …`,
  });
};

export const addressesOf = (
  creditor: Creditor,
  recipient: string[],
  { sending, tracking, on }: { sending: Sending; tracking: string | null; on: LocalDate },
): Addresses => ({
  sender: senderLines(creditor),
  recipient,
  sending:
    SENDINGS[sending] === null ? null : `${SENDINGS[sending]}${tracking === null ? '' : ` n° ${tracking}`}`,
  placeAndDate: `${oneLine(creditor.city ?? '')}, le ${formatLongDay(on)}`,
});

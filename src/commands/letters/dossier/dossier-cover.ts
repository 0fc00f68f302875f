import type { Context } from '../../../context.ts';
import { natureOf } from '../../../domain/law/letter.ts';
import { listLettersOf } from '../../../db/letters.ts';
import { askedInstalments } from '../../../domain/schedule/asked.ts';
import type { Client } from '../../../domain/people/client.ts';
import { courtOf } from '../../../domain/law/court.ts';
import type { Creditor } from '../../../domain/people/creditor.ts';
import { formatDay, formatLongDay } from '../../../domain/dates.ts';
import { isFrench } from '../../../domain/people/french-territory.ts';
import { formatIban } from '../../../domain/people/identifiers.ts';
import { formatAmount } from '../../../domain/money/money.ts';
import { computePrescription } from '../../../domain/law/prescription-period.ts';
import type { Decision } from '../../../domain/schedule/decision.ts';
import { oneLine } from '../../../domain/typography.ts';
import type { MessagePenalties } from '../../../messages/message-penalties.ts';
import { plainRuns, type Content } from '../../../document/content.ts';
import { letterLifeText } from '../../../desk/letter-status.ts';
import { clientIdentity, creditorIdentity } from '../../../messages/letters/addresses.ts';
import {
  claimedCentsOf,
  accountTable,
  invoicesTable,
  isOneTable,
  type ClaimedInvoice,
} from '../../../messages/letters/letter-blocks.ts';
import { isDraft, type DossierExhibit } from './dossier-exhibits.ts';
import { factLines } from '../../../messages/letters/exhibits.ts';

/** All that a file says of a claim. */
export interface Dossier {
  client: Client;
  creditor: Creditor;
  currency: string;
  claimed: ClaimedInvoice[];
  decisions: Decision[];
  amounts: MessagePenalties['amounts'];
  exhibits: DossierExhibit[];
}

const text = (line: string): Content => ({ kind: 'paragraph', runs: [{ text: line, bold: false }] });

const reachOf = (parts: (string | null)[]): string => parts.filter((part) => part !== null).join(', ');

/** Until its déchéance, an agreement leaves only what of it is overdue to be claimed. */
const unlapsedLines = (decisions: readonly Decision[], currency: string): string[] => {
  const agreements = new Map(
    decisions.flatMap(({ plan }) => {
      const asked = askedInstalments(plan);
      return asked === null ? [] : [[asked.plan.letterId, asked] as const];
    }),
  );
  return [...agreements.values()].map(({ plan, state, cents }) =>
    state === 'coming'
      ? `Protocole du ${formatLongDay(plan.signedOn)}, tenu : rien n’en est exigible à ce jour.`
      : `Protocole du ${formatLongDay(plan.signedOn)}, sans déchéance du terme à ce jour : seules ses échéances échues sont exigibles, ${formatAmount(cents, currency)}.`,
  );
};

const situationLines = (ctx: Context, { decisions, claimed, client, currency }: Dossier): string[] => {
  const letters = new Map(
    claimed
      .flatMap(({ invoice }) => listLettersOf(ctx.db(), invoice.id, ctx.today))
      .map((letter) => [letter.id, letter]),
  );
  const holds = [...new Set(decisions.flatMap((decision) => decision.holds.map((hold) => hold.text)))];
  const prescribed = decisions.map(({ invoice }) => computePrescription(invoice).lastUsefulOn).toSorted()[0];
  const court = client.kind === 'public' || !isFrench(client.country) ? null : courtOf(client);
  return [
    ...[...letters.values()]
      .filter((letter) => !isDraft(ctx, letter))
      .map((letter) => `${natureOf(letter).title} : ${letterLifeText(letter)}.`),
    ...unlapsedLines(decisions, currency),
    ...holds.map((hold) => `${hold.charAt(0).toUpperCase()}${hold.slice(1)}.`),
    ...(prescribed === undefined
      ? []
      : [`Prescription : agir en justice au plus tard le ${formatLongDay(prescribed)}, par prudence.`]),
    ...(court === null ? [] : [`Juridiction proposée : ${court.name} (${court.reason}), à vérifier.`]),
  ];
};

/** Where each exhibit begins, or why it is not there. */
export type Places = Map<DossierExhibit, { start: number } | { missing: string }>;

const exhibitsTable = (exhibits: readonly DossierExhibit[], places: Places, coverPages: number): Content => ({
  kind: 'table',
  table: {
    columns: [
      { header: 'N°', align: 'right' },
      { header: 'Pièce', align: 'left' },
      { header: 'Date', align: 'left' },
      { header: 'Page', align: 'right' },
    ],
    rows: exhibits.map((exhibit, index) => {
      const place = places.get(exhibit);
      const missing = place && 'missing' in place ? place.missing : null;
      return [
        String(index + 1),
        missing === null ? exhibit.title : `${exhibit.title} – non jointe : ${missing}`,
        formatDay(exhibit.on),
        place && 'start' in place ? String(coverPages + place.start + 1) : '–',
      ];
    }),
    totals: [],
  },
});

/** The first pages: whoever opens the file can act the same day. */
export const coverOf = (ctx: Context, dossier: Dossier, places: Places, coverPages: number): Content[] => {
  const { client, creditor, claimed, amounts, currency } = dossier;
  const total = claimedCentsOf(claimed) + (amounts?.totalCents ?? 0);
  const facts = factLines(ctx, claimed, currency);
  return [
    { kind: 'title', text: 'Dossier de recouvrement' },
    text(
      `${oneLine(client.name)} : ${formatAmount(total, currency)} au ${formatLongDay(ctx.today)}, pour ${claimed.length > 1 ? `${claimed.length} factures` : `la facture ${oneLine(claimed[0]?.invoice.number ?? '')}`}.`,
    ),
    { kind: 'heading', text: 'Les parties' },
    text(
      `Créancier : ${reachOf([creditorIdentity(creditor), creditor.phone, creditor.email])}.${creditor.iban === null ? '' : ` IBAN ${formatIban(creditor.iban)}.`}`,
    ),
    text(`Débiteur : ${reachOf([clientIdentity(client), client.contactName, client.phone, client.email])}.`),
    { kind: 'heading', text: 'La créance' },
    ...(isOneTable(claimed) ? [] : [invoicesTable(claimed, currency)]),
    accountTable(claimed, amounts, { currency, on: ctx.today }),
    { kind: 'heading', text: 'La situation' },
    { kind: 'list', items: situationLines(ctx, dossier).map(plainRuns) },
    { kind: 'heading', text: 'Ce qui s’est passé' },
    facts.length === 0 ? text('Aucun échange n’est noté.') : { kind: 'list', items: facts.map(plainRuns) },
    { kind: 'heading', text: 'Bordereau des pièces' },
    exhibitsTable(dossier.exhibits, places, coverPages),
  ];
};

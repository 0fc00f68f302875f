import type { Context } from '../../context.ts';
import { listLettersOf } from '../../db/letters.ts';
import { type Court, type CourtKind, courtOf } from '../../domain/law/court.ts';
import { formatDay } from '../../domain/dates.ts';
import { isFrench } from '../../domain/people/french-territory.ts';
import { deadlineOf } from '../../domain/law/letter.ts';
import { RelanceError } from '../../errors.ts';
import { plainRuns, type Content } from '../../document/content.ts';
import { requireCreditor } from '../compose-message.ts';
import { accountTable, invoicesTable, isOneTable, claimedCentsOf } from './letter-blocks.ts';
import { claimInvoices } from './claimed-invoices.ts';
import { invoicesOfOneClient, type ComposedLetter, composeLetter } from './compose-letter.ts';
import { exhibitLines, factLines } from './exhibits.ts';
import { letterPenalties, penaltyWords } from './letter-penalties.ts';

export interface ComposedInjonction extends ComposedLetter {
  court: Court;
}

/** An order to pay is not for every debtor. */
const refuseDebtor = (ctx: Context, references: readonly string[]): void => {
  const { client } = invoicesOfOneClient(ctx, references);
  if (client.kind === 'public')
    throw new RelanceError('L’injonction de payer ne se demande pas contre une personne publique', {
      code: 'public-debtor',
      hint: 'médiateur des entreprises, puis référé-provision devant le juge administratif : prenez conseil',
    });
  if (!isFrench(client.country))
    throw new RelanceError('Cette injonction se demande au tribunal du débiteur, en France', {
      code: 'foreign-debtor',
      hint: 'dans l’Union, l’injonction européenne (règlement 1896/2006, formulaire A) : relance ne l’écrit pas',
    });
};

/** A deadline given to the client has to pass first. */
const refuseEarly = (ctx: Context, invoiceIds: readonly number[], today: string): boolean => {
  const letters = invoiceIds.flatMap((id) => listLettersOf(ctx.db(), id, today));
  const posted = letters.filter(({ kind, postedOn }) => kind === 'mise-en-demeure' && postedOn !== null);
  for (const letter of posted) {
    const deadline = deadlineOf(letter);
    if (deadline !== null && deadline >= today)
      throw new RelanceError(`La mise en demeure laisse au client jusqu’au ${formatDay(deadline)}`, {
        code: 'deadline',
        hint: 'attendez que ce délai soit passé',
      });
  }
  return posted.length > 0;
};

const factsBlock = (facts: readonly string[]): Content[] =>
  facts.length === 0
    ? []
    : [
        { kind: 'paragraph', runs: plainRuns('Les échanges et les règlements sont les suivants :') },
        { kind: 'list', items: facts.map(plainRuns) },
      ];

/** The request for an order to pay (CPC 1405 to 1407). Throws RelanceError with the reason when none can be made. */
export const composeInjonction = async (
  ctx: Context,
  references: readonly string[],
  {
    court: asked,
    isDespiteDispute = false,
  }: { court?: CourtKind | undefined; isDespiteDispute?: boolean } = {},
): Promise<ComposedInjonction> => {
  refuseDebtor(ctx, references);
  const { client, currency, claimed, doubts, decisions } = await claimInvoices(ctx, references, {
    isThreat: true,
    isDespiteDispute,
  });
  const creditor = requireCreditor(ctx);
  const isDemanded = refuseEarly(
    ctx,
    claimed.map(({ invoice }) => invoice.id),
    ctx.today,
  );
  const court = courtOf(client, asked);
  const { amounts, figures, perDayCents, isProvisional } = letterPenalties(ctx, claimed, {
    creditor,
    client,
    currency,
  });
  const letter = composeLetter(ctx, {
    kind: 'injonction',
    ...{ client, creditor, claimed, currency, decisions },
    totalCents: claimedCentsOf(claimed) + (amounts?.totalCents ?? 0),
    words: {
      ...penaltyWords({ amounts, figures, perDayCents, isProvisional }, currency),
      tribunal: `${court.name.startsWith('chambre') ? 'de la' : 'du'} ${court.name}`,
      pieces: 1,
    },
    blocks: {
      invoices: isOneTable(claimed) ? [] : [invoicesTable(claimed, currency)],
      account: [accountTable(claimed, amounts, { currency, on: ctx.today })],
      facts: factsBlock(factLines(ctx, claimed, currency)),
      enclosures: [{ kind: 'list', items: exhibitLines(ctx, claimed).map(plainRuns), isNumbered: true }],
    },
    warnings: [
      ...doubts,
      ...(isDemanded
        ? []
        : ['aucune mise en demeure n’est notée comme postée : le juge en attend souvent une']),
      ...(court.reserve === null ? [] : [court.reserve]),
    ],
  });
  return { ...letter, court };
};

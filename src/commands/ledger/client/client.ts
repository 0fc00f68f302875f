import { Command } from 'commander';
import { listClientCards, showClientCard } from './client-cards.ts';
import { askClientEmail, askKind, type NewClient } from './client-choice.ts';
import { askClientChanges, askContactDetails } from './client-wizard.ts';
import { checklistOptions, type ChecklistFlags } from './checklist-flags.ts';
import { settleGreeting, tellGreeting } from './client-greeting.ts';
import {
  clientChangeOptions,
  clientOptions,
  parseClientFlags,
  type ClientChangeFlags,
} from './client-flags.ts';
import { signOptions, type SignFlags } from './sign-flags.ts';
import type { Context } from '../../../context.ts';
import {
  duplicateClient,
  findClientByName,
  insertClient,
  mainCurrency,
  resolveClient,
  updateClient,
} from '../../../db/clients.ts';
import type { Client, ClientFields } from '../../../domain/people/client.ts';
import { CLIENT_KINDS } from '../../../domain/people/client-kind.ts';
import { parseLine } from '../../../domain/text-input.ts';
import { settleDoubts } from '../../../desk/doubts.ts';
import { missingFlag } from '../../../desk/flags.ts';
import { usageError } from '../../../errors.ts';
import { refusePublicTerm } from '../invoice/payment-terms.ts';
import { readScenarioName } from '../invoice/invoice-flags.ts';
import { runChecklist } from './record-checklist.ts';
import { recordSign } from './record-signs.ts';
import { renderClient } from './client-view.ts';

type Flags = ClientChangeFlags & { scenario?: string; yes?: boolean };

const CLIENT_ARGUMENT = 'nom, ou partie qui suffit à le désigner';

export const clientCommand = (ctx: Context): Command =>
  new Command('client')
    .description('Tient la liste de vos clients.')
    .addCommand(addSubcommand(ctx))
    .addCommand(listSubcommand(ctx))
    .addCommand(showSubcommand(ctx))
    .addCommand(editSubcommand(ctx))
    .addCommand(checklistSubcommand(ctx))
    .addCommand(signalSubcommand(ctx))
    .addHelpText(
      'after',
      '\nExemple :\n  relance client add "Studio Dupont" --type entreprise --email compta@dupont.fr\n',
    );

const addSubcommand = (ctx: Context): Command =>
  clientOptions(
    new Command('add')
      .alias('ajouter')
      .summary('enregistre un client')
      .description('Enregistre un client.')
      .argument('[nom]', 'nom du client'),
  )
    .option('--scenario <nom>', 'scénario de relance de ce client')
    .option('--yes', 'enregistre même un SIREN dont la clé est fausse')
    .addHelpText(
      'after',
      '\nExemple :\n  relance client add "Studio Dupont" --type entreprise --contact "Mme Petit"\n',
    )
    .action((name: string | undefined, flags: Flags) => addClient(ctx, name, flags));

const listSubcommand = (ctx: Context): Command =>
  new Command('list')
    .alias('liste')
    .summary('liste les clients')
    .description('Liste les clients, avec ce qu’ils doivent.')
    .option('--date <date>', 'voir un autre jour')
    .addHelpText('after', '\nExemple :\n  relance client list\n')
    .action((options: { date?: string }) => listClientCards(ctx, options));

const showSubcommand = (ctx: Context): Command =>
  new Command('show')
    .alias('voir')
    .summary('montre un client, comment il paie, et ses factures à payer')
    .description('Montre un client, comment il paie (de A à E, avec le calcul) et ses factures à payer.')
    .argument('<client>', CLIENT_ARGUMENT)
    .option('--date <date>', 'voir un autre jour')
    .addHelpText('after', '\nExemple :\n  relance client show dupont\n')
    .action((reference: string, options: { date?: string }) => showClientCard(ctx, reference, options));

const editSubcommand = (ctx: Context): Command =>
  clientChangeOptions(
    new Command('edit')
      .alias('modifier')
      .summary('change la fiche d’un client')
      .description('Change la fiche d’un client ; une valeur vide ("") efface.')
      .argument('<client>', CLIENT_ARGUMENT),
  )
    .option('--scenario <nom>', 'scénario de relance de ce client')
    .option('--yes', 'enregistre même un SIREN dont la clé est fausse')
    .addHelpText('after', '\nExemple :\n  relance client edit dupont --email compta@dupont.fr\n')
    .action((reference: string, flags: Flags) => editClient(ctx, reference, flags));

const checklistSubcommand = (ctx: Context): Command =>
  checklistOptions(
    new Command('checklist')
      .alias('verifications')
      .summary('ce qu’il faut vérifier avant de signer, et vos réponses')
      .description('Ce qu’il faut vérifier avant de signer avec un client, et vos réponses.')
      .argument('<client>', CLIENT_ARGUMENT),
  )
    .addHelpText(
      'after',
      '\nExemple :\n  relance client checklist dupont --fait identite,existence --non acompte\n',
    )
    .action((reference: string, flags: ChecklistFlags) => runChecklist(ctx, reference, flags));

const signalSubcommand = (ctx: Context): Command =>
  signOptions(
    new Command('signal')
      .alias('signe')
      .summary('note ce qui alerte chez un client')
      .description('Note ce qui alerte chez un client ; « relance add » le rappelle.')
      .argument('<client>', CLIENT_ARGUMENT),
  )
    .addHelpText(
      'after',
      '\nExemple :\n  relance client signal dupont --signe autre-societe \\\n    --note "veut une facture au nom de Dupont Invest"\n',
    )
    .action((reference: string, flags: SignFlags) => recordSign(ctx, reference, flags));

const addClient = async (ctx: Context, typed: string | undefined, flags: Flags): Promise<void> => {
  ctx.allowNewDatabase();
  const { fields, doubts } = await parseClientFlags(flags);
  const scenario = await readScenario(ctx, flags.scenario);
  const name = parseLine(typed ?? (await askName(ctx)), 'Le nom du client');
  const existing = findClientByName(ctx.db(), name);
  if (existing) throw duplicateClient(existing);
  const given = await completeClient(ctx, { ...fields, ...(scenario !== undefined && { scenario }), name });
  const created = { ...given, ...(await settleGreeting(ctx, null, given)) };
  refusePublicTerm(created);
  await settleDoubts(ctx, doubts, flags.yes === true);
  const db = ctx.db();
  const client = db.transaction(() => insertClient(db, created, ctx.now)).immediate();
  report(ctx, client, 'enregistré', created);
};

/** `''` goes back to the default. */
const readScenario = async (ctx: Context, input: string | undefined): Promise<string | null | undefined> => {
  if (input === undefined) return undefined;
  return input.trim() === '' ? null : readScenarioName(ctx, input);
};

const askName = async (ctx: Context): Promise<string> => {
  if (!ctx.isInteractive)
    throw usageError(
      'Il manque le nom du client',
      'relance client add "Studio Dupont" --type entreprise',
      'missing-argument',
    );
  const prompts = await ctx.prompts();
  return prompts.text({ message: 'Nom du client', check: (text) => parseLine(text, 'Le nom du client') });
};

/** The type is required; a person who was asked for it is also asked how to reach the client. */
const completeClient = async (
  ctx: Context,
  given: Partial<ClientFields> & { name: string },
): Promise<NewClient> => {
  const { kind } = given;
  if (kind !== undefined) return { ...given, kind };
  if (!ctx.isInteractive) throw missingFlag('--type', `choisissez parmi : ${CLIENT_KINDS.join(', ')}`);
  const prompts = await ctx.prompts();
  const asked = await askKind(prompts);
  const email = given.email === undefined ? await askClientEmail(prompts) : given.email;
  return { ...(await askContactDetails(prompts, given)), ...given, kind: asked, email };
};

const editClient = async (ctx: Context, reference: string, flags: Flags): Promise<void> => {
  const db = ctx.db();
  const client = resolveClient(db, reference);
  const { fields, doubts } = await parseClientFlags(flags, {
    country: client.country,
    currency: mainCurrency(db, client.id),
  });
  const scenario = await readScenario(ctx, flags.scenario);
  const changes: Partial<ClientFields> = {
    ...fields,
    ...(scenario !== undefined && { scenario }),
  };
  // A SIRET of another company does not outlive its SIREN.
  if (fields.siren && fields.siret === undefined && !client.siret?.startsWith(fields.siren))
    changes.siret = null;
  const wanted = Object.keys(changes).length > 0 ? changes : await askChanges(ctx, client);
  const asked = await settleGreeting(ctx, client, wanted);
  refusePublicTerm({ ...client, ...asked });
  await settleDoubts(ctx, doubts, flags.yes === true);
  report(ctx, db.transaction(() => updateClient(db, client.id, asked)).immediate(), 'modifié', asked);
};

const askChanges = async (ctx: Context, client: Client): Promise<Partial<ClientFields>> => {
  if (ctx.isInteractive) return askClientChanges(await ctx.prompts(), client);
  throw usageError(
    'Rien à changer : indiquez ce qui change',
    `relance client edit ${client.id} --email compta@exemple.fr`,
    'nothing-to-change',
  );
};

const report = (ctx: Context, client: Client, done: string, changes: Partial<ClientFields>): void => {
  ctx.show({ client }, () => [`Client ${done}.`, ...renderClient(client, ctx)]);
  tellGreeting(ctx, client, changes);
};

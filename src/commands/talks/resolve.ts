import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { findContact, updateContactStatus, type ContactDetail } from '../../db/contacts.ts';
import { settleOrphans } from '../../db/send-lock.ts';
import type { ContactStatus } from '../../domain/schedule/contact.ts';
import { parseCount } from '../../domain/count.ts';
import { RelanceError, usageError } from '../../errors.ts';
import { STATUS_LABELS } from '../../ui/labels.ts';
import { contactJson, contactTitle, renderResolved } from './resolve-view.ts';

type Answer = 'parti' | 'pasParti' | 'nonRemis';
type ResolveOptions = { [K in Answer]?: boolean };

const STATUS_OF: Record<Answer, ContactStatus> = {
  parti: 'sent',
  pasParti: 'failed',
  nonRemis: 'undelivered',
};

/** What may still be said of an attempt: the database allows no other path. */
const ALLOWED: Partial<Record<ContactStatus, Answer[]>> = {
  uncertain: ['parti', 'pasParti', 'nonRemis'],
  draft: ['parti', 'pasParti', 'nonRemis'],
  sent: ['nonRemis'],
};

const CHOICES: Record<Answer, string> = {
  parti: 'il est parti',
  pasParti: 'il n’est pas parti',
  nonRemis: 'il est revenu, non remis au client',
};

export const resolveCommand = (ctx: Context): Command =>
  new Command('resolve')
    .description(
      'Dit ce qu’il est advenu d’un message\u00a0: envoi incertain, brouillon, ou message revenu non remis.',
    )
    .argument(
      '<contact>',
      'numéro du contact, donné par «\u00a0relance due\u00a0» ou «\u00a0relance show\u00a0»',
    )
    .option('--parti', 'il est parti\u00a0: l’étape est faite')
    .option('--pas-parti', 'il n’est pas parti\u00a0: l’étape reste à faire')
    .option('--non-remis', 'il est revenu\u00a0: l’étape est rouverte')
    .addHelpText('after', '\nExemple\u00a0:\n  relance resolve 12 --parti\n')
    .action((contact: string, options: ResolveOptions) => resolve(ctx, contact, options));

const resolve = async (ctx: Context, reference: string, options: ResolveOptions): Promise<void> => {
  const id = parseCount(reference.replace(/^(?:#|n°\s?)/u, ''), '<contact>');
  const given = (['parti', 'pasParti', 'nonRemis'] as const).filter((answer) => options[answer]);
  if (given.length > 1)
    throw usageError(
      'Une seule réponse à la fois\u00a0: --parti, --pas-parti ou --non-remis',
      undefined,
      'conflicting-options',
    );
  settleOrphans(ctx.db());
  const answer = given[0] ?? (await ask(ctx, findContact(ctx.db(), id)));
  record(ctx, id, answer);
  const contact = findContact(ctx.db(), id);
  if (ctx.isJson) ctx.printJson({ contact: contactJson(contact) });
  else ctx.print(renderResolved(contact));
};

const refuse = (contact: ContactDetail): RelanceError => {
  if (contact.status === 'sending')
    return new RelanceError(`Le contact n°\u00a0${contact.id} est en cours d’envoi`, {
      code: 'sending-locked',
      hint: 'attendez que l’envoi se termine, puis recommencez',
    });
  const allowed = ALLOWED[contact.status];
  const title = `Le contact n°\u00a0${contact.id} est «\u00a0${STATUS_LABELS[contact.status]}\u00a0»`;
  return allowed
    ? new RelanceError(`${title}\u00a0: on peut seulement dire qu’il n’a pas été remis`, {
        code: 'contact-settled',
        hint: `relance resolve ${contact.id} --non-remis`,
      })
    : new RelanceError(`${title}\u00a0: il n’y a rien à éclaircir`, {
        code: 'contact-settled',
        hint: 'relance due montre ce qui reste à éclaircir',
      });
};

const ask = async (ctx: Context, contact: ContactDetail): Promise<Answer> => {
  const allowed = ALLOWED[contact.status];
  if (!allowed) throw refuse(contact);
  if (!ctx.isInteractive)
    throw usageError(
      'Il manque --parti, --pas-parti ou --non-remis',
      `relance resolve ${contact.id} --parti`,
      'missing-option',
    );
  const prompts = await ctx.prompts();
  ctx.print(`${contactTitle(contact)}.`);
  return prompts.choose<Answer>(
    'Qu’est devenu ce message\u202f?',
    allowed.map((value) => ({ name: CHOICES[value], value })),
  );
};

const record = (ctx: Context, id: number, answer: Answer): void => {
  const db = ctx.db();
  db.transaction(() => {
    const contact = findContact(db, id);
    if (!ALLOWED[contact.status]?.includes(answer)) throw refuse(contact);
    updateContactStatus(db, id, STATUS_OF[answer]);
  }).immediate();
};

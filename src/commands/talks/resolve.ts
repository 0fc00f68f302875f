import { Command } from 'commander';
import type { Context } from '../../context.ts';
import { findContact, updateContactStatus, type ContactDetail } from '../../db/contacts.ts';
import { settleOrphans } from '../../db/send-lock.ts';
import type { ContactStatus } from '../../domain/schedule/contact.ts';
import { parseCount } from '../../domain/count.ts';
import { RelanceError } from '../../errors.ts';
import { STATUS_LABELS } from '../../ui/labels.ts';
import { contactJson, contactTitle, renderResolved } from './resolve-view.ts';
import { conflictingFlags, missingFlag } from '../../desk/flags.ts';

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
      'Dit ce qu’il est advenu d’un message : envoi incertain, brouillon, ou message revenu non remis.',
    )
    .argument('<contact>', 'numéro du contact, donné par « relance due » ou « relance show »')
    .option('--parti', 'il est parti : l’étape est faite')
    .option('--pas-parti', 'il n’est pas parti : l’étape reste à faire')
    .option('--non-remis', 'il est revenu : l’étape est rouverte')
    .addHelpText('after', '\nExemple :\n  relance resolve 12 --parti\n')
    .action((contact: string, options: ResolveOptions) => resolve(ctx, contact, options));

const resolve = async (ctx: Context, reference: string, options: ResolveOptions): Promise<void> => {
  const id = parseCount(reference.replace(/^(?:#|n°\s?)/u, ''), '<contact>');
  const given = (['parti', 'pasParti', 'nonRemis'] as const).filter((answer) => options[answer]);
  if (given.length > 1)
    throw conflictingFlags(
      'Une seule réponse à la fois : --parti, --pas-parti ou --non-remis',
      'relance resolve --help',
    );
  settleOrphans(ctx.db());
  const answer = given[0] ?? (await ask(ctx, findContact(ctx.db(), id)));
  record(ctx, id, answer);
  const contact = findContact(ctx.db(), id);
  ctx.show({ contact: contactJson(contact) }, () => renderResolved(contact));
};

const refuse = (contact: ContactDetail): RelanceError => {
  if (contact.status === 'sending')
    return new RelanceError(`Le contact n° ${contact.id} est en cours d’envoi`, {
      code: 'sending-locked',
      hint: 'attendez que l’envoi se termine, puis recommencez',
    });
  const allowed = ALLOWED[contact.status];
  const title = `Le contact n° ${contact.id} est « ${STATUS_LABELS[contact.status]} »`;
  return allowed
    ? new RelanceError(`${title} : on peut seulement dire qu’il n’a pas été remis`, {
        code: 'contact-settled',
        hint: `relance resolve ${contact.id} --non-remis`,
      })
    : new RelanceError(`${title} : il n’y a rien à éclaircir`, {
        code: 'contact-settled',
        hint: 'relance due montre ce qui reste à éclaircir',
      });
};

const ask = async (ctx: Context, contact: ContactDetail): Promise<Answer> => {
  const allowed = ALLOWED[contact.status];
  if (!allowed) throw refuse(contact);
  if (!ctx.isInteractive)
    throw missingFlag('--parti, --pas-parti ou --non-remis', `relance resolve ${contact.id} --parti`);
  const prompts = await ctx.prompts();
  ctx.print(`${contactTitle(contact)}.`);
  return prompts.choose<Answer>(
    'Qu’est devenu ce message ?',
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

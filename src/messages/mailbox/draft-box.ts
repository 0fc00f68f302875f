import type { Context } from '../../context.ts';
import { RelanceError } from '../../errors.ts';
import type { Mailbox } from '../../mail/imap.ts';
import type { DraftPlace, PutDraft } from '../drafts.ts';
import { faultOf } from '../send-faults.ts';
import { requireMailbox } from './mailbox-account.ts';

const FLAGS = ['\\Draft', '\\Seen'];

const noFolder = (): RelanceError =>
  new RelanceError('Votre boîte aux lettres n’a pas de dossier des brouillons', {
    code: 'no-drafts-folder',
    hint: 'écrivez des fichiers : relance send --brouillons <dossier>',
  });

/** With its Drafts folder open: it is kept awake while a person reads, and searched if need be. */
const connect = async (ctx: Context): Promise<{ mailbox: Mailbox; folder: string }> => {
  const { settings } = await requireMailbox(ctx);
  const { openMailbox } = await import('../../mail/imap.ts');
  const mailbox = await openMailbox(settings);
  try {
    const folder = await mailbox.specialFolder('\\Drafts');
    if (folder === null) throw noFolder();
    await mailbox.open(folder);
    return { mailbox, folder };
  } catch (error) {
    await mailbox.close();
    throw error;
  }
};

const failed = (ctx: Context, error: unknown): PutDraft => ({
  kind: 'failed',
  error: `brouillon impossible à écrire : ${faultOf(ctx, error).message}`,
});

const KEPT: PutDraft = { kind: 'kept', path: null, note: null };

const inDoubt = (contact: number): PutDraft => ({
  ...{ kind: 'kept', path: null },
  note: `le serveur ne l’a pas confirmé : s’il n’est pas dans vos brouillons, relance resolve ${contact} --pas-parti`,
});

/**
 * The Drafts folder of the mailbox, once the server has let us in.
 * @throws RelanceError `no-mailbox`, `no-drafts-folder`, or what the server refuses
 */
export const openDraftBox = async (ctx: Context): Promise<DraftPlace> => {
  let open: { mailbox: Mailbox; folder: string } | null = await connect(ctx);

  const close = async (): Promise<void> => {
    const former = open;
    open = null;
    await former?.mailbox.close();
  };

  /** What a cut line leaves unknown, the folder tells; unless the server was slow, and may still be at work. */
  const lookAgain = async (fault: unknown, messageId: string, contact: number): Promise<PutDraft> => {
    try {
      await close();
      open = await connect(ctx);
      if (await open.mailbox.has(messageId)) return KEPT;
    } catch {
      return inDoubt(contact);
    }
    const isCut = fault instanceof RelanceError && fault.code === 'imap-unavailable';
    return isCut ? failed(ctx, fault) : inDoubt(contact);
  };

  return {
    put: async ({ contact, message, raw }) => {
      try {
        if (open?.mailbox.isConnected() !== true) {
          await close();
          open = await connect(ctx);
        }
      } catch (error) {
        return failed(ctx, error);
      }
      const { mailbox, folder } = open;
      try {
        await mailbox.append(folder, raw, { flags: FLAGS, date: ctx.now });
        return KEPT;
      } catch (error) {
        return error instanceof RelanceError && error.code === 'imap-append-refused'
          ? failed(ctx, error)
          : lookAgain(error, message.messageId, contact);
      }
    },
    close,
  };
};

import { readFactDay } from '../../../desk/days.ts';
import { refuseTogether } from '../../../desk/flags.ts';
import { readSign, type SignFlags } from './sign-flags.ts';
import type { Context } from '../../../context.ts';
import { cancelSign, insertSign, listSigns } from '../../../db/client-signs.ts';
import { resolveClient } from '../../../db/clients.ts';
import type { Client } from '../../../domain/people/client.ts';
import { SIGN_LABELS, type ClientSign } from '../../../domain/people/client-sign.ts';
import { parseCount } from '../../../domain/count.ts';
import { formatDay, type LocalDate } from '../../../domain/dates.ts';
import { oneLine } from '../../../domain/typography.ts';
import { RelanceError, usageError } from '../../../errors.ts';
import { renderSigns } from './payer-view.ts';

/** Notes a warning sign, or withdraws one; then what stands. */
export const recordSign = async (ctx: Context, reference: string, flags: SignFlags): Promise<void> => {
  const client = resolveClient(ctx.db(), reference);
  refuseTogether(flags, 'annuler', ['signe', 'note'], 'relance client signal --help');
  const on = await readFactDay(ctx, flags.le);
  const told =
    flags.annuler === undefined
      ? noteSign(ctx, client, { ...(await readSign(ctx, flags, client.id)), on })
      : withdrawSign(ctx, client, parseCount(flags.annuler, '--annuler'), on);
  const signs = listSigns(ctx.db(), client.id, ctx.today);
  ctx.show({ client, signs }, () => [
    `${oneLine(client.name)} : ${told}.`,
    ...renderSigns(signs, ctx),
    `→ relance client show ${client.id}`,
  ]);
};

/** The same sign typed twice is one sign: it would weigh twice. */
const noteSign = (ctx: Context, client: Client, sign: Omit<ClientSign, 'id'>): string => {
  const db = ctx.db();
  db.transaction(() => {
    const same = listSigns(db, client.id, ctx.today).find(
      ({ kind, note, on }) => kind === sign.kind && note === sign.note && on === sign.on,
    );
    if (same)
      throw new RelanceError(`Ce signe est déjà noté (n° ${same.id})`, {
        code: 'known-sign',
        hint: `pour le retirer : relance client signal ${client.id} --annuler ${same.id}`,
      });
    insertSign(db, { ...sign, clientId: client.id }, ctx.now);
  }).immediate();
  return `signe noté, ${SIGN_LABELS[sign.kind]}`;
};

const withdrawSign = (ctx: Context, client: Client, id: number, on: LocalDate): string => {
  const db = ctx.db();
  return db
    .transaction(() => {
      const sign = listSigns(db, client.id, ctx.today).find((standing) => standing.id === id);
      if (!sign)
        throw new RelanceError(`${oneLine(client.name)} n’a pas de signe n° ${id}`, {
          code: 'unknown-sign',
          hint: `relance client show ${client.id}`,
        });
      if (on < sign.on)
        throw usageError(
          `--le : le ${formatDay(on)} précède ce signe, du ${formatDay(sign.on)}`,
          'vérifiez la date',
          'before-sign',
        );
      cancelSign(db, id, on);
      return `signe n° ${id} retiré, ${SIGN_LABELS[sign.kind]}`;
    })
    .immediate();
};

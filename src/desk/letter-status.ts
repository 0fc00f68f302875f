import { serveBefore } from '../domain/law/court.ts';
import { formatDay, type LocalDate } from '../domain/dates.ts';
import { deadlineOf, letterStateOn, natureOf, type Letter } from '../domain/law/letter.ts';
import { oneLine } from '../domain/typography.ts';

const RETURN_TEXT = {
  refused: 'refusée par le destinataire (elle reste valable)',
  unclaimed: 'non réclamée (elle reste valable)',
  'unknown-address': 'revenue : destinataire inconnu à cette adresse',
} as const;

/** What has become of a letter, in the order of its days. */
export const letterLifeText = (letter: Letter): string => {
  const { writtenOn, postedOn, presentedOn, receivedOn, returned, tracking } = letter;
  const parts = [
    `${natureOf(letter).isMasculine ? 'écrit' : 'écrite'} le ${formatDay(writtenOn)}`,
    ...(postedOn === null
      ? []
      : [`postée le ${formatDay(postedOn)}${tracking === null ? '' : ` (n° ${tracking})`}`]),
    ...(presentedOn === null ? [] : [`présentée le ${formatDay(presentedOn)}`]),
    ...(receivedOn === null ? [] : [`reçue le ${formatDay(receivedOn)}`]),
    ...(returned === null ? [] : [`${RETURN_TEXT[returned.reason]}, le ${formatDay(returned.on)}`]),
  ];
  return parts.join(', ');
};

/** What a person has to do with a letter today, and the command that says it is done. */
export const letterTask = (
  letter: Letter,
  number: string,
  today: LocalDate,
): { state: 'to-post' | 'number-missing' | 'expired'; text: string; command: string } | null => {
  const state = letterStateOn(letter, today);
  const { command, title } = natureOf(letter);
  const what = title.toLowerCase();
  const name = oneLine(number);
  if (state === 'to-post')
    return {
      state,
      text: `${what} écrite le ${formatDay(letter.writtenOn)}, à poster`,
      command: `relance ${command} ${name} --postee ${formatDay(today)}${letter.sending === 'lrar' ? ' --lrar <numéro>' : ''}`,
    };
  if (state === 'number-missing')
    return {
      state,
      text: `${what} postée le ${formatDay(letter.postedOn ?? today)}, numéro à saisir`,
      command: `relance ${command} ${name} --lrar <numéro>`,
    };
  if (state === 'expired')
    return {
      state,
      text: `${what} : délai expiré depuis le ${formatDay(deadlineOf(letter) ?? today)}`,
      command:
        letter.kind === 'decheance-du-terme'
          ? `relance plan ${name} --fin : le solde est exigible`
          : `relance injonction ${name}, relance dossier ${name}`,
    };
  return null;
};

/** An order to pay that waits to be served. */
export const orderTask = (
  orderedOn: LocalDate,
  number: string,
  today: LocalDate,
): { state: 'to-serve'; text: string; command: string } => {
  const last = serveBefore(orderedOn);
  return {
    state: 'to-serve',
    text:
      today > last
        ? `ordonnance du ${formatDay(orderedOn)} non avenue, faute de signification avant le ${formatDay(last)}`
        : `ordonnance du ${formatDay(orderedOn)} à faire signifier au plus tard le ${formatDay(last)}`,
    command: `relance injonction ${oneLine(number)}${today > last ? '' : ' --signifiee <date>'}`,
  };
};

/** A letter for scripts. */
export const letterJson = (letter: Letter, numbers: string[] | null, today: LocalDate) => ({
  id: letter.id,
  kind: letter.kind,
  ...(numbers !== null && { invoices: numbers }),
  writtenOn: letter.writtenOn,
  currency: letter.currency,
  totalCents: letter.totalCents,
  delayDays: letter.delayDays,
  sending: letter.sending,
  tracking: letter.tracking,
  postedOn: letter.postedOn,
  presentedOn: letter.presentedOn,
  receivedOn: letter.receivedOn,
  returnedOn: letter.returned?.on ?? null,
  returnReason: letter.returned?.reason ?? null,
  deadlineOn: deadlineOf(letter),
  state: letterStateOn(letter, today),
});

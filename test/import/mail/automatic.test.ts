import { describe, expect, it } from 'vitest';
import {
  FROM_JEANNE,
  multipart,
  partOf,
  read,
  textPart,
  type Headers,
} from '../../helpers/received-mails.ts';

const AUTOMATIC: Headers = { ...FROM_JEANNE, 'Auto-Submitted': 'auto-replied' };

const kindOf = async (headers: Headers, text = 'Bonjour, je suis absente.'): Promise<string> =>
  (await read(textPart(text, { ...FROM_JEANNE, ...headers }))).kind;

const absence = async (text: string, today?: string): Promise<unknown> => {
  const mail = await read(textPart(text, AUTOMATIC), today);
  return mail.kind === 'automatic' ? { returnsOn: mail.returnsOn, substitute: mail.substitute } : mail.kind;
};

describe('an answer that nobody wrote', () => {
  it.each<[string, Headers, string]>([
    ['Auto-Submitted', { 'Auto-Submitted': 'auto-generated; owner-email="x"' }, 'automatic'],
    ['Auto-Submitted: no', { 'Auto-Submitted': 'no' }, 'message'],
    ['what Exchange writes', { 'X-Auto-Response-Suppress': 'All' }, 'automatic'],
    ['the same with None', { 'X-Auto-Response-Suppress': 'None' }, 'message'],
    ['Precedence: bulk', { Precedence: 'bulk' }, 'automatic'],
    ['Precedence: list', { Precedence: 'list' }, 'message'],
    ['X-Autoreply', { 'X-Autoreply': 'yes' }, 'automatic'],
    ['X-Autorespond', { 'X-Autorespond': 'Absence' }, 'automatic'],
    ['a subject and nobody behind it', { Subject: 'Absence', 'Return-Path': '<>' }, 'automatic'],
    ['a subject of a program and its text', { Subject: 'Réponse automatique : Facture' }, 'automatic'],
    ['a subject alone', { Subject: 'Absence de bon de commande' }, 'message'],
    ['a person away', { Subject: 'Out of office' }, 'message'],
    ['somebody who answers one', { Subject: 'Re: Réponse automatique : Facture' }, 'message'],
  ])('by %s', async (_, headers, kind) => {
    expect(await kindOf(headers)).toBe(kind);
  });

  it('is not that of a person who writes with the subject of a program', async () => {
    expect(await kindOf({ Subject: 'Réponse automatique : Facture' }, 'Je vous paie vendredi.')).toBe(
      'message',
    );
  });

  it.each([
    ['de lecture', 'disposition-notification', 'Disposition: manual-action/MDN-sent-manually; displayed'],
    [
      'de suppression',
      'disposition-notification',
      'Disposition: automatic-action/MDN-sent-automatically; deleted',
    ],
    ['de plainte', 'feedback-report', 'Feedback-Type: abuse'],
  ])('un avis %s', async (_, type, fields) => {
    const mail = await read(
      multipart(
        `report; report-type=${type}`,
        [
          textPart('Your message could not be delivered: 550 5.1.1'),
          partOf({ 'Content-Type': `message/${type}` }, fields),
        ],
        FROM_JEANNE,
      ),
    );
    expect(mail.kind).toBe('automatic');
  });

  it.each([
    ['Je suis absente. De retour le 23 novembre.', '2026-11-23'],
    ['De retour le lundi 23 novembre 2026, bien à vous', '2026-11-23'],
    ['De retour le mardi 23 novembre 2026', null],
    ['Je serai de retour lundi.', '2026-11-23'],
    ['Je serai absente du 5 au 20 novembre', '2026-11-21'],
    ['Absente jusqu’au 27/11/2026 inclus.', '2026-11-28'],
    ['Absente jusqu’au 27/11 inclus.', '2026-11-28'],
    ['Absente jusqu’au 27 novembre', '2026-11-28'],
    ['Absente jusqu’au 27 novembre exclu', '2026-11-27'],
    ['Absente jusqu’au 27 et de retour le 30 novembre', '2026-11-30'],
    ['Absente jusqu’au 1er décembre', '2026-12-02'],
    ['I am away and will be back on November 30', '2026-11-30'],
    ['Back on Monday, 30th of November 2026', '2026-11-30'],
    ['Out of the office until 30 November', '2026-11-30'],
    ['Out of the office through 27 November', '2026-11-28'],
    ['On leave until 10/12/2026', null],
    ['On leave until 23/11/2026', '2026-11-23'],
    ['I will get back to you on Monday', null],
    ['Absente en janvier, de retour le 4 janvier', '2027-01-04'],
    ['De retour le 2 novembre', null],
    ['De retour le 2 novembre 2025', null],
    ['De retour le 23 novembre 2028', null],
    ['De retour le 31 novembre', null],
    ['De retour le 23 novembre. Fermé ensuite : de retour le 4 janvier.', null],
    ['Réunion le 23 novembre.', null],
    ['Absente. Le bureau est ouvert du lundi au vendredi.', null],
    ['Offre valable jusqu’au 27 novembre', null],
    ['Je ne suis pas là.', null],
  ])('« %s » : retour %s', async (text, returnsOn) => {
    expect(await absence(text)).toEqual({ returnsOn, substitute: null });
  });

  it('says « lundi » from the day it was written, even read later', async () => {
    expect(await absence('De retour lundi', '2026-11-20')).toEqual({
      returnsOn: '2026-11-23',
      substitute: null,
    });
    expect(await absence('De retour lundi', '2026-11-25')).toEqual({ returnsOn: null, substitute: null });
  });

  it.each([
    ['En cas d’urgence, écrivez à compta@atelier-lune.fr.', 'compta@atelier-lune.fr'],
    ['Please contact Marc <marc@atelier-lune.fr>', 'marc@atelier-lune.fr'],
    ['Urgence : compta@atelier-lune.fr ou marc@atelier-lune.fr', null],
    ['Urgence : compta@atelier-lune.fr, oui, COMPTA@atelier-lune.fr', 'COMPTA@atelier-lune.fr'],
    ['Contact : jeanne@atelier-lune.fr, paul@durand.fr', null],
    ['Contact : ne-pas-repondre@atelier-lune.fr', null],
    ['Bien à vous. compta@atelier-lune.fr', null],
  ])('« %s » : à la place, %s', async (text, substitute) => {
    expect(await absence(text)).toEqual({ returnsOn: null, substitute });
  });
});

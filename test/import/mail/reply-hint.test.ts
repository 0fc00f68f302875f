import { describe, expect, it } from 'vitest';
import { hintOf } from '../../../src/import/mail/reply-hint.ts';

/** A Monday. */
const TODAY = '2026-11-16';

describe('what an answer seems to say', () => {
  it.each([
    ['Je vous paie vendredi.', '2026-11-20'],
    ['Bonjour,\nje vous règle\nce vendredi 20 novembre,\nBien à vous', '2026-11-20'],
    ['Nous vous réglerons le 30/11.', '2026-11-30'],
    ['Le virement sera effectué le 30 novembre 2026.', '2026-11-30'],
    ['Votre facture sera payée vendredi 27.', '2026-11-27'],
    ['Vous serez payé demain !', '2026-11-17'],
    ['On va faire le virement fin du mois', '2026-11-30'],
    ['Je vais payer cette semaine.', null],
    ['Je vous paie le 30 novembre ou le 15 décembre.', null],
    ['Je vous paie le 2 novembre.', null],
    ['Je vous paie le 30 novembre 2029.', null],
    ['Nous payons le 31/11.', null],
    ['Je ne conteste pas la facture. Je vous paie vendredi.', '2026-11-20'],
    ['Je vous paie au plus tard vendredi, n’hésitez pas à m’appeler.', '2026-11-20'],
    ['Nous n’avons pas encore payé. Je vous paie vendredi.', '2026-11-20'],
    ['We will pay on Friday.', '2026-11-20'],
    ['Payment will be made on November 30th.', '2026-11-30'],
    ["I'll settle it tomorrow", '2026-11-17'],
  ])('« %s » promises for %s', (text, on) => {
    expect(hintOf(text, TODAY)).toEqual({ kind: 'promise', on });
  });

  it.each([
    ['already-paid', 'Virement fait hier.'],
    ['already-paid', 'Le virement a été effectué le 12 novembre.'],
    ['already-paid', 'Le paiement est déjà parti.'],
    ['already-paid', 'Nous avons déjà réglé cette facture.'],
    ['already-paid', 'J’ai fait le virement ce matin.'],
    ['already-paid', 'Cette facture a bien été payée.'],
    ['already-paid', 'We have already paid this invoice.'],
    ['already-paid', 'The payment was sent last week.'],
    ['dispute', 'Nous contestons cette facture.'],
    ['dispute', 'Je ne suis pas d’accord avec le montant.'],
    ['dispute', 'La livraison est non conforme.'],
    ['dispute', 'Le montant est erroné.'],
    ['dispute', 'Nous refusons de payer.'],
    ['dispute', 'We dispute this invoice.'],
    ['dispute', 'Je conteste cette facture : la prestation n’est pas conforme. Je ne paierai pas.'],
    ['dispute', 'Je conteste cette facture, la prestation n’est pas conforme et je ne paierai pas.'],
    ['dispute', 'Je ne paierai pas cette facture, que je conteste.'],
    ['dispute', 'Je ne paierai pas cette facture que je conteste.'],
    ['dispute', 'Je conteste cette facture dont rien n’a été livré.'],
    ['dispute', 'Nous contestons cette facture : le site ne fonctionne pas.'],
    ['dispute', 'Le montant ne correspond pas au devis.'],
    ['dispute', 'We will not pay, because we dispute this invoice.'],
    ['missing-order', 'Il manque le bon de commande.'],
    ['missing-order', 'Le numéro de commande ne figure pas sur la facture.'],
    ['missing-order', 'Il nous faut le numéro d’engagement.'],
    ['missing-order', 'The purchase order is missing.'],
    ['missing-invoice', 'Nous n’avons jamais reçu la facture.'],
    ['missing-invoice', 'Pouvez-vous nous renvoyer la facture ?'],
    ['missing-invoice', 'Je ne retrouve pas votre facture.'],
    ['missing-invoice', 'We never received the invoice.'],
    ['missing-invoice', 'Could you resend the invoice?'],
  ])('is %s: « %s »', (kind, text) => {
    expect(hintOf(text, TODAY)).toEqual({ kind });
  });

  it.each([
    '',
    'Bien reçu, merci.',
    'La facture ne sera pas payée.',
    'Je ne vous paie pas vendredi.',
    'Nous n’avons pas encore payé.',
    'Le virement n’a pas été fait.',
    'Le virement n’est pas parti.',
    'Je ne conteste pas.',
    'Nous ne contestons nullement.',
    'Aucune contestation de notre part.',
    'Je ne conteste pas cette facture, mais je ne paierai pas avant lundi.',
    'Je ne paierai pas avant lundi, je ne conteste pas la facture.',
    'Nous ne souhaitons pas la contester.',
    'Nous n’avons jamais contesté cette facture.',
    'Je conteste pas.',
    'Il n’y a pas de litige en cours, la facture n’est pas en litige.',
    'Nous ne sommes pas en désaccord.',
    'La facture n’est pas erronée.',
    'Je vous paie dès que j’ai l’avoir.',
    'Si je vous paie vendredi, renoncez-vous aux pénalités ?',
    'Puis-je payer vendredi ?',
    'Je vous paie vendredi, mais nous contestons la ligne 2.',
    'Nous n’avons jamais reçu la facture. Je vous paie vendredi.',
    'Je paierai une fois le bon de commande retrouvé.',
    'We will not pay.',
    "We won't pay on Friday.",
    "We don't dispute it.",
    'Have you been paid?',
    'Je vous paie vendredi. En fait, je ne pourrai pas.',
    'Je règle ça avec la comptabilité.',
    'Nous payons toujours à 60 jours.',
    'Le paiement sera refusé.',
    'J’ai bien reçu votre réclamation du 12.',
    'Je transmets votre facture à la comptabilité.',
    'Je vais transmettre votre facture à la comptabilité.',
    'I will forward your invoice to accounting.',
    'Nous n’avons pas vu d’erreur sur la facture.',
    'Le bon de commande n’est pas nécessaire.',
    'Il ne manque pas le bon de commande.',
  ])('is nothing sure: « %s »', (text) => {
    expect(hintOf(text, TODAY)).toEqual({ kind: 'none' });
  });

  it('takes no time on an endless text', () => {
    const begin = performance.now();
    for (const text of [
      'je '.repeat(100_000),
      'facture '.repeat(50_000),
      ' '.repeat(200_000),
      '12/'.repeat(70_000),
    ])
      expect(hintOf(text, TODAY)).toEqual({ kind: 'none' });
    expect(performance.now() - begin).toBeLessThan(3000);
  });
});

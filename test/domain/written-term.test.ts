import { describe, expect, it } from 'vitest';
import { dueOnFromTerms } from '../../src/domain/law/written-term.ts';

it('45 JFDM, issued on the last day of a month, is 45 days then the end of the month', () => {
  expect(dueOnFromTerms('45 JFDM', '2026-03-31')).toBe('2026-05-31');
  expect(dueOnFromTerms('2 mois', '2026-12-31')).toBe('2027-02-28');
});

it('whatever is written, no text is long to read', () => {
  const start = performance.now();
  for (const text of [
    '30 ',
    'jours ',
    'fin de mois ',
    'net ',
    '1 janvier ',
    'escompte, ',
    'cent ',
    '30 jours nets ',
  ])
    dueOnFromTerms(text.repeat(20_000), '2026-01-31');
  expect(performance.now() - start).toBeLessThan(5000);
});

describe('terms in words, for an invoice of 31 January 2026', () => {
  it.each([
    ['30 jours', '2026-03-02'],
    ['Paiement à 30 jours nets', '2026-03-02'],
    ['PAIEMENT 30\u00a0JOURS NET', '2026-03-02'],
    ['30j', '2026-03-02'],
    ['payable within 14 days', '2026-02-14'],
    ['Zahlbar innerhalb 30 Tagen netto', '2026-03-02'],
    ['30% d’acompte, solde à 30 j', '2026-03-02'],
    // 17/03 (end of the month of the invoice, then 45 days) against 31/03 (45 days, then end of month).
    ['45 jours fin de mois', '2026-03-31'],
    ['30 jours fin de mois le 10', '2026-04-10'],
    ['30 jours, 2 % d’escompte sous 10 jours', '2026-03-02'],
    ['avant le 09.02.2026', '2026-02-09'],
    ['avant le 9/2/2026', '2026-02-09'],
    ['due 2026-02-28', '2026-02-28'],
    ['bis 15.02.2026 mit 2% Skonto, bis 01.03.2026 netto', '2026-03-01'],
    ['Paiement à réception de facture', '2026-01-31'],
    ['Comptant', '2026-01-31'],
    // Units, abbreviations and codes.
    ['45 JFDM', '2026-03-31'],
    ['45JFM', '2026-03-31'],
    ['45 J. F.D.M.', '2026-03-31'],
    ['45 j fdm', '2026-03-31'],
    ['45 fin de mois', '2026-03-31'],
    ['45 days EOM', '2026-03-31'],
    ['45 jours date de facture fin de mois', '2026-03-31'],
    ['45 jours, fin de mois', '2026-03-31'],
    ['30 JFM 10', '2026-04-10'],
    ['30 JFDM le 15', '2026-04-15'],
    ['30 j. net', '2026-03-02'],
    ['30 jours DF', '2026-03-02'],
    ['30 jours à compter de la réception de la facture', '2026-03-02'],
    ['Net 60', '2026-04-01'],
    ['net60', '2026-04-01'],
    ['60 net', '2026-04-01'],
    ['n/30', '2026-03-02'],
    ['2/10 net 30', '2026-03-02'],
    ['2 % 10 jours, net 30', '2026-03-02'],
    ['3 semaines', '2026-02-21'],
    ['2 mois', '2026-03-31'],
    ['1 mois', '2026-02-28'],
    ['2 mois fin de mois', '2026-03-31'],
    ['quinzaine', '2026-02-15'],
    ['sous huitaine', '2026-02-08'],
    // Figures in letters.
    ['soixante jours', '2026-04-01'],
    ['Payable à quarante-cinq jours fin de mois', '2026-03-31'],
    ['trente (30) jours', '2026-03-02'],
    ['30 (trente) jours', '2026-03-02'],
    ['quatre-vingt-dix jours', '2026-05-01'],
    ['trente et un jours', '2026-03-03'],
    ['cent vingt jours', '2026-05-31'],
    ['deux mois', '2026-03-31'],
    // The end of a month, and a day of it.
    ['fin de mois', '2026-01-31'],
    ['Fin du mois suivant', '2026-02-28'],
    ['fin de mois + 30 jours', '2026-03-02'],
    ['fin de mois le 10', '2026-02-10'],
    ['30 j le 15', '2026-03-15'],
    ['30 jours le 15 du mois suivant', '2026-04-15'],
    ['le 15 du mois suivant', '2026-02-15'],
    ['payable le 10 du mois suivant', '2026-02-10'],
    ['échéance au 5 du mois suivant', '2026-02-05'],
    ['30 jours fin de mois + 10', '2026-04-10'],
    ['30 jours le 31', '2026-03-31'],
    // Days.
    ['à payer avant le 1er mars 2026', '2026-03-01'],
    ['échéance 28 février', '2026-02-28'],
    ['échéance : 28/02/26', '2026-02-28'],
    // At once.
    ['À réception', '2026-01-31'],
    ['dès réception de facture', '2026-01-31'],
    ['paiement comptant, sans escompte', '2026-01-31'],
    ['Due on receipt', '2026-01-31'],
    ['Paiement immédiat', '2026-01-31'],
    ['payable d’avance', '2026-01-31'],
    // What is said of discounts and lateness is no term.
    ['30 jours net sans escompte', '2026-03-02'],
    ['30 jours. Pas d’escompte pour paiement comptant', '2026-03-02'],
    ['Paiement à 30 jours pénalités de retard de 10 % après 60 jours', '2026-03-02'],
    ['À 30 jours. En cas de retard, tout est immédiatement exigible sous 90 jours', '2026-03-02'],
    ['zahlbar bis 15.02.2026 mit 2% Skonto bis 01.03.2026 netto', '2026-03-01'],
  ])('« %s » is due on %s', (terms, day) => {
    expect(dueOnFromTerms(terms, '2026-01-31')).toBe(day);
  });

  it.each([
    [null],
    [''],
    ['selon contrat'],
    ['365 jours'],
    ['bis 15.02.2025'],
    ['le 31.02.2026'],
    ['30 journées de travail'],
    ['indemnité de 40 €'],
    ['45'],
    ['30 jours ouvrés'],
    ['60 jours fin de décade'],
    ['selon vos conditions générales du 3 mai'],
    ['En cas de retard, tout est immédiatement exigible'],
    ['Pas d’escompte pour paiement comptant'],
    ['2 % d’escompte sous 10 jours'],
    ['Si paiement sous 10 jours, escompte de 2 %'],
    ['Montant net 60 €'],
    ['net 60,50'],
    ['trois fois le taux légal'],
    ['loi du 30 mois de mai'],
    ['capital de 30 000 euros'],
    ['RCS 45 678 901'],
  ])('« %s » says nothing', (terms) => {
    expect(dueOnFromTerms(terms, '2026-01-31')).toBeNull();
  });
});

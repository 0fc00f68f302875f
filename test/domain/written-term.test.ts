import { describe, expect, it } from 'vitest';
import { dueOnFromTerms } from '../../../src/import/einvoice/terms.ts';

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
  ])('« %s » says nothing', (terms) => {
    expect(dueOnFromTerms(terms, '2026-01-31')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { entriesOf, refusalOf, statementsOf } from '../../helpers/bank-refusal.ts';

const told = (content: string): unknown[] =>
  entriesOf(content).map(({ date, amountCents, label }) => [date, amountCents, label]);

const PAYPAL_FR = [
  '"Date","Heure","Fuseau horaire","Nom","Type","État","Devise","Avant commission","Commission","Net","De l\'adresse email","Numéro de transaction","Titre de l\'objet","Numéro de facture","Solde","Impact sur le solde"',
  '"14/01/2026","09:00:00","CET","Atelier Lune","Paiement sur site marchand","Terminé","EUR","1 440,00","-42,11","1 397,89","a@lune.example","T1","Mission","F-2026-014","1 397,89","Crédit"',
  '"14/01/2026","09:00:00","CET","Autre","Paiement","En attente","EUR","10,00","0,00","10,00","","T2","","","1 397,89","Mémo"',
  '"15/01/2026","10:00:00","CET","","Conversion de devise générale","Terminé","USD","-50,00","0,00","-50,00","","T3","","","0,00","Débit"',
  '"15/01/2026","10:00:00","CET","","Conversion de devise générale","Terminé","EUR","45,00","0,00","45,00","","T4","","","1 442,89","Crédit"',
  '"15/01/2026","11:00:00","CET","Papeterie","Paiement","Terminé","EUR","-8,50","0,00","-8,50","","T5","","","1 434,39","Débit"',
  '"16/01/2026","11:00:00","CET","Papeterie","Autorisation générale","Terminé","EUR","-8,50","0,00","-8,50","","T6","","","1 434,39","Mémo"',
  '',
].join('\n');

const PAYPAL_EN = [
  '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","Transaction ID","Item Title","Invoice Number","Balance","Balance Impact"',
  '"01/14/2026","09:00:00","CET","Atelier Lune","Website Payment","Completed","EUR","1,440.00","-42.11","1,397.89","a@lune.example","T1","","F-2026-014","1,397.89","Credit"',
  '"01/15/2026","11:00:00","CET","","General Withdrawal","Completed","EUR","-400.00","0.00","-400.00","","T5","","","997.89","Debit"',
  '"01/15/2026","11:00:00","CET","Late","Website Payment","Pending","EUR","50.00","0.00","50.00","","T7","","","997.89","Memo"',
  '"01/15/2026","11:00:00","CET","Late","Website Payment","Denied","EUR","50.00","0.00","50.00","","T8","","","997.89","Memo"',
  '',
].join('\n');

const STRIPE = [
  'id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description,Transfer,Transfer Date (UTC)',
  'txn_1,charge,ch_1,1440.00,21.85,1418.15,eur,2026-01-14 09:12,2026-01-16 00:00,Facture F-2026-014,po_1,2026-01-16 00:00',
  'txn_2,refund,re_1,-20.00,-0.30,-19.70,eur,2026-01-14 23:30,2026-01-16 00:00,REFUND FOR CHARGE,,',
  'txn_3,payout,po_1,-1398.45,0.00,-1398.45,eur,2026-01-16 06:00,2026-01-16 00:00,STRIPE PAYOUT,,',
  '',
].join('\n');

const STRIPE_REPORT = [
  'balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,description',
  'txn_1,2026-01-14 09:12:00,2026-01-16 00:00:00,eur,1440.00,21.85,1418.15,charge,ch_1,Facture F-2026-014',
  'txn_3,2026-01-16 06:00:00,2026-01-16 00:00:00,eur,-1418.15,0.00,-1418.15,payout,po_1,STRIPE PAYOUT',
  '',
].join('\n');

const STRIPE_PAYOUTS = [
  'id,Amount,Created (UTC),Currency,Livemode,Arrival Date (UTC),Source Type,Destination,Status,Type,Method,Description,Balance Transaction',
  'po_1,1398.45,2026-01-16 06:00,eur,true,2026-01-18 00:00,card,ba_1,paid,bank_account,standard,STRIPE PAYOUT,txn_3',
  'po_2,10.00,2026-01-17 06:00,eur,true,2026-01-19 00:00,card,ba_1,in_transit,bank_account,standard,STRIPE PAYOUT,txn_4',
  'po_3,10.00,2026-01-17 06:00,eur,true,2026-01-19 00:00,card,ba_1,failed,bank_account,standard,STRIPE PAYOUT,txn_5',
  '',
].join('\n');

describe('what collects payments for others tells the sum that was paid, and what it kept', () => {
  it('PayPal, in French: neither what waits, what is only noted, nor its conversions', () => {
    expect(told(PAYPAL_FR)).toEqual([
      ['2026-01-14', 144_000, 'Atelier Lune F-2026-014'],
      ['2026-01-14', -4211, 'Frais Atelier Lune F-2026-014'],
      ['2026-01-15', -850, 'Papeterie'],
    ]);
    expect(statementsOf(PAYPAL_FR)[0]?.pending).toBe(1);
  });

  it('PayPal, in English, the month first', () => {
    expect(told(PAYPAL_EN)).toEqual([
      ['2026-01-14', 144_000, 'Atelier Lune F-2026-014'],
      ['2026-01-14', -4211, 'Frais Atelier Lune F-2026-014'],
      ['2026-01-15', -40_000, 'General Withdrawal'],
    ]);
    expect(entriesOf(PAYPAL_EN)[0]).toMatchObject({ counterparty: 'Atelier Lune', bankId: 'T1' });
  });

  it('Stripe: the balance, its itemised report, its payouts', () => {
    expect(told(STRIPE)).toEqual([
      ['2026-01-14', 144_000, 'Facture F-2026-014'],
      ['2026-01-14', -2185, 'Frais Facture F-2026-014'],
      ['2026-01-15', -2000, 'REFUND FOR CHARGE'],
      ['2026-01-15', 30, 'Frais REFUND FOR CHARGE'],
      ['2026-01-16', -139_845, 'STRIPE PAYOUT'],
    ]);
    expect(told(STRIPE_REPORT)).toEqual([
      ['2026-01-14', 144_000, 'Facture F-2026-014'],
      ['2026-01-14', -2185, 'Frais Facture F-2026-014'],
      ['2026-01-16', -141_815, 'STRIPE PAYOUT'],
    ]);
    expect(told(STRIPE_PAYOUTS)).toEqual([['2026-01-16', -139_845, 'STRIPE PAYOUT']]);
    expect(statementsOf(STRIPE_PAYOUTS)[0]?.pending).toBe(1);
  });

  it('is refused when the sum, the fee and what is left do not agree', () => {
    expect(refusalOf(STRIPE.replace('1418.15', '1418.16')).message).toBe(
      'releve.txt, ligne 2 : le montant, les frais et le net ne s’accordent pas',
    );
    expect(
      refusalOf(PAYPAL_EN.replace('"-400.00","0.00","-400.00"', '"400.00","0.00","400.00"')).message,
    ).toBe('releve.txt, ligne 3 : « 400.00 » est positif, et le sens dit débit');
  });
});

import { expect, it } from 'vitest';
import { alreadyPaidReason, approvalReason } from '../../src/domain/schedule/pause-reason.ts';

it.each([
  ['Mme Roche', '2026-10-09', 'validation attendue de Mme Roche pour le 09/10/2026'],
  ['Mme Roche', null, 'validation attendue de Mme Roche jusqu’au 12/10/2026'],
  [null, '2026-10-09', 'validation attendue pour le 09/10/2026'],
  [null, null, 'validation attendue jusqu’au 12/10/2026'],
])('an approval by %s on %s', (approvalBy, approvalOn, said) => {
  expect(approvalReason({ approvalBy, approvalOn }, '2026-10-12')).toBe(said);
});

it.each([
  ['2026-11-20', 'virement', 'dit avoir payé le 20/11/2026 par virement : à vérifier'],
  ['2026-11-20', null, 'dit avoir payé le 20/11/2026 : à vérifier'],
  [null, null, 'dit avoir payé : à vérifier'],
])('a payment announced on %s by %s', (on, method, said) => {
  expect(alreadyPaidReason(on, method)).toBe(said);
});

import { expect, it } from 'vitest';
import {
  alreadyPaidReason,
  approvalReason,
  readApproval,
  readPaidOn,
} from '../../src/domain/schedule/pause-reason.ts';

it.each([
  { who: 'Mme Roche', on: '2026-10-09' },
  { who: 'Mme de La Tour', on: null },
  { who: null, on: '2026-10-09' },
  { who: null, on: null },
])('an approval is read as it was written: %o', (approval) => {
  expect(readApproval(approvalReason(approval, '2026-10-12'))).toEqual(approval);
});

it.each([
  ['2026-11-20', 'virement'],
  ['2026-11-20', null],
  [null, 'virement'],
])('a payment announced on %s by %s is read as it was written', (on, method) => {
  expect(readPaidOn(alreadyPaidReason(on, method))).toBe(on);
});

it('another reason says neither', () => {
  for (const reason of [null, '', 'congés', 'facture envoyée de nouveau']) {
    expect(readApproval(reason)).toBeNull();
    expect(readPaidOn(reason)).toBeNull();
  }
});

import { expect, it } from 'vitest';
import type { HistoryEntry, MessageHistory } from '../../src/domain/schedule/history.ts';
import { historyWords } from '../../src/messages/history-words.ts';
import { plain } from '../helpers/refused.ts';

const NOTHING: MessageHistory = {
  remindedOn: [],
  writtenOn: [],
  spokenOn: [],
  attemptsOn: [],
  writtenCount: 0,
  hasAnswered: false,
  exchange: null,
  attempt: null,
};

const about = (...numbers: string[]): MessageHistory => ({
  ...NOTHING,
  exchange: {
    on: '2026-10-05',
    channel: 'call',
    direction: 'out',
    outcome: 'attente-validation',
    isMessage: false,
    steps: [],
    daysLate: 4,
    letterKind: null,
    isAnswer: false,
    approvalBy: null,
    approvalOn: null,
    paidOn: null,
    numbers,
  } satisfies HistoryEntry,
});

const words = (history: MessageHistory, count: number) => {
  const said = historyWords(history, { isTu: false, today: '2026-10-12', count });
  const { echange_factures: invoices, echange_plusieurs: isSeveral, echange_partie: isPart } = said;
  return [invoices === null ? null : plain(invoices), isSeveral, isPart];
};

it.each([
  [about('A-1'), 1, ['la facture', false, false]],
  [about('A-1', 'A-2'), 2, ['les factures', true, false]],
  [about('A-1'), 2, ['la facture A-1', false, true]],
  [about('A-1', 'A-2'), 3, ['les factures A-1 et A-2', true, true]],
  [about('A-1', 'A-2', 'A-3', 'A-4'), 6, ['4 de ces factures', true, true]],
  [NOTHING, 2, [null, false, false]],
])('an exchange says which invoices it was about', (history, count, expected) => {
  expect(words(history, count)).toEqual(expected);
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../src/domain/date-input.ts';
import { addDays, formatDay } from '../../src/domain/dates.ts';
import { EXIT, RelanceError } from '../../src/errors.ts';

const TODAY = '2026-11-22';

const refusal = (input: string): RelanceError => {
  try {
    parseDay(input, TODAY);
  } catch (error) {
    if (error instanceof RelanceError) return error;
    throw error;
  }
  throw new Error(`${input} was accepted`);
};

describe('the ways a freelancer types a day', () => {
  it.each([
    ['2026-11-22', '2026-11-22'],
    ['22/11/2026', '2026-11-22'],
    ['22/11/26', '2026-11-22'],
    ['22-11-2026', '2026-11-22'],
    ['22.11.2026', '2026-11-22'],
    ['3/3/2026', '2026-03-03'],
    ['03/3/26', '2026-03-03'],
    ['3/03/26', '2026-03-03'],
    ['22/11', '2026-11-22'],
    ['1/2', '2026-02-01'],
    ['29/02/2024', '2024-02-29'],
    [' 22/11/2026 ', '2026-11-22'],
  ])('%s is %s', (input, expected) => {
    expect(parseDay(input, TODAY)).toBe(expected);
  });

  it.each([
    ['aujourd’hui', '2026-11-22'],
    ["aujourd'hui", '2026-11-22'],
    ['auj', '2026-11-22'],
    ['Hier', '2026-11-21'],
    ['avant-hier', '2026-11-20'],
    ['avant hier', '2026-11-20'],
    ['demain', '2026-11-23'],
    ['après-demain', '2026-11-24'],
    ['apre\u0300s-demain', '2026-11-24'],
  ])('%s is %s', (input, expected) => {
    expect(parseDay(input, TODAY)).toBe(expected);
  });

  it.each([
    ['+30j', '2026-12-22'],
    ['-3j', '2026-11-19'],
    ['\u22123j', '2026-11-19'],
    ['+2s', '2026-12-06'],
    ['+1m', '2026-12-22'],
    ['-1M', '2026-10-22'],
    ['+0j', '2026-11-22'],
    ['+30 j', '2026-12-22'],
  ])('%s counts from today: %s', (input, expected) => {
    expect(parseDay(input, TODAY)).toBe(expected);
  });

  it('a month more than 31 January ends with February', () => {
    expect(parseDay('+1m', '2027-01-31')).toBe('2027-02-28');
  });

  it('a day and a month are of this year, even when that is in the past', () => {
    expect(parseDay('31/12', '2026-01-02')).toBe('2026-12-31');
    expect(parseDay('02/01', '2026-12-31')).toBe('2026-01-02');
  });

  it('what the program prints in its tables can be typed back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_000 }), (count) => {
        const day = addDays('2000-01-01', count);
        expect(parseDay(day, TODAY)).toBe(day);
        expect(parseDay(formatDay(day), TODAY)).toBe(day);
      }),
    );
  });
});

describe('what is not a day', () => {
  it.each([
    '31/02/2026',
    '29/02/2026',
    '29/02',
    '2026-02-30',
    '32/01/2026',
    '00/01/2026',
    '11/22/2026',
    '22/11-2026',
    '22/11/202',
    '2026-11',
    '30j',
    '+30',
    '+99999j',
    '+9999m',
    'lundi',
    'constructor',
    '22/11/1926',
    '2206-11-22',
    '',
  ])('%j is refused in one sentence, with examples', (input) => {
    const error = refusal(input);
    expect(error.code).toBe('invalid-date');
    expect(error.exitCode).toBe(EXIT.usage);
    expect(error.message).not.toContain('\n');
    expect(error.hint).toContain('2026-11-22');
  });

  it('says when the day does not exist', () => {
    expect(refusal('31/02/2026').message).toBe('La date « 31/02/2026 » n’existe pas dans le calendrier');
  });

  it('shows the words typed without their terminal sequences', () => {
    expect(refusal('\u001b[31mlundi\nprochain').message).toBe('« [31mlundi prochain » n’est pas une date');
  });
});

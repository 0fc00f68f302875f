import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dayOfWeek,
  daysBetween,
  endOfMonth,
  formatDay,
  formatLongDay,
  isLocalDate,
  parisDay,
} from '../../src/domain/dates.ts';

const HOUR = 3_600_000;
const anyDay = fc
  .integer({ min: -25_000, max: 60_000 })
  .map((epochDay) => new Date(epochDay * 24 * HOUR).toISOString().slice(0, 10));

describe('a day of the calendar', () => {
  it.each([
    ['2026-11-22', true],
    ['2024-02-29', true],
    ['2000-02-29', true],
    ['2026-02-29', false],
    ['1900-02-29', false],
    ['2026-04-31', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-01-00', false],
    ['0000-01-01', false],
    ['2026-1-1', false],
    ['2026-11-22T00:00', false],
    ['', false],
  ])('%s: %s', (text, expected) => {
    expect(isLocalDate(text)).toBe(expected);
  });

  it.each(['2026-02-30', 'hier', ''])('nothing is computed from %j', (text) => {
    expect(() => addDays(text, 1)).toThrow(RangeError);
    expect(() => daysBetween('2026-01-01', text)).toThrow(RangeError);
    expect(() => addMonths(text, 1)).toThrow(RangeError);
    expect(() => endOfMonth(text)).toThrow(RangeError);
  });
});

describe('counting days', () => {
  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-03-01', -1, '2024-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-28', 2, '2026-03-30'],
    ['2026-10-24', 2, '2026-10-26'],
    ['1970-01-01', -1, '1969-12-31'],
    ['2026-11-22', 0, '2026-11-22'],
  ])('%s + %i days is %s', (day, count, expected) => {
    expect(addDays(day, count)).toBe(expected);
    expect(daysBetween(day, expected)).toBe(count);
  });

  it('adding then counting gives the number back, and days sort as strings', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -20_000, max: 20_000 }), (day, count) => {
        const other = addDays(day, count);
        expect(daysBetween(day, other)).toBe(count);
        expect(addDays(other, -count)).toBe(day);
        expect(day < other).toBe(count > 0);
      }),
    );
  });

  it('no day exists after the year 9999', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('2026-01-01', Number.NaN)).toThrow(RangeError);
  });

  it.each([
    ['2026-11-16', 1],
    ['2026-11-21', 6],
    ['2026-11-22', 7],
    ['1970-01-01', 4],
    ['1969-12-28', 7],
  ])('%s is day %i of its week', (day, expected) => {
    expect(dayOfWeek(day)).toBe(expected);
  });
});

describe('counting months', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-05-31', 0, '2026-05-31'],
    ['2026-01-30', -14, '2024-11-30'],
  ])('%s + %i months is %s', (day, count, expected) => {
    expect(addMonths(day, count)).toBe(expected);
  });

  it.each([
    ['2026-02-01', '2026-02-28'],
    ['2024-02-29', '2024-02-29'],
    ['2026-11-22', '2026-11-30'],
    ['2026-12-31', '2026-12-31'],
  ])('the month of %s ends on %s', (day, expected) => {
    expect(endOfMonth(day)).toBe(expected);
  });
});

describe('the day in Paris', () => {
  it.each([
    ['2026-11-22T22:59:59.999Z', '2026-11-22'],
    ['2026-11-22T23:00:00.000Z', '2026-11-23'],
    ['2026-07-01T21:59:59.999Z', '2026-07-01'],
    ['2026-07-01T22:00:00.000Z', '2026-07-02'],
    ['2026-12-31T23:00:00.000Z', '2027-01-01'],
    ['2026-03-29T22:00:00.000Z', '2026-03-30'],
    ['2026-10-25T22:30:00.000Z', '2026-10-25'],
  ])('at %s it is %s', (instant, expected) => {
    expect(parisDay(new Date(instant))).toBe(expected);
  });

  const intl = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Europe/Paris',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });

  it.each(Array.from({ length: 42 }, (_, index) => 1996 + index))(
    'is the day that Intl gives, half-hour by half-hour around both changes of hour of %i',
    (year) => {
      const instants = ['03', '10'].flatMap((month) => {
        const from = Date.parse(`${year}-${month}-24T00:00:00Z`);
        return Array.from({ length: 9 * 48 }, (_, index) => new Date(from + (index * HOUR) / 2));
      });
      expect(instants.map(parisDay)).toEqual(instants.map((instant) => intl.format(instant)));
    },
  );

  it('is the day that Intl gives at any instant', () => {
    const range = { min: new Date('1996-01-01'), max: new Date('2037-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (date) => {
        expect(parisDay(date)).toBe(intl.format(date));
      }),
    );
  });

  it('is refused for an instant that is none', () => {
    expect(() => parisDay(new Date('demain'))).toThrow(RangeError);
  });
});

describe('writing a day', () => {
  it('in digits in tables', () => {
    expect(formatDay('2026-03-03')).toBe('03/03/2026');
  });

  it.each([
    ['2026-03-03', '3\u00a0mars 2026'],
    ['2026-01-01', '1er\u00a0janvier 2026'],
    ['2026-08-31', '31\u00a0août 2026'],
    ['2026-12-21', '21\u00a0décembre 2026'],
  ])('%s in a sentence is %s', (day, expected) => {
    expect(formatLongDay(day)).toBe(expected);
  });
});

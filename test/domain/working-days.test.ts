import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/dates.ts';
import {
  addWorkingDays,
  HOLIDAY_ZONES,
  holidayName,
  isWorkingDay,
  nextWorkingDay,
  previousWorkingDay,
} from '../../src/domain/working-days.ts';

const anyZone = fc.constantFrom(...HOLIDAY_ZONES);
const anyDay = fc.integer({ min: 0, max: 20_000 }).map((count) => addDays('2000-01-01', count));

describe('public holidays', () => {
  it.each([
    ['2026-01-01', '1er janvier'],
    ['2026-04-06', 'Lundi de Pâques'],
    ['2026-05-01', '1er mai'],
    ['2026-05-08', '8 mai'],
    ['2026-05-14', 'Ascension'],
    ['2026-05-25', 'Lundi de Pentecôte'],
    ['2026-07-14', '14 juillet'],
    ['2026-08-15', 'Assomption'],
    ['2026-11-01', 'Toussaint'],
    ['2026-11-11', '11 novembre'],
    ['2026-12-25', 'Jour de Noël'],
    ['2026-04-03', null],
    ['2026-04-05', null],
    ['2026-12-26', null],
  ])('%s in metropolitan France: %s', (day, name) => {
    expect(holidayName(day, 'metropole')).toBe(name);
  });

  it.each([
    ['2008-03-24', 'the earliest of the century so far'],
    ['2011-04-25', 'a late one'],
    ['2024-04-01', 'in a leap year'],
    ['2027-03-29', 'in March'],
    ['2038-04-26', 'the latest possible'],
  ])('Easter Monday was or will be on %s: %s', (day) => {
    expect(holidayName(day, 'metropole')).toBe('Lundi de Pâques');
  });

  it('when the Ascension fell on 1 May 2008, the movable feast gave its name', () => {
    expect(holidayName('2008-05-01', 'metropole')).toBe('Ascension');
  });

  it.each([
    ['alsace-moselle', '2026-04-03', 'Vendredi saint'],
    ['alsace-moselle', '2026-12-26', 'Second jour de Noël'],
    ['mayotte', '2026-04-27', 'Abolition de l’esclavage'],
    ['martinique', '2026-05-22', 'Abolition de l’esclavage'],
    ['guadeloupe', '2026-05-27', 'Abolition de l’esclavage'],
    ['saint-martin', '2026-05-28', 'Abolition de l’esclavage'],
    ['saint-martin', '2017-05-27', 'Abolition de l’esclavage'],
    ['guyane', '2026-06-10', 'Abolition de l’esclavage'],
    ['saint-barthelemy', '2026-10-09', 'Abolition de l’esclavage'],
    ['la-reunion', '2026-12-20', 'Abolition de l’esclavage'],
  ] as const)('%s rests on %s: %s', (zone, day, name) => {
    expect(holidayName(day, zone)).toBe(name);
    expect(holidayName(day, 'metropole')).toBeNull();
  });

  it.each([
    ['metropole', 11],
    ['alsace-moselle', 13],
    ['guyane', 12],
  ] as const)('%s has %i of them in a year', (zone, count) => {
    const days = Array.from({ length: 365 }, (_, index) => addDays('2026-01-01', index));
    expect(days.filter((day) => holidayName(day, zone) !== null)).toHaveLength(count);
  });
});

describe('working days', () => {
  it.each([
    ['2026-11-20', true],
    ['2026-11-21', false],
    ['2026-11-22', false],
    ['2026-11-23', true],
    ['2026-11-11', false],
    ['2026-05-25', false],
  ])('%s: %s', (day, expected) => {
    expect(isWorkingDay(day, 'metropole')).toBe(expected);
  });

  it('over a long week-end, what was due on Friday 1 May 2026 waits until Monday', () => {
    expect(nextWorkingDay('2026-05-01', 'metropole')).toBe('2026-05-04');
    expect(previousWorkingDay('2026-05-03', 'metropole')).toBe('2026-04-30');
  });

  it('a working day is its own next and previous working day', () => {
    expect(nextWorkingDay('2026-11-23', 'metropole')).toBe('2026-11-23');
    expect(previousWorkingDay('2026-11-23', 'metropole')).toBe('2026-11-23');
  });

  it('at Easter, Alsace rests from Friday to Monday', () => {
    expect(nextWorkingDay('2026-04-03', 'metropole')).toBe('2026-04-03');
    expect(nextWorkingDay('2026-04-03', 'alsace-moselle')).toBe('2026-04-07');
  });

  it.each([
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-11-20', 2, '2026-11-24'],
    ['2026-11-21', 1, '2026-11-23'],
    ['2026-12-24', 1, '2026-12-28'],
    ['2026-12-31', 1, '2027-01-04'],
    ['2026-05-12', 2, '2026-05-15'],
    ['2026-11-23', -1, '2026-11-20'],
    ['2026-11-21', 0, '2026-11-21'],
  ])('%s + %i working days is %s', (day, count, expected) => {
    expect(addWorkingDays(day, count, 'metropole')).toBe(expected);
  });

  it('as many working days lie between as were added, and the last one is a working day', () => {
    fc.assert(
      fc.property(anyDay, anyZone, fc.integer({ min: 1, max: 60 }), (day, zone, count) => {
        const end = addWorkingDays(day, count, zone);
        let worked = 0;
        for (let each = addDays(day, 1); each <= end; each = addDays(each, 1)) {
          if (isWorkingDay(each, zone)) worked += 1;
        }
        expect(worked).toBe(count);
        expect(isWorkingDay(end, zone)).toBe(true);
      }),
    );
  });

  it('nobody waits more than five days for a working day', () => {
    fc.assert(
      fc.property(anyDay, anyZone, (day, zone) => {
        const next = nextWorkingDay(day, zone);
        expect(next >= day && next <= addDays(day, 5)).toBe(true);
        expect(isWorkingDay(next, zone)).toBe(true);
      }),
    );
  });
});

import type { LocalDate } from '../dates.ts';

/** Day on which the table below was checked: nothing later is known from it. */
export const SHIPPED_ON: LocalDate = '2026-11-22';

/**
 * ECB main refinancing operations, fixed rate: each change with the day from which it applies, in hundredths of a percent.
 * Sources: Banque de France and ECB, tables of the key rates; the changes of 2026 from the press releases of
 * 11 June 2026 and 10 September 2026.
 */
export const SHIPPED_BCE: readonly (readonly [from: LocalDate, bps: number])[] = [
  ['2008-12-10', 250],
  ['2009-01-21', 200],
  ['2009-03-11', 150],
  ['2009-04-08', 125],
  ['2009-05-13', 100],
  ['2011-04-13', 125],
  ['2011-07-13', 150],
  ['2011-11-09', 125],
  ['2011-12-14', 100],
  ['2012-07-11', 75],
  ['2013-05-08', 50],
  ['2013-11-13', 25],
  ['2014-06-11', 15],
  ['2014-09-10', 5],
  ['2016-03-16', 0],
  ['2022-07-27', 50],
  ['2022-09-14', 125],
  ['2022-11-02', 200],
  ['2022-12-21', 250],
  ['2023-02-08', 300],
  ['2023-03-22', 350],
  ['2023-05-10', 375],
  ['2023-06-21', 400],
  ['2023-08-02', 425],
  ['2023-09-20', 450],
  ['2024-06-12', 425],
  ['2024-09-18', 365],
  ['2024-10-23', 340],
  ['2024-12-18', 315],
  ['2025-02-05', 290],
  ['2025-03-12', 265],
  ['2025-04-23', 240],
  ['2025-06-11', 215],
  ['2026-06-17', 240],
  ['2026-09-16', 265],
];

/**
 * Taux d’intérêt légal, column « autres cas » (the creditor acts professionally, CMF L313-2), by semester, in hundredths
 * of a percent, with the text that fixed it. Until 2014 it was fixed by the year.
 */
export const SHIPPED_LEGAL: readonly (readonly [from: LocalDate, bps: number, source: string])[] = [
  ['2013-01-01', 4, 'taux de l’année 2013'],
  ['2013-07-01', 4, 'taux de l’année 2013'],
  ['2014-01-01', 4, 'taux de l’année 2014'],
  ['2014-07-01', 4, 'taux de l’année 2014'],
  ['2015-01-01', 93, 'arrêté du 23/12/2014, JO 27/12/2014'],
  ['2015-07-01', 99, 'arrêté du 24/06/2015'],
  ['2016-01-01', 101, 'arrêté du 23/12/2015'],
  ['2016-07-01', 93, 'arrêté du 24/06/2016'],
  ['2017-01-01', 90, 'arrêté du 29/12/2016'],
  ['2017-07-01', 90, 'arrêté du 26/06/2017, JO 30/06/2017'],
  ['2018-01-01', 89, 'arrêté du 28/12/2017'],
  ['2018-07-01', 88, 'arrêté du 27/06/2018, JO 28/06/2018'],
  ['2019-01-01', 86, 'arrêté du 21/12/2018'],
  ['2019-07-01', 87, 'arrêté du 26/06/2019'],
  ['2020-01-01', 87, 'arrêté du 23/12/2019'],
  ['2020-07-01', 84, 'arrêté du 15/06/2020'],
  ['2021-01-01', 79, 'tableau de Service-Public'],
  ['2021-07-01', 76, 'tableau de Service-Public'],
  ['2022-01-01', 76, 'arrêté du 26/12/2021, JO 28/12/2021, NOR ECOT2138139A'],
  ['2022-07-01', 77, 'arrêté du 27/06/2022, JO 02/07/2022'],
  ['2023-01-01', 206, 'arrêté du 26/12/2022'],
  ['2023-07-01', 422, 'arrêté du 27/06/2023, JO 30/06/2023'],
  ['2024-01-01', 507, 'arrêté de décembre 2023'],
  ['2024-07-01', 492, 'JORFTEXT000049797659, juin 2024'],
  ['2025-01-01', 371, 'arrêté du 17/12/2024'],
  ['2025-07-01', 276, 'arrêté du 19/06/2025, JO 24/06/2025, NOR ECOT2516925A'],
  ['2026-01-01', 262, 'arrêté du 15/12/2025, JO 26/12/2025'],
  ['2026-07-01', 275, 'arrêté du 26/06/2026, JO 30/06/2026'],
];

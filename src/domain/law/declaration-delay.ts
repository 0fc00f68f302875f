import { addDays, addMonths, type LocalDate } from '../dates.ts';
import { nextWorkingDay, type HolidayZone } from '../working-days.ts';

/** Two months from the publication in the Bodacc, four when the creditor lives outside metropolitan France (C. com. R622-24). */
const monthsToDeclare = (country: string, zone: HolidayZone): number =>
  country === 'FR' && (zone === 'metropole' || zone === 'alsace-moselle') ? 2 : 4;

/** Last working day on which a claim is surely declared in time: an extension to the next working day is not counted on. */
export const declareBefore = (
  bodaccOn: LocalDate,
  { country, zone }: { country: string; zone: HolidayZone },
): LocalDate => {
  let day = addMonths(bodaccOn, monthsToDeclare(country, zone));
  while (nextWorkingDay(day, zone) !== day) day = addDays(day, -1);
  return day;
};

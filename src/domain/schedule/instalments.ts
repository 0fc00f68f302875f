import { addMonths, formatDay, type LocalDate } from '../dates.ts';
import { usageError } from '../../errors.ts';

export interface Instalment {
  dueOn: LocalDate;
  amountCents: number;
}

const LONGEST = 24;

/** Equal parts month after month, what does not divide on the last. */
const equalInstalments = (totalCents: number, count: number, firstOn: LocalDate): Instalment[] => {
  const part = Math.floor(totalCents / count);
  return Array.from({ length: count }, (_, index) => ({
    dueOn: addMonths(firstOn, index),
    amountCents: index === count - 1 ? totalCents - part * (count - 1) : part,
  }));
};

/**
 * The instalments of an agreement.
 * @param amounts as given, or null for `count` equal parts
 * @throws RelanceError when they do not make the total, are too many, or begin in the past
 */
export const planInstalments = (
  totalCents: number,
  {
    count,
    amounts,
    firstOn,
    today,
  }: { count: number; amounts: number[] | null; firstOn: LocalDate; today: LocalDate },
  format: (cents: number) => string,
): Instalment[] => {
  if (firstOn <= today)
    throw usageError(
      `La première échéance, le ${formatDay(firstOn)}, est déjà passée`,
      'choisissez un jour à venir avec --premiere',
      'past-instalment',
    );
  const number = amounts?.length ?? count;
  if (number < 1 || number > LONGEST)
    throw usageError(
      `${number} échéances : il en faut de 1 à ${LONGEST} (un juge n’accorde pas plus de deux ans, C. civ. 1343-5)`,
      'par exemple --mensualites 3',
      'too-many-instalments',
    );
  if (amounts === null) {
    if (totalCents < number)
      throw usageError(
        'La somme est trop petite pour autant d’échéances',
        'réduisez --mensualites',
        'too-many-instalments',
      );
    return equalInstalments(totalCents, number, firstOn);
  }
  const sum = amounts.reduce((total, cents) => total + cents, 0);
  if (sum !== totalCents)
    throw usageError(
      `Les montants font ${format(sum)}, et la dette est de ${format(totalCents)}`,
      'leur somme doit être exactement la dette',
      'instalments-differ',
    );
  return amounts.map((amountCents, index) => ({ dueOn: addMonths(firstOn, index), amountCents }));
};

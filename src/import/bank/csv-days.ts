import { parisDay, type LocalDate } from '../../domain/dates.ts';
import { foldedWords } from '../../domain/typography.ts';
import { commonOrder, DayColumn, usualOrder, type DayOrder } from '../table/day-column.ts';
import type { Table } from './csv-cells.ts';

const TIME = /[T ,](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]m)?/i;

/** The day in Paris of a moment in UTC; a day without hour is as it is. */
const inParis = (day: LocalDate, text: string): LocalDate => {
  const [, hour, minute = '0', second = '0', half] = TIME.exec(text) ?? [];
  if (hour === undefined) return day;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0);
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return parisDay(new Date(Date.UTC(year, month - 1, date, hours, Number(minute), Number(second))));
};

const dayColumn = ({ rows }: Table, index: number): DayColumn => {
  const column = new DayColumn();
  for (const { cells } of rows) column.see(cells[index] ?? '');
  return column;
};

/**
 * How this table writes its days: its other columns of dates say the order when the one that is read does not.
 * @param asked what the user says of it
 */
export const dayReader = (table: Table, asked: DayOrder | null): ((text: string) => LocalDate) => {
  const { headers, columns, isNamed, isDayFirst } = table;
  const read = dayColumn(table, columns.date?.[0] ?? -1);
  const others = headers.flatMap((header, index) =>
    index !== columns.date?.[0] && /\bdate|\bvaleur\b/.test(foldedWords(header))
      ? [dayColumn(table, index)]
      : [],
  );
  // Without names, nothing says in which language the table is written.
  const usual = isDayFirst ? 'day-first' : isNamed ? usualOrder(headers) : null;
  const order = { elsewhere: asked ?? commonOrder(others), usual };
  const isUtc = foldedWords(headers[columns.date?.[0] ?? -1] ?? '').endsWith('utc');
  return (text) => {
    const day = read.read(text, order);
    return isUtc || /\d\s*Z$/.test(text) ? inParis(day, text) : day;
  };
};

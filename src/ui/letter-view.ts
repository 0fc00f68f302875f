import { serveBefore } from '../domain/court.ts';
import { formatDay, type LocalDate } from '../domain/dates.ts';
import { deadlineOf, letterStateOn, type Letter } from '../domain/letter.ts';
import { displayWidth, oneLine } from '../domain/typography.ts';
import type { Content, TableContent } from '../templates/content.ts';
import type { Run } from '../templates/markup.ts';
import type { Style } from './style.ts';
import { pad, padLeft, wrap } from './text.ts';

interface Screen {
  columns: number;
  style: Style;
}

interface ShownLetter {
  subject: string;
  addresses: { sender: string[]; recipient: string[]; sending: string | null; placeAndDate: string } | null;
  contents: Content[];
}

const GAP = '  ';
const MOST_COLUMNS = 78;

const plain = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');

/** The widest column of words gives way. */
const tableLines = ({ columns, rows, totals }: TableContent, width: number, { style }: Screen): string[] => {
  const all = [columns.map(({ header }) => header), ...rows, ...totals];
  const widths = columns.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column] ?? ''))));
  const used = widths.reduce((sum, size) => sum + size, 0) + GAP.length * (widths.length - 1);
  const widest = widths.indexOf(Math.max(...widths));
  widths[widest] = Math.max(12, (widths[widest] ?? 0) + Math.min(0, width - used));
  const line = (row: readonly string[]): string[] => {
    const cells = row.map((cell, column) => wrap(cell, widths[column] ?? 0));
    return Array.from({ length: Math.max(...cells.map((parts) => parts.length)) }, (_, index) =>
      cells
        .map((parts, column) => {
          const text = parts[index] ?? '';
          return columns[column]?.align === 'right'
            ? padLeft(text, widths[column] ?? 0)
            : pad(text, widths[column] ?? 0);
        })
        .join(GAP)
        .trimEnd(),
    );
  };
  const [header = [], ...others] = all;
  return [...line(header).map(style.bold), ...others.flatMap(line)];
};

const contentLines = (content: Content, width: number, screen: Screen): string[] => {
  const { style } = screen;
  switch (content.kind) {
    case 'paragraph': {
      const isBold = content.runs.every(({ bold }) => bold);
      return wrap(plain(content.runs), width).map((line) => (isBold ? style.bold(line) : line));
    }
    case 'title':
    case 'heading':
      return wrap(content.text, width).map(style.bold);
    case 'list':
      return content.items.flatMap((item, index) =>
        wrap(plain(item), width - 4).map(
          (line, part) =>
            `${part === 0 ? (content.isNumbered ? `${index + 1}.`.padEnd(4) : '–   ') : '    '}${line}`,
        ),
      );
    case 'table':
      return tableLines(content.table, width, screen);
    case 'details':
      return [
        ...(content.title === null ? [] : [style.bold(content.title)]),
        ...content.lines.flatMap(({ label, value }) =>
          wrap(`${label}\u00a0: ${value}`, width - 2).map((line) => `  ${line}`),
        ),
      ];
    case 'signature':
    case 'small':
    case 'verbatim':
      return content.lines.flatMap((line) => wrap(line, width));
    case 'parties':
      return content.columns.flatMap(({ title, lines }) => [style.bold(title), ...lines]);
    case 'page-break':
      return [];
  }
};

/** A letter as it will be printed, between two rules. */
export const renderLetterView = ({ subject, addresses, contents }: ShownLetter, screen: Screen): string => {
  const width = Math.min(screen.columns, MOST_COLUMNS);
  const { style } = screen;
  const rule = style.dim('─'.repeat(width));
  const head =
    addresses === null
      ? [style.bold(subject)]
      : [
          ...addresses.recipient,
          '',
          ...(addresses.sending === null ? [] : [addresses.sending]),
          addresses.placeAndDate,
          '',
          ...wrap(`Objet\u00a0: ${subject}`, width).map(style.bold),
        ];
  return [
    rule,
    ...head,
    ...contents.flatMap((content) => ['', ...contentLines(content, width, screen)]),
    rule,
  ].join('\n');
};

const RETURN_TEXT = {
  refused: 'refusée par le destinataire (elle reste valable)',
  unclaimed: 'non réclamée (elle reste valable)',
  'unknown-address': 'revenue\u00a0: destinataire inconnu à cette adresse',
} as const;

const MASCULINE: ReadonlySet<Letter['kind']> = new Set(['agreement', 'vat-duplicate']);

/** What has become of a letter, in the order of its days. */
export const letterLifeText = (letter: Letter): string => {
  const { writtenOn, postedOn, presentedOn, receivedOn, returned, tracking } = letter;
  const parts = [
    `${MASCULINE.has(letter.kind) ? 'écrit' : 'écrite'} le ${formatDay(writtenOn)}`,
    ...(postedOn === null
      ? []
      : [`postée le ${formatDay(postedOn)}${tracking === null ? '' : ` (n°\u00a0${tracking})`}`]),
    ...(presentedOn === null ? [] : [`présentée le ${formatDay(presentedOn)}`]),
    ...(receivedOn === null ? [] : [`reçue le ${formatDay(receivedOn)}`]),
    ...(returned === null ? [] : [`${RETURN_TEXT[returned.reason]}, le ${formatDay(returned.on)}`]),
  ];
  return parts.join(', ');
};

const WHAT: Record<Letter['kind'], string> = {
  'mise-en-demeure': 'Mise en demeure',
  reminder: 'Lettre de relance',
  agreement: 'Protocole d’accord',
  'decheance-du-terme': 'Mise en demeure de payer une échéance',
  'claim-declaration': 'Déclaration de créance',
  'vat-duplicate': 'Duplicata de facture',
  injonction: 'Requête en injonction de payer',
};

export const letterTitle = ({ kind }: Pick<Letter, 'kind'>): string => WHAT[kind];

/** The command that writes a letter, and follows it. */
export const LETTER_COMMANDS: Partial<Record<Letter['kind'], string>> = {
  'mise-en-demeure': 'mise-en-demeure',
  'decheance-du-terme': 'decheance',
  reminder: 'lettre',
};

/** What a person has to do with a letter today, and the command that says it is done. */
export const letterTask = (
  letter: Letter,
  number: string,
  today: LocalDate,
): { state: 'to-post' | 'number-missing' | 'expired'; text: string; command: string } | null => {
  const state = letterStateOn(letter, today);
  const command = LETTER_COMMANDS[letter.kind] ?? 'lettre';
  const what = letterTitle(letter).toLowerCase();
  const name = oneLine(number);
  if (state === 'to-post')
    return {
      state,
      text: `${what} écrite le ${formatDay(letter.writtenOn)}, à poster`,
      command: `relance ${command} ${name} --postee ${formatDay(today)}${letter.sending === 'lrar' ? ' --lrar <numéro>' : ''}`,
    };
  if (state === 'number-missing')
    return {
      state,
      text: `${what} postée le ${formatDay(letter.postedOn ?? today)}, numéro à saisir`,
      command: `relance ${command} ${name} --lrar <numéro>`,
    };
  if (state === 'expired')
    return {
      state,
      text: `${what}\u00a0: délai expiré depuis le ${formatDay(deadlineOf(letter) ?? today)}`,
      command:
        letter.kind === 'decheance-du-terme'
          ? `relance plan ${name} --fin\u00a0: le solde est exigible`
          : `relance injonction ${name}, relance dossier ${name}`,
    };
  return null;
};

/** An order to pay that waits to be served. */
export const orderTask = (
  orderedOn: LocalDate,
  number: string,
  today: LocalDate,
): { state: 'to-serve'; text: string; command: string } => {
  const last = serveBefore(orderedOn);
  return {
    state: 'to-serve',
    text:
      today > last
        ? `ordonnance du ${formatDay(orderedOn)} non avenue, faute de signification avant le ${formatDay(last)}`
        : `ordonnance du ${formatDay(orderedOn)} à faire signifier au plus tard le ${formatDay(last)}`,
    command: `relance injonction ${oneLine(number)}${today > last ? '' : ' --signifiee <date>'}`,
  };
};

/** A letter for scripts. */
export const letterJson = (letter: Letter, numbers: string[] | null, today: LocalDate) => ({
  id: letter.id,
  kind: letter.kind,
  ...(numbers !== null && { invoices: numbers }),
  writtenOn: letter.writtenOn,
  currency: letter.currency,
  totalCents: letter.totalCents,
  delayDays: letter.delayDays,
  sending: letter.sending,
  tracking: letter.tracking,
  postedOn: letter.postedOn,
  presentedOn: letter.presentedOn,
  receivedOn: letter.receivedOn,
  returnedOn: letter.returned?.on ?? null,
  returnReason: letter.returned?.reason ?? null,
  deadlineOn: deadlineOf(letter),
  state: letterStateOn(letter, today),
});

import type { KnownPayer, OpenEntry, Payable } from './bank-line.ts';
import { bankText, nameWordsOf, payerName } from './payer-name.ts';

/** What a line says of who paid what. */
export interface Signs {
  /** Invoices whose numbers stand in the label. */
  referenced: Payable[];
  /** Clients for whom the account or the name has paid before. */
  knownClients: number[];
  /** Clients whose name stands in the label. */
  namedClients: number[];
}

export interface BankIndex {
  signsOf: (entry: OpenEntry) => Signs;
  /** Invoices of a client in a currency, the oldest first. */
  ofClient: (clientId: number, currency: string) => Payable[];
  /** Invoices on which just this sum remains. */
  ofSum: (amountCents: number, currency: string) => Payable[];
  /** To be told when what remains on an invoice has changed. */
  noteRemaining: (invoice: Payable) => void;
}

const push = <T>(map: Map<string, T[]>, key: string, value: T): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

interface Token {
  text: string;
  /** Characters between it and the one before. */
  gap: string;
}

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(/[A-Z0-9]+/g)) {
    tokens.push({ text: match[0], gap: text.slice(end, match.index) });
    end = match.index + match[0].length;
  }
  return tokens;
};

/** A number as it is searched: its parts, which a bank may join or part otherwise, but never cut. */
interface Reference {
  parts: string[];
  joined: string;
  payable: Payable;
}

/** Characters that a bank puts between two parts of a number. */
const MOST_BETWEEN = 2;

const partsOf = (number: string): string[] =>
  bankText(number)
    .split(/[^A-Z0-9]+/)
    .filter((part) => part !== '');

/** Three figures alone are as well the end of a card, a day, a cheque. */
const isSearchable = (joined: string): boolean => joined.length >= (/^\d+$/.test(joined) ? 4 : 3);

const boundariesOf = (parts: readonly string[]): Set<number> => {
  const boundaries = new Set<number>();
  let length = 0;
  for (const part of parts) boundaries.add((length += part.length));
  return boundaries;
};

/** `2026-014` stands in « FACT 2026 014 » and in « 2026014 », neither in « 20260 14 » nor in « 2026-0145 ». */
const isCutAlike = (tokens: readonly Token[], { parts }: Reference): boolean => {
  const allowed = boundariesOf(parts);
  let length = 0;
  return tokens.every(({ text }) => allowed.has((length += text.length)));
};

interface Numbers {
  byJoined: Map<string, Reference[]>;
  /** Parts of the longest number. */
  mostParts: number;
}

const indexNumbers = (payables: readonly Payable[]): Numbers => {
  const byJoined = new Map<string, Reference[]>();
  let mostParts = 0;
  for (const payable of payables) {
    const parts = partsOf(payable.number);
    const joined = parts.join('');
    if (!isSearchable(joined)) continue;
    mostParts = Math.max(mostParts, parts.length);
    push(byJoined, joined, { parts, joined, payable });
  }
  return { byJoined, mostParts };
};

/** Numbers cut short after a whole one: the « 002 » of « 2026-001/002 », the « 15 » of « 2026-014/15 ». */
const continued = (tokens: readonly Token[], from: number, found: Reference, numbers: Numbers): Payable[] => {
  const last = found.parts.at(-1) ?? '';
  const head = found.joined.slice(0, found.joined.length - last.length);
  const more: Payable[] = [];
  if (!/^\d+$/.test(last) || found.parts.length < 2) return more;
  for (let index = from; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token || token.gap.length > MOST_BETWEEN + 1) break;
    if (token.text === 'ET') continue;
    const { text } = token;
    const isWhole = text.length === last.length;
    const isShort = text.length >= 2 && text.length < last.length && /[/+,&]/.test(token.gap);
    if (!/^\d+$/.test(text) || !(isWhole || isShort)) break;
    const wanted = head + last.slice(0, last.length - text.length) + text;
    const next = numbers.byJoined
      .get(wanted)
      ?.find(({ payable }) => payable.clientId === found.payable.clientId);
    if (!next) break;
    more.push(next.payable);
  }
  return more;
};

const findReferenced = (text: string, numbers: Numbers): Payable[] => {
  const tokens = tokensOf(text);
  const found = new Map<number, Payable>();
  for (const [start, first] of tokens.entries()) {
    let joined = first.text;
    for (let end = start; ;) {
      const run = tokens.slice(start, end + 1);
      for (const reference of numbers.byJoined.get(joined) ?? []) {
        if (!isCutAlike(run, reference)) continue;
        for (const payable of [reference.payable, ...continued(tokens, end + 1, reference, numbers)])
          found.set(payable.id, payable);
      }
      end += 1;
      const next = tokens[end];
      if (!next || next.gap.length > MOST_BETWEEN || end - start >= numbers.mostParts) break;
      joined += next.text;
    }
  }
  return [...found.values()];
};

interface NamedClient {
  clientId: number;
  words: string[];
}

/** Each client under the rarest word of its name, so that a line is held against few. */
const indexNames = (payables: readonly Payable[]): Map<string, NamedClient[]> => {
  const clients = new Map<number, NamedClient>();
  const uses = new Map<string, number>();
  for (const { clientId, clientName } of payables) {
    if (clients.has(clientId)) continue;
    const words = nameWordsOf(clientName);
    clients.set(clientId, { clientId, words });
    for (const word of words) uses.set(word, (uses.get(word) ?? 0) + 1);
  }
  const byWord = new Map<string, NamedClient[]>();
  for (const client of clients.values()) {
    const [rarest] = client.words.toSorted((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0));
    if (rarest === undefined || client.words.join('').length < 4) continue;
    push(byWord, rarest, client);
  }
  return byWord;
};

const indexPayers = (payers: readonly KnownPayer[]): Map<string, number[]> => {
  const byValue = new Map<string, number[]>();
  for (const { clientId, kind, value } of payers) push(byValue, `${kind} ${value}`, clientId);
  return byValue;
};

const comesBefore = (a: Payable, b: Payable): number =>
  a.dueOn === b.dueOn ? a.id - b.id : a.dueOn < b.dueOn ? -1 : 1;

export const oldestFirst = (invoices: readonly Payable[]): Payable[] => invoices.toSorted(comesBefore);

const isNamedIn = (words: ReadonlySet<string>, wanted: readonly string[]): boolean =>
  wanted.every((word) => words.has(word));

/** Built once for all the lines: their numbers, the names of their clients, who has paid for them. */
export const buildBankIndex = (payables: readonly Payable[], payers: readonly KnownPayer[]): BankIndex => {
  const numbers = indexNumbers(payables);
  const names = indexNames(payables);
  const known = indexPayers(payers);
  const clients = new Map<string, Payable[]>();
  const sums = new Map<string, Payable[]>();
  const noteRemaining = (invoice: Payable): void => {
    if (invoice.remainingCents > 0) push(sums, `${invoice.remainingCents} ${invoice.currency}`, invoice);
  };
  for (const payable of payables) {
    push(clients, `${payable.clientId} ${payable.currency}`, payable);
    noteRemaining(payable);
  }
  for (const of of clients.values()) of.sort(comesBefore);
  return {
    ofClient: (clientId, currency) => clients.get(`${clientId} ${currency}`) ?? [],
    ofSum: (amountCents, currency) => [
      ...new Set(sums.get(`${amountCents} ${currency}`)?.filter((of) => of.remainingCents === amountCents)),
    ],
    noteRemaining,
    signsOf: (entry) => {
      const words = new Set(nameWordsOf(`${entry.counterparty ?? ''} ${entry.label}`));
      const name = entry.counterparty === null ? '' : payerName(entry.counterparty);
      const named = [...words].flatMap((word) => names.get(word) ?? []);
      return {
        referenced: findReferenced(bankText(`${entry.reference ?? ''} ${entry.label}`), numbers).filter(
          ({ currency }) => currency === entry.currency,
        ),
        knownClients: [
          ...new Set([
            ...(entry.iban === null ? [] : (known.get(`iban ${entry.iban}`) ?? [])),
            ...(name === '' ? [] : (known.get(`name ${name}`) ?? [])),
          ]),
        ],
        namedClients: named
          .filter((client) => isNamedIn(words, client.words))
          .map(({ clientId }) => clientId),
      };
    },
  };
};

import type { ImapMail } from './imap-server.ts';

/** The words of a command; parentheses say nothing that the order of the words does not. */
export const wordsOf = (text: string): string[] =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"|[^\s()"[]+(?:\[[^\]]*\])?(?:<[\d.]+>)?/g)].map(([word, quoted]) =>
    quoted === undefined ? word : quoted.replaceAll(/\\(.)/g, '$1'),
  );

/** Names of folders travel in modified UTF-7. */
export const encodeName = (name: string): string =>
  name.replaceAll('&', '&-').replaceAll(/[^ -~]+/g, (text) => {
    const base64 = Buffer.from(text, 'utf16le').swap16().toString('base64');
    return `&${base64.replaceAll('=', '').replaceAll('/', ',')}-`;
  });

export const decodeName = (name: string): string => {
  const decoded = name.replaceAll(/&([^-]*)-/g, (_all, base64: string) =>
    base64 === '' ? '&' : Buffer.from(base64.replaceAll(',', '/'), 'base64').swap16().toString('utf16le'),
  );
  return /^inbox$/i.test(decoded) ? 'INBOX' : decoded;
};

/** What is in `2,4:7,9:*`. A star is the last number there is, and a range may be written backwards. */
export const setTest = (set: string, last: number): ((number: number) => boolean) => {
  const ranges = set.split(',').map((range) => {
    const [from = 0, to = from] = range.split(':').map((end) => (end === '*' ? last : Number(end)));
    return [Math.min(from, to), Math.max(from, to)] as const;
  });
  const alone = new Set(ranges.flatMap(([from, to]) => (from === to ? [from] : [])));
  const wide = ranges.filter(([from, to]) => from !== to);
  return (number) => alone.has(number) || wide.some(([from, to]) => number >= from && number <= to);
};

/** `23-Nov-2026 10:00:00 +0000` */
const internalDate = (date: Date): string =>
  date.toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1-$2-$3 $4 +0000');

const headersOf = (raw: Buffer): Buffer => {
  const end = raw.indexOf('\r\n\r\n');
  return end < 0 ? raw : raw.subarray(0, end + 4);
};

const bodyItem = (item: string, raw: Buffer): Buffer | null => {
  const [, section, start, length] = /^BODY(?:\.PEEK)?\[(|HEADER)\](?:<(\d+)\.(\d+)>)?$/i.exec(item) ?? [];
  if (section === undefined) return null;
  const whole = section === '' ? raw : headersOf(raw);
  const bytes = start === undefined ? whole : whole.subarray(Number(start), Number(start) + Number(length));
  const name = `BODY[${section}]${start === undefined ? '' : `<${start}>`} {${bytes.length}}\r\n`;
  return Buffer.concat([Buffer.from(name), bytes]);
};

/** An untagged FETCH; null when an item is not known here. */
export const fetchReply = (sequence: number, mail: ImapMail, items: string[]): Buffer | null => {
  const texts: Record<string, string> = {
    UID: `UID ${mail.uid}`,
    FLAGS: `FLAGS (${mail.flags.join(' ')})`,
    'RFC822.SIZE': `RFC822.SIZE ${mail.raw.length}`,
    INTERNALDATE: `INTERNALDATE "${internalDate(mail.receivedAt)}"`,
  };
  const parts: Buffer[] = [];
  for (const item of items) {
    const text = texts[item.toUpperCase()] ?? null;
    const isWithheld = mail.isWithheld === true && /^BODY(?:\.PEEK)?\[\]/i.test(item);
    const given = isWithheld ? 'BODY[] NIL' : text;
    const part = given === null ? bodyItem(item, mail.raw) : Buffer.from(given);
    if (part === null) return null;
    parts.push(Buffer.from(parts.length === 0 ? '' : ' '), part);
  }
  return Buffer.concat([Buffer.from(`* ${sequence} FETCH (`), ...parts, Buffer.from(')\r\n')]);
};

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

/** What a SEARCH asks of a mail; null when it asks what is not known here. */
export const searchTest = (
  words: string[],
): ((mail: ImapMail, sequence: number, last: ImapMail, count: number) => boolean) | null => {
  const tests: Exclude<ReturnType<typeof searchTest>, null>[] = [];
  const left = words.map((word) => word);
  const next = (): string => left.shift() ?? '';
  while (left.length > 0) {
    const key = next();
    if (/^[\d*]/.test(key)) tests.push((_mail, sequence, _last, count) => setTest(key, count)(sequence));
    else if (/^uid$/i.test(key)) {
      const set = next();
      tests.push(({ uid }, _sequence, last) => setTest(set, last.uid)(uid));
    } else if (/^since$/i.test(key)) {
      const day = dayOf(new Date(`${next()} 00:00:00 +0000`));
      tests.push(({ receivedAt }) => dayOf(receivedAt) >= day);
    } else if (/^header$/i.test(key)) {
      const [name, value] = [next().toLowerCase(), next().toLowerCase()];
      tests.push(({ raw }) => {
        const lines = headersOf(raw)
          .toString('latin1')
          .toLowerCase()
          .replaceAll(/\r\n[ \t]+/g, ' ')
          .split('\r\n');
        return lines.some(
          (line) => line.startsWith(`${name}:`) && line.slice(name.length + 1).includes(value),
        );
      });
    } else if (!/^all$/i.test(key)) return null;
  }
  return (...mail) => tests.every((test) => test(...mail));
};

/** A line as a bank writes it; what a format cannot say is left out by its writer. */
export interface Written {
  date: string;
  cents: number;
  label: string;
  id: string;
  counterparty: string;
  /** The other party's account; only CAMT.053 says it. */
  iban?: string | null;
}

export interface Writer {
  format: string;
  write: (lines: readonly Written[]) => string;
  /** What the format says beyond day, sum and label. */
  says: { id: boolean; counterparty: boolean };
}

const decimal = (cents: number, mark: string): string => {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}${mark}${digits.slice(-2)}`;
};

/** `1 234,56`, as spreadsheets show it. */
const grouped = (cents: number, space: string): string =>
  decimal(cents, ',').replaceAll(/\B(?=(?:\d{3})+(?!\d))(?<!,\d*)/g, space);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const compact = (day: string): string => day.replaceAll('-', '');
const french = (day: string): string => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
const six = (day: string): string => day.slice(8) + day.slice(5, 7) + day.slice(2, 4);

const ofxHead =
  '<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><ACCTID>12345678</ACCTID></BANKACCTFROM><BANKTRANLIST>';
const ofxTail = '</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n';

const sgml = (lines: readonly Written[]): string =>
  [
    'OFXHEADER:100\nDATA:OFXSGML\n',
    ofxHead.replaceAll(/<\/(?:CURDEF|ACCTID)>/g, '\n'),
    ...lines.map(
      ({ date, cents, label, id }) =>
        `<STMTTRN>\n<TRNTYPE>OTHER\n<DTPOSTED>${compact(date)}120000[+1:CET]\n<TRNAMT>${decimal(cents, '.')}\n<FITID>${escaped(id)}\n<NAME>${escaped(label)}\n</STMTTRN>`,
    ),
    ofxTail,
  ].join('\n');

const xmlOfx = (lines: readonly Written[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="211"?>',
    ofxHead,
    ...lines.map(
      ({ date, cents, label, id, counterparty }) =>
        `<STMTTRN><DTPOSTED>${compact(date)}</DTPOSTED><TRNAMT>${decimal(cents, ',')}</TRNAMT><FITID>${escaped(id)}</FITID><MEMO>${escaped(label)}</MEMO><PAYEE><NAME>${escaped(counterparty)}</NAME></PAYEE></STMTTRN>`,
    ),
    ofxTail,
  ].join('');

const camt = (lines: readonly Written[]): string => {
  const entry = ({ date, cents, label, id, counterparty, iban }: Written): string => {
    const side = cents > 0 ? 'Dbtr' : 'Cdtr';
    const account = iban ? `<${side}Acct><Id><IBAN>${iban}</IBAN></Id></${side}Acct>` : '';
    return `<Ntry><Amt Ccy="EUR">${decimal(Math.abs(cents), '.')}</Amt><CdtDbtInd>${cents > 0 ? 'CRDT' : 'DBIT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${date}</Dt></BookgDt><AcctSvcrRef>${escaped(id)}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><${side}><Pty><Nm>${escaped(counterparty)}</Nm></Pty></${side}>${account}</RltdPties><RmtInf><Ustrd>${escaped(label)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>${lines.map(entry).join('\n')}</Stmt></BkToCstmrStmt></Document>`;
};

const mt940 = (lines: readonly Written[]): string =>
  [
    ':20:STATEMENT',
    ':25:12345678',
    ':28C:1/1',
    ':60F:C200101EUR0,',
    ...lines.flatMap(({ date, cents, label, id }) => [
      `:61:${compact(date).slice(2)}${compact(date).slice(4)}${cents > 0 ? 'C' : 'D'}${decimal(Math.abs(cents), ',')}NTRFNONREF//${id}`,
      `:86:${(label.match(/.{1,65}/g) ?? []).join('\r\n')}`,
    ]),
    ':62F:C300101EUR0,',
    '-',
  ].join('\r\n');

const signed = (cents: number): string => {
  const digits = String(Math.abs(cents)).padStart(14, '0');
  const figures = cents < 0 ? '}JKLMNOPQR' : '{ABCDEFGHI';
  return digits.slice(0, -1) + figures.charAt(Number(digits.slice(-1)));
};

const base = (code: string, day: string): string => `${code}20041    01005EUR2 0500013M026  ${six(day)}`;

const balance = (code: string, day: string, cents: number): string =>
  `${base(code, day)}${' '.repeat(50)}${signed(cents)}`.padEnd(120);

const cfonb120 = (lines: readonly Written[]): string => {
  const sum = lines.reduce((total, { cents }) => total + cents, 0);
  return [
    balance('01', '2020-01-01', 100),
    ...lines.flatMap(({ date, cents, label, counterparty }) => [
      `${base('04', date)}  ${six(date)}${label.slice(0, 31).padEnd(31)}  0000000  ${signed(cents)}`.padEnd(
        120,
      ),
      // 31 characters of label, then lines of 70: here the whole label again, which the first part begins.
      ...(label.length > 31 ? [`${base('05', date)}     LIB${label}`] : []),
      `${base('05', date)}     ${cents > 0 ? 'NPY' : 'NBE'}${counterparty}`,
    ]),
    balance('07', '2030-01-01', sum + 100),
  ].join('\r\n');
};

const qif = (lines: readonly Written[]): string =>
  `!Type:Bank\n${lines
    .map(({ date, cents, label }) => `D${french(date)}\nT${grouped(cents, '')}\nP${label}\n^\n`)
    .join('')}`;

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const signedCsv = (lines: readonly Written[]): string =>
  [
    'Date;Libellé;Montant;Nom de la contrepartie;Identifiant de transaction',
    ...lines.map(
      ({ date, cents, label, id, counterparty }) =>
        `${french(date)};${cell(label)};${grouped(cents, '\u202f')};${cell(counterparty)};${cell(id)}`,
    ),
    '',
  ].join('\r\n');

const splitCsv = (lines: readonly Written[]): string =>
  [
    'Date\tDescription\tDebit\tCredit',
    ...lines.map(
      ({ date, cents, label }) =>
        `${date}\t${cell(label)}\t${cents < 0 ? decimal(-cents, '.') : ''}\t${cents > 0 ? decimal(cents, '.') : ''}`,
    ),
    '',
  ].join('\n');

const ALL = { id: true, counterparty: true };

export const WRITERS: Record<string, Writer> = {
  'OFX 1': { format: 'ofx', write: sgml, says: { id: true, counterparty: false } },
  'OFX 2': { format: 'ofx', write: xmlOfx, says: ALL },
  'CAMT.053': { format: 'camt053', write: camt, says: ALL },
  MT940: { format: 'mt940', write: mt940, says: { id: true, counterparty: false } },
  'CFONB 120': { format: 'cfonb120', write: cfonb120, says: { id: false, counterparty: true } },
  QIF: { format: 'qif', write: qif, says: { id: false, counterparty: false } },
  'CSV, one column': { format: 'csv', write: signedCsv, says: ALL },
  'CSV, debit and credit': { format: 'csv', write: splitCsv, says: { id: false, counterparty: false } },
};

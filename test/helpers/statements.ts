import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './world.ts';

export interface Line {
  on: string;
  amount: string;
  label: string;
  id?: string;
}

/** A statement as a French bank writes it in OFX 1: nothing closed, one account. */
export const ofx = (lines: readonly Line[], { from = '20261101', to = '20261123' } = {}): string =>
  [
    'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n',
    '<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR',
    '<BANKACCTFROM><BANKID>30004<BRANCHID>00031<ACCTID>00012345678<ACCTTYPE>CHECKING</BANKACCTFROM>',
    `<BANKTRANLIST><DTSTART>${from}<DTEND>${to}`,
    ...lines.map(
      ({ on, amount, label, id }) =>
        `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>${on.replaceAll('-', '')}<TRNAMT>${amount}${id === undefined ? '' : `<FITID>${id}`}<NAME>${label}</STMTTRN>`,
    ),
    '</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>',
  ].join('\n');

/** Writes a file in the home of a world. @returns its path */
export const fileOf = (world: World, name: string, content: string | Uint8Array): string => {
  const path = join(world.home, name);
  writeFileSync(path, content);
  return path;
};

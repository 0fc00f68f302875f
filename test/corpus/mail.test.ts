/** `RELANCE_MAIL_CORPUS=DIR`: reads real mails, and says how each differs from what `labels.json` says of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMail } from '../../src/import/mail/read-mail.ts';
import type { BounceReport } from '../../src/import/mail/received-mail.ts';

const FOLDER = process.env['RELANCE_MAIL_CORPUS'] ?? '';
const LIST = join(FOLDER, 'labels.json');

interface Label {
  file: string;
  label: string;
  sisimai_expected?: { status: string; hard: boolean }[];
  expected?: { recipient: string; severity: string; status: string };
  expected_reply_text?: string;
}

interface Reading {
  kind: string;
  reports?: Pick<BounceReport, 'status' | 'isPermanent' | 'isAddressWrong'>[];
  recipient?: string | null | undefined;
  text?: string;
}

const KINDS: Record<string, string> = {
  dsn: 'bounce',
  autoreply: 'automatic',
  complaint: 'automatic',
  not_bounce: 'message',
  human_reply: 'message',
};

/** The list gives statuses of its own (x.0.9nn) to refusals without one. */
const isInvented = (status: string): boolean => /^\d\.0\.9\d\d$/.test(status);
const plainStatus = (status: string | null): string | null =>
  status === null || isInvented(status) || /^\d\.0\.0$/.test(status) ? 'none' : status;

const expectedOf = (label: Label): Reading => ({
  kind: KINDS[label.label] ?? label.label,
  ...(label.label === 'dsn' && {
    reports: label.expected
      ? [
          {
            status: label.expected.status,
            isPermanent: label.expected.severity === 'hard',
            isAddressWrong: label.expected.severity === 'hard',
          },
        ]
      : (label.sisimai_expected ?? []).map(({ status, hard }) => ({
          status: plainStatus(status),
          isPermanent: status.startsWith('5.'),
          isAddressWrong: hard,
        })),
  }),
  ...(label.expected && { recipient: label.expected.recipient }),
  ...(label.expected_reply_text !== undefined && { text: label.expected_reply_text }),
});

const SAYS_NOBODY =
  'its words say that nobody has the address; the list counts a refusal after the text as a filter';

/** Read otherwise than the list says, by choice. */
const KNOWN: Record<string, string> = {
  'dsn/lhost-courier-02.eml': SAYS_NOBODY,
  'dsn/lhost-exchange2003-04.eml': SAYS_NOBODY,
  'dsn/lhost-office365-04.eml': SAYS_NOBODY,
  'dsn/lhost-postfix-03.eml': SAYS_NOBODY,
  'dsn/lhost-yahoo-06.eml': SAYS_NOBODY,
  'dsn/lhost-zoho-02.eml': SAYS_NOBODY,
  'dsn/lhost-exim-07.eml': 'a full mailbox, but the server says that it has given up for good',
  'dsn/lhost-notes-02.eml': 'it says in Japanese that nobody has the address',
  'dsn/lhost-sendmail-08.eml': 'the Status of the report (4.4.7) wins over that of its diagnostic (4.7.1)',
};

const readingOf = async (label: Label): Promise<Reading> => {
  const mail = await readMail(readFileSync(join(FOLDER, label.file)), '2026-11-27');
  return {
    kind: mail.kind,
    ...(mail.kind === 'bounce' && {
      reports: mail.reports.map(({ status, isPermanent, isAddressWrong }) => ({
        status: plainStatus(status),
        isPermanent,
        isAddressWrong,
      })),
    }),
    ...(mail.kind === 'bounce' && label.expected && { recipient: mail.reports[0]?.recipient }),
    ...(mail.kind === 'message' && label.expected_reply_text !== undefined && { text: mail.text }),
  };
};

describe.skipIf(FOLDER === '')('the mails of the corpus', () => {
  const labels = FOLDER !== '' && existsSync(LIST) ? (JSON.parse(readFileSync(LIST, 'utf8')) as Label[]) : [];
  const known = labels.filter(({ file }) => KNOWN[file] !== undefined);
  const others = labels.filter(({ file }) => KNOWN[file] === undefined);

  it.each(others)('$file is read as it is labelled', async (label) => {
    expect(await readingOf(label)).toEqual(expectedOf(label));
  });

  it.each(known)('$file still differs', async (label) => {
    expect(await readingOf(label), KNOWN[label.file]).not.toEqual(expectedOf(label));
  });
});

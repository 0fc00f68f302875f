import { createHash } from 'node:crypto';
import { shippedMigrations } from './migrations.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A former text of a migration: the present one, each of these passages replaced; its digest is that of the time. */
interface Former {
  name: string;
  digest: string;
  passages: [now: string, then: string][];
}

const SPACING = `-- The last contact that spaces out the next e-mail, read from the index alone.
create index contact_spacing on contact (client_id, on_day, status, run) where direction = 'out' and about_overdue = 1;
`;
const DAY = `create index contact_day on contact (on_day) where direction = 'out' and about_overdue = 1;
`;
const INVOICE_FROZEN = `create trigger contact_invoice_frozen before update on contact_invoice
when (new.contact_id, new.invoice_id, new.step, new.step_day, new.tone, new.remaining_cents, new.days_late) is not
     (old.contact_id, old.invoice_id, old.step, old.step_day, old.tone, old.remaining_cents, old.days_late)
  or new.counts <> (select status not in ('failed', 'undelivered') from contact where id = new.contact_id)
begin select raise(abort, 'the contact log is append-only'); end;

`;
const ATTACHMENT_FROZEN = `create trigger message_attachment_frozen before update on message_attachment
begin select raise(abort, 'a reserved message is frozen'); end;
create trigger message_attachment_never_erased before delete on message_attachment
begin select raise(abort, 'a reserved message is frozen'); end;

`;
const DEMANDS = `
-- A written demand to a public debtor interrupts as well (loi 68-1250, art. 2): the list of kinds grows.
create table interruption_with_demands (
  id           integer primary key,
  invoice_id   integer not null references invoice (id),
  kind         text    not null check (kind in ('acknowledgement', 'order-served', 'summons', 'claim-declared', 'written-demand')),
  on_day       text    not null check (on_day = date(on_day)),
  note         text,
  recorded_at  text    not null,
  cancelled_on text    check (cancelled_on = date(cancelled_on))
) strict;
insert into interruption_with_demands select id, invoice_id, kind, on_day, note, recorded_at, cancelled_on from interruption;
drop trigger interruption_never_erased;
drop table interruption;
alter table interruption_with_demands rename to interruption;
create index interruption_invoice on interruption (invoice_id);
create trigger interruption_never_erased before delete on interruption
begin select raise(abort, 'interruption rows are never erased'); end;
`;
const SIGNED = `  -- An agreement binds once both have signed it.
  signed_on    text    check (signed_on >= written_on and signed_on = date(signed_on)),
  check (signed_on is null or kind = 'agreement'),
`;
const BEFORE_DECHEANCE: [string, string][] = [
  ["'agreement', 'decheance-du-terme', 'claim-declaration'", "'agreement', 'claim-declaration'"],
  ['a mise en demeure, for the whole or for an instalment missed.', 'a mise en demeure only.'],
  ["((kind in ('mise-en-demeure', 'decheance-du-terme')) =", "((kind = 'mise-en-demeure') ="],
];

/** What 0001, 0003 and 0004 were before they were edited; empty: as they are. */
export const FORMER: Record<'init' | 'letters' | 'people', (Former | null)[]> = {
  init: [
    {
      name: '0001_init.sql',
      digest: '9f92df8d1bfc5ab5208b0fa4724ba53ac8b95a379bc388996d58a871f0e47e17',
      passages: [
        [SPACING, DAY],
        [INVOICE_FROZEN, ''],
        [ATTACHMENT_FROZEN, ''],
        ['new.in_reply_to, new.currency, ', ''],
        ['old.in_reply_to, old.currency, ', ''],
      ],
    },
    {
      name: '0001_init.sql',
      digest: 'aad89b92fc90fce489638a3d6c2db4fb06cf4fb3d7ee1cba06fecfd25856f91b',
      passages: [[SPACING, DAY]],
    },
    null,
  ],
  letters: [
    {
      name: '0003_letters.sql',
      digest: '934cd41efa5e1b37cbe58d1b93bd0e11241b75e1c3964afc69ac21b6890c23e1',
      passages: [...BEFORE_DECHEANCE, [SIGNED, ''], [DEMANDS, '']],
    },
    {
      name: '0003_letters.sql',
      digest: '272112cb981622d593139de66cd668f67b32684b6fa8dfeec9e59b995fe7c703',
      passages: [...BEFORE_DECHEANCE, [SIGNED, '']],
    },
    {
      name: '0003_letters.sql',
      digest: '9b00a125c8c2dbc1e002a792ad720e3f683e008008a09901fdd7ac03b15621ef',
      passages: BEFORE_DECHEANCE,
    },
    null,
  ],
  people: [
    {
      name: '0004_people.sql',
      digest: 'ee26d550ac69b7cc3ed77986e9c35c443b472ed23302edce21342e4365215697',
      passages: [
        [
          'alter table client add column ceiling_currency text check ((ceiling_cents is null) = (ceiling_currency is null));\n',
          '',
        ],
      ],
    },
    null,
  ],
};

const textOf = ({ name, digest, passages }: Former): string => {
  const present = shippedMigrations().find((migration) => migration.name === name)?.sql ?? '';
  const text = passages.reduce((sql, [now, then]) => sql.replace(now, then), present);
  if (sha256(text) !== digest) throw new Error(`${name}: not the text of the time`);
  return text;
};

/** The first `count` migrations, some in a former state. */
export const migrationsAsOf = (count: number, former: readonly (Former | null)[]): string[] =>
  shippedMigrations()
    .slice(0, count)
    .map(({ name, sql }) => {
      const state = former.find((candidate) => candidate?.name === name);
      return state ? textOf(state) : sql;
    });

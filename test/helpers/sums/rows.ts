import { addDays, daysBetween, formatDay, type LocalDate } from '../../../src/domain/dates.ts';
import { paidBy, STEPS, type DrawnClient, type DrawnContact, type DrawnPlan } from './home.ts';

type Statement = [sql: string, values: (string | number | null)[]];

const at = (on: LocalDate): string => `${on}T10:00:00.000Z`;

/** The rows of a client, as the program would have written them. */
export const rowsOf = (client: DrawnClient): Statement[] => {
  const { id, plan } = client;
  const dueOf = new Map(client.invoices.map((invoice) => [invoice.id, invoice.dueOn]));
  return [
    [
      `insert into client (id, name, kind, email, phone, address, postal_code, city, contact_name, tutoiement, scenario, penalites, recorded_at)
       values (?, ?, 'entreprise', ?, '01 98 76 54 32', '4 rue du Port', '33000', 'Bordeaux', 'Mme Claire Durand', ?, 'doux', 'jamais', ?)`,
      [id, client.name, `compta@client-${id}.example`, Number(client.isTu), at('2026-01-02')],
    ],
    ...client.invoices.flatMap((invoice): Statement[] => [
      [
        `insert into invoice (id, number, client_id, issued_on, due_on, currency, total_cents, recorded_at) values (?, ?, ?, ?, ?, 'EUR', ?, ?)`,
        [
          invoice.id,
          invoice.number,
          id,
          invoice.issuedOn,
          invoice.dueOn,
          invoice.totalCents,
          at(invoice.issuedOn),
        ],
      ],
      ...invoice.payments.map(({ on, cents, kind }): Statement => [
        'insert into payment (invoice_id, received_on, amount_cents, kind, method, recorded_at) values (?, ?, ?, ?, ?, ?)',
        [invoice.id, on, cents, kind, kind === 'payment' ? 'transfer' : 'credit-note', at(on)],
      ]),
      ...(invoice.dispute === null
        ? []
        : [
            [
              "insert into hold (kind, invoice_id, from_on, amount_cents, reason, recorded_at) values ('dispute', ?, ?, ?, 'litige', ?)",
              [
                invoice.id,
                invoice.issuedOn,
                invoice.dispute === 'whole' ? null : invoice.dispute,
                at(invoice.issuedOn),
              ],
            ] as Statement,
          ]),
      ...(invoice.promise === null
        ? []
        : [
            [
              "insert into hold (kind, invoice_id, from_on, until_on, amount_cents, recorded_at) values ('promise', ?, ?, ?, ?, ?)",
              [
                invoice.id,
                invoice.promise.madeOn,
                invoice.promise.on,
                invoice.promise.cents,
                at(invoice.promise.madeOn),
              ],
            ] as Statement,
          ]),
    ]),
    ...(plan === null ? [] : planRows(client, plan)),
    ...client.contacts.flatMap((contact) => contactRows(client, contact, dueOf)),
  ];
};

const planRows = ({ id, invoices }: DrawnClient, plan: DrawnPlan): Statement[] => {
  const { writtenOn, instalments, invoiceIds, demand } = plan;
  const total = instalments.reduce((sum, { cents }) => sum + cents, 0);
  const demandId = plan.id + 1;
  const covered = invoices.filter((invoice) => invoiceIds.includes(invoice.id));
  return [
    [
      "insert into letter (id, client_id, kind, written_on, currency, total_cents, sending, signed_on, recorded_at) values (?, ?, 'agreement', ?, 'EUR', ?, 'none', ?, ?)",
      [plan.id, id, writtenOn, total, writtenOn, at(writtenOn)],
    ],
    ...instalments.map(({ dueOn, cents }): Statement => [
      'insert into instalment (letter_id, due_on, amount_cents) values (?, ?, ?)',
      [plan.id, dueOn, cents],
    ]),
    ...covered.flatMap((invoice): Statement[] => [
      [
        'insert into letter_invoice (letter_id, invoice_id, remaining_cents) values (?, ?, ?)',
        [plan.id, invoice.id, invoice.totalCents - paidBy(invoice, writtenOn)],
      ],
      [
        "insert into hold (kind, invoice_id, from_on, until_on, reason, letter_id, recorded_at) values ('plan', ?, ?, ?, 'protocole', ?, ?)",
        [invoice.id, writtenOn, instalments.at(-1)?.dueOn ?? null, plan.id, at(writtenOn)],
      ],
    ]),
    ...(demand === null
      ? []
      : ([
          [
            "insert into letter (id, client_id, kind, written_on, currency, total_cents, delay_days, sending, recorded_at) values (?, ?, 'decheance-du-terme', ?, 'EUR', 1, 8, 'lrar', ?)",
            [demandId, id, demand.writtenOn, at(demand.writtenOn)],
          ],
          ...covered.map((invoice) => [
            'insert into letter_invoice (letter_id, invoice_id, remaining_cents) values (?, ?, 1)',
            [demandId, invoice.id],
          ]),
          ...(['posted', 'presented'] as const).flatMap((event, index) => {
            const on = event === 'posted' ? demand.writtenOn : demand.presentedOn;
            if (on === null) return [];
            const contact = id * 100 + 90 + index;
            return [
              [
                "insert into contact (id, client_id, at, on_day, channel, direction, status, outcome, about_overdue, deadline_on, recorded_at) values (?, ?, ?, ?, 'lrar', 'out', 'logged', ?, 0, ?, ?)",
                [
                  contact,
                  id,
                  at(on),
                  on,
                  event === 'posted' ? null : 'presentee',
                  addDays(on, event === 'posted' ? 11 : 8),
                  at(on),
                ],
              ],
              ...covered.map((invoice) => [
                'insert into contact_invoice (contact_id, invoice_id, remaining_cents, days_late, counts) values (?, ?, 1, ?, 1)',
                [contact, invoice.id, daysBetween(invoice.dueOn, on)],
              ]),
              [
                'insert into letter_contact (contact_id, letter_id, event) values (?, ?, ?)',
                [contact, demandId, event],
              ],
            ];
          }),
        ] as Statement[])),
  ];
};

const contactRows = (
  { id }: DrawnClient,
  contact: DrawnContact,
  dueOf: ReadonlyMap<number, LocalDate>,
): Statement[] => {
  const { on, kind, outcome } = contact;
  const isMessage = kind === 'reminder' || kind === 'receipt';
  const channel = kind === 'call' || kind === 'attempt' ? 'call' : 'email';
  return [
    [
      'insert into contact (id, client_id, at, on_day, channel, direction, status, outcome, about_overdue, answered_on, recorded_at) values (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)',
      [
        contact.id,
        id,
        at(on),
        on,
        channel,
        kind === 'reply' ? 'in' : 'out',
        isMessage ? 'sent' : 'logged',
        outcome,
        kind === 'reply' ? on : null,
        at(on),
      ],
    ],
    ...(isMessage
      ? ([
          [
            `insert into message (contact_id, message_id, sender, recipients, subject, body_text, body_html, currency, total_cents, sha256, raw)
             values (?, ?, 'a@b.example', '{}', 'Objet', '', '', 'EUR', 1, '', x'')`,
            [contact.id, `<${contact.id}@example>`],
          ],
        ] as Statement[])
      : []),
    ...contact.invoiceIds.map((invoiceId): Statement => [
      'insert into contact_invoice (contact_id, invoice_id, step, step_day, tone, remaining_cents, days_late, counts) values (?, ?, ?, ?, ?, 1, ?, 1)',
      [
        contact.id,
        invoiceId,
        contact.step,
        contact.step === null ? null : STEPS.indexOf(contact.step) * 14 + 7,
        contact.step === null ? null : 'rappel',
        Math.max(0, daysBetween(dueOf.get(invoiceId) ?? on, on)),
      ],
    ]),
    ...(outcome === 'attente-validation'
      ? contact.invoiceIds.map((invoiceId): Statement => [
          "insert into hold (kind, invoice_id, from_on, until_on, reason, recorded_at) values ('pause', ?, ?, ?, ?, ?)",
          [
            invoiceId,
            on,
            addDays(on, 4),
            `validation attendue de Mme Roche pour le ${formatDay(addDays(on, 4))}`,
            at(on),
          ],
        ])
      : []),
  ];
};

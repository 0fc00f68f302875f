import type { LocalDate } from '../domain/dates.ts';
import type { HistoryEntry } from '../domain/schedule/history.ts';
import type { Database } from './open.ts';

interface Row extends Omit<HistoryEntry, 'isMessage' | 'isAnswer' | 'steps' | 'numbers'> {
  isMessage: number;
  isAnswer: number;
  steps: string;
  numbers: string;
}

/** What was said of these invoices and reached the client, or was said by them, oldest first. */
export const listHistory = (db: Database, invoiceIds: readonly number[], today: LocalDate): HistoryEntry[] =>
  db
    .prepare<[string, string], Row>(
      `select c.on_day "on", c.channel, c.direction, c.outcome, m.contact_id is not null isMessage, max(ci.days_late) daysLate,
         json_group_array(i.number order by i.due_on, i.id) numbers,
         (select json_group_array(step) from contact_invoice of where of.contact_id = c.id and of.step is not null) steps,
         (select l.kind from letter_contact lc join letter l on l.id = lc.letter_id where lc.contact_id = c.id) letterKind,
         exists (select 1 from contact said where said.client_id = c.client_id and said.direction = 'in' and said.id < c.id
           and said.on_day <= c.on_day and said.answered_on = c.on_day) isAnswer,
         a.approval_by approvalBy, a.approval_on approvalOn, a.paid_on paidOn
       from contact_invoice ci join invoice i on i.id = ci.invoice_id join contact c on c.id = ci.contact_id left join message m on m.contact_id = c.id
         left join call_answer a on a.contact_id = c.id
       where ci.counts = 1 and c.channel <> 'decide' and c.status in ('sent', 'logged') and c.on_day <= ?
         and ci.invoice_id in (select value from json_each(?))
       group by c.id order by c.on_day, c.id`,
    )
    .all(today, JSON.stringify(invoiceIds))
    .map(({ isMessage, isAnswer, steps, numbers, ...row }) => ({
      ...row,
      isMessage: isMessage === 1,
      isAnswer: isAnswer === 1,
      steps: JSON.parse(steps) as string[],
      numbers: JSON.parse(numbers) as string[],
    }));

import type { Client } from '../../domain/people/client.ts';
import type { Invoice } from '../../domain/money/invoice.ts';
import { oneLine } from '../../domain/typography.ts';

/** What a hold bears on, as a sentence begins with it. */
export const targetTitle = (target: { invoice: Invoice | null; client: Client | null }): string =>
  oneLine(target.invoice?.number ?? target.client?.name ?? '');

import type { Penalites } from './creditor.ts';
import type { ClientKind } from './client-kind.ts';
import type { Channel } from '../schedule/scenario.ts';

export interface ClientFields {
  name: string;
  kind: ClientKind;
  email: string | null;
  cc: string | null;
  phone: string | null;
  siren: string | null;
  siret: string | null;
  vatNumber: string | null;
  address: string | null;
  postalCode: string | null;
  city: string | null;
  country: string;
  /** « Mme Jeanne Petit ». */
  contactName: string | null;
  /** The first line of messages as typed: « Bonjour Madame Le Goff »; derived from the contact when null. */
  salutation: string | null;
  tutoiement: boolean;
  scenario: string | null;
  language: string;
  channel: Channel | null;
  penalites: Penalites | null;
  isPerInvoice: boolean;
  /** `--delai-legal`: 30, 50 or 60 days for a public debtor; else the term of the sector. */
  legalTermDays: number | null;
  /** Most that the client may owe at once, in minor units of `ceilingCurrency`. */
  ceilingCents: number | null;
  /** Invoices in another currency are not counted. */
  ceilingCurrency: string | null;
  note: string | null;
  emailRefusedOn: string | null;
}

export interface Client extends ClientFields {
  id: number;
}

/** A client as messages and lists name it. */
export type ClientRef = Pick<Client, 'id' | 'name' | 'kind'>;

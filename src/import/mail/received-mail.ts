import type { LocalDate } from '../../domain/dates.ts';

/** What is common to all mails; every text of it is one harmless line. */
export interface MailHeader {
  /** With its angle brackets. */
  messageId: string | null;
  from: { address: string; name: string | null } | null;
  to: string[];
  subject: string;
  /** ISO instant of `Date:`. */
  sentAt: string | null;
  inReplyTo: string[];
  references: string[];
}

export type DeliveryAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

/** What a server says of one recipient. */
export interface BounceReport {
  /** The address that was written to, where the server still knows it. */
  recipient: string | null;
  action: DeliveryAction;
  /** RFC 3463: `5.1.1`. */
  status: string | null;
  isPermanent: boolean;
  /** Nobody has this address: another one is needed. A full mailbox or a refusal of the contents says nothing of the kind. */
  isAddressWrong: boolean;
  /** One harmless line of at most 300 characters. */
  diagnostic: string | null;
  /** Of the headers that came back. */
  originalMessageId: string | null;
  envelopeId: string | null;
}

export interface MailAttachment {
  /** One harmless line without a path. */
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

/** What one received mail is, by its bytes alone (RFC 3464, RFC 3834). */
export type ReceivedMail = MailHeader &
  (
    | { kind: 'bounce'; reports: BounceReport[] }
    /** Delivered, relayed or expanded: a proof. */
    | { kind: 'delivery'; reports: BounceReport[] }
    | { kind: 'automatic'; text: string; returnsOn: LocalDate | null; substitute: string | null }
    | {
        kind: 'message';
        text: string;
        attachments: MailAttachment[];
        /** The text or the attachments go beyond what is read. */
        wasCut: boolean;
      }
  );

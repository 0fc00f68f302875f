/** Basic characters of a short message (3GPP TS 23.038, default alphabet). */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** These take the room of two. */
const EXTENDED = new Set('^{}\\[~]|€\f');

export interface SmsSize {
  characters: number;
  /** Messages that the operator counts. */
  parts: number;
  /** Characters that make every part shorter (70 letters instead of 160), each once. */
  costly: string[];
}

const partsOf = (units: number, alone: number, joined: number): number =>
  units <= alone ? Math.max(1, Math.ceil(units / alone)) : Math.ceil(units / joined);

/** How many parts a text takes. */
export const smsSize = (text: string): SmsSize => {
  const characters = [...text];
  const costly = [...new Set(characters.filter((char) => !BASIC.has(char) && !EXTENDED.has(char)))];
  const units = characters.reduce((sum, char) => sum + (EXTENDED.has(char) ? 2 : 1), 0);
  return {
    characters: characters.length,
    parts: costly.length > 0 ? partsOf(text.length, 70, 67) : partsOf(units, 160, 153),
    costly,
  };
};

/** `+33 6 12 34 56 78` → `sms:+33612345678?body=…`, which a telephone opens ready to send (RFC 5724). */
export const smsLink = (phone: string, text: string): string =>
  `sms:${phone.replaceAll(/[^+\d]/g, '')}?body=${encodeURIComponent(text)}`;

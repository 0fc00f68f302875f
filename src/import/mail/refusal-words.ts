import { withoutAccents } from '../../domain/typography.ts';

/** « Personne n’a cette adresse », as servers say it: small letters without accents, one space between words. */
const NOBODY = [
  // English, and what Postfix, Exim, Exchange, Domino, qmail and Gmail write.
  /\b(?:user|recipient|mailbox|account|address|destination)s? (?:is )?(?:unknown|not found|not known|nonexistent|non-existent)\b/,
  /\b(?:unknown|invalid|nonexistent|non-existent) (?:local )?(?:user|recipient|mailbox|account|address|user account)\b/,
  /\bno such (?:user|recipient|mailbox|account|address|person|domain|local user)\b/,
  /\b(?:user|recipient|mailbox|account|address|domain|host)\S* (?:\S+ ){0,4}?(?:does not|doesn'?t|may not|no longer) exists?\b/,
  /\bnot (?:a valid|a known) (?:user|recipient|mailbox|address)\b/,
  /\bno (?:mailbox|valid recipient)s? (?:here )?(?:by that name|by this name)\b/,
  /\brecipient (?:address )?rejected: (?:access denied|undeliverable address|user unknown|unverified)/,
  /\brecipient(?:notfound| no longer on server| not on server)\b/,
  /\bnot listed in (?:domino|public name|the) (?:directory|name & address book|address book)\b/,
  /\b(?:account|mailbox) (?:\S+ ){0,3}?(?:is |has been |was )?(?:disabled|deactivated|suspended|closed|deleted|terminated)\b/,
  /\b(?:host or domain name|domain|domain name) (?:is )?(?:not found|not reachable|unknown)\b/,
  /\b(?:unrouteable|unroutable) (?:mail )?(?:address|domain)\b|\bhost unknown\b|\bnull mx\b/,
  // French: Orange, Free, La Poste, OVH.
  /\b(?:destinataire|utilisateur|usager|adresse|boite|compte|domaine)s? (?:\S+ ){0,4}?(?:est |sont )?(?:inconnue?|invalide|inexistante?|introuvable|desactivee?|cloturee?|fermee?|supprimee?|resiliee?)s?\b/,
  /\b(?:destinataire|utilisateur|adresse|boite|compte|domaine)\S* (?:\S+ ){0,6}?n'? ?existe(?:nt)? (?:pas|plus)\b/,
  // German, Spanish, Italian, Portuguese, Dutch.
  /\b(?:unbekannter? (?:empfanger|benutzer)|(?:empfanger|benutzer|adresse|postfach) (?:\S+ ){0,3}?(?:unbekannt|existiert nicht|nicht gefunden))\b/,
  /\b(?:usuario|destinatario|direccion|buzon|cuenta) (?:\S+ ){0,3}?(?:desconocid[oa]|inexistente|no existe)\b/,
  /\b(?:utente|destinatario|indirizzo|casella) (?:\S+ ){0,3}?(?:sconosciut[oa]|inesistente|non esiste)\b/,
  /\b(?:destinatario|utilizador|usuario) (?:\S+ ){0,3}?desconhecid[oa]\b|\b(?:gebruiker|geadresseerde) onbekend\b/,
];

/** What is wrong is then our own address, or what we are. */
const ABOUT_THE_SENDER = /\b(?:sender|mail from|expediteur|return path|reverse-path|absender)\b/;

/** Long enough for a server's sentence. */
const MOST_WORDS = 2000;

export const foldedSentence = (text: string): string =>
  withoutAccents(text.slice(0, MOST_WORDS))
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\S\n]+|\n/g, ' ');

/** Whether a server says that nobody has the address. */
export const saysNobody = (words: string): boolean => {
  const sentence = foldedSentence(words);
  return !ABOUT_THE_SENDER.test(sentence) && NOBODY.some((pattern) => pattern.test(sentence));
};

import { endOfMonth, type LocalDate } from '../../domain/dates.ts';
import { isSoon, plainWords, writtenDays } from './written-day.ts';

/** The next command that an answer suggests; a person decides. */
export type ReplyHint =
  | { kind: 'promise'; on: LocalDate | null }
  | { kind: 'already-paid' }
  | { kind: 'dispute' }
  | { kind: 'missing-order' }
  | { kind: 'missing-invoice' }
  | { kind: 'none' };

type Told = Exclude<ReplyHint['kind'], 'none'>;

const NONE: ReplyHint = { kind: 'none' };

const PAYMENT = '(?:virement|paiement|reglement|payment|transfer|cheque)';
/** In sentences of `plainWords`. */
const SAID: Readonly<Record<Told, readonly RegExp[]>> = {
  promise: [
    /\b(?:je|on|nous)\b(?: (?!(?:n')?(?:ai|a|avons|avait|avions)\b)\S+){0,3} (?:paie|paye|paierai|payerai|paiera|payera|paierons|payerons|payons|regle|reglerai|reglera|reglerons|reglons|vire|virerai|virerons|solde|solderai|solderons)\b(?! (?:ca|cela|le probleme|la question|ce point)\b)(?! (?:\S+ )?a \d)/,
    /\b(?:je|on|nous)\b(?: \S+){0,3} (?:vais|va|allons) (?:\S+ ){0,2}(?:payer|regler|virer|solder|(?:faire|effectuer|lancer|emettre) (?:le|un|votre) (?:virement|paiement|reglement))\b/,
    /\b(?:je|on|nous)\b(?: \S+){0,3} (?:ferai|fera|ferons|fais|faisons|effectuerai|effectuerons|lancerai|programmerai) (?:\S+ ){0,2}(?:virement|paiement|reglement)\b/,
    /\b(?:virement|paiement|reglement)\b(?: \S+){0,6} (?:est prevu|est programme|est planifie|partira|interviendra|va partir|sera (?:bien )?(?:fait|effectue|emis|envoye|lance|execute|realise|programme))\b/,
    /\b(?:facture|solde|montant|vous)\b(?: \S+){0,6} (?:sera|serez|va etre) (?:\S+ ){0,1}(?:payee?|reglee?|viree?|soldee?)s?\b/,
    /\b(?:will|shall|going to|i'll|we'll) (?:\S+ ){0,3}?(?:pay|settle|transfer|wire|process the payment|make the payment|be paid|be settled|send the payment)\b/,
    /\bpayment\b(?: \S+){0,4} (?:is scheduled|is planned|will be (?:made|sent|processed|issued)|will go out)\b/,
  ],
  'already-paid': [
    new RegExp(
      `\\b${PAYMENT}\\b(?: \\S+){0,4} (?:a (?:bien |deja )*ete|est (?:bien )?(?:deja )?)(?: \\S+)? ?(?:fait|effectue|parti|emis|envoye|execute|valide|realise)\\b`,
    ),
    new RegExp(`\\b${PAYMENT} (?:deja |bien )*(?:fait|effectue|parti|emis|envoye|execute|realise)e?\\b`),
    /\b(?:j'ai|nous avons|on a|vous avons|vous ai)\b(?: (?:bien|deja|donc|pourtant|hier|vous)){0,3} (?:paye|regle|vire|solde|(?:fait|effectue|emis|envoye) (?:le|un|votre|ce) (?:virement|paiement|reglement|cheque))e?s?\b/,
    /\b(?:facture|tout|elle|montant|somme)\b(?: \S+){0,5} (?:a|est|ont) (?:(?:bien|deja) )*(?:ete )?(?:(?:bien|deja) )*(?:payee?|reglee?|soldee?)s?\b/,
    /\b(?:have|has|had|was|were|i|we) (?:\S+ ){0,2}?(?:already |been |just )*paid\b/,
    /\b(?:payment|transfer) (?:was|has been|went) (?:already )?(?:made|sent|done|processed|out|issued)\b/,
  ],
  dispute: [
    /\b(?:conteste|contestons|contester|contestation|en litige|notre reclamation)\b/,
    /\bpas d'accord\b|\bdesaccord\b/,
    /\b(?:non conforme|pas conforme|malfacons?|mal fait|pas termine|inacheve)\b/,
    /\b(?:montant|prix|tarif|facture|quantite)\b(?: \S+){0,4} (?:errone|incorrecte?|faux|fausse|pas celui|ne correspond)\b/,
    /\b(?:refus(?:e|ons)|hors de question) de (?:payer|regler|vous payer|vous regler)\b/,
    /\b(?:dispute|disagree|contest|not as agreed|incorrect (?:amount|invoice|price)|wrong amount|overcharged)\b/,
  ],
  'missing-order': [
    /\b(?:manque|manquent|sans|absence d[eu]|besoin d[eu]|attente d[eu]|il (?:nous|me) faut|indiquer|mentionner|rappeler|figurer?|missing|need|without|lacks?|lacking)\b(?: \S+){0,4} (?:bon de commande|(?:numero|n°|n|reference) de (?:bon de )?commande|numero d'engagement|purchase order|po number|order number|po)\b/,
    /\b(?:bon de commande|(?:numero|n°|n|reference) de (?:bon de )?commande|numero d'engagement|purchase order|po number|order number)\b(?: \S+){0,4} (?:manque|manquant|absent|obligatoire|necessaire|ne figure pas|n'apparait pas|missing|required|not (?:mentioned|on))\b/,
  ],
  'missing-invoice': [
    /\b(?:jamais|pas) (?:bien |encore )?(?:recu|eu|trouve|vu) (?:de |la |votre |cette |vos |les |aucune )(?:\S+ )?factures?\b/,
    /\bfactures?\b(?: \S+){0,4} (?:jamais|pas|point) (?:\S+ )?(?:recue?s?|parvenue?s?|arrivee?s?|trouvee?s?)\b/,
    /\b(?:pouvez|pourriez|veuillez|merci de)\S*(?: \S+){0,2}? (?:renvoyer|retransmettre|transmettre|adresser|envoyer)\b(?: \S+){0,3} factures?\b/,
    /\brenvoyez(?: \S+){0,3} factures?\b/,
    /\b(?:retrouve(?:r|ons)?|trouve(?:r|ons)?) (?:pas|plus) (?:la|votre|cette|vos) factures?\b/,
    /\b(?:never|not|haven't|didn't|don't) (?:\S+ ){0,2}(?:received?|get|got|have|seen?)\b(?: \S+){0,2} invoices?\b/,
    /\b(?:could|can|would|please)\b(?: \S+){0,2}? (?:resend|send|forward)\b(?: \S+){0,4} invoices?\b/,
  ],
};

/** What makes of « payer vendredi » something else than a promise or a payment. */
const NEGATED =
  /\bn'(?:\S+)|\bne\b|\bpas\b|\bjamais\b|\baucune?\b|\bnot\b|n't\b|\bnever\b|\bunable\b|\bcannot\b|\bincapables?\b|\bimpossible\b/;
const UNSURE =
  /\?|\bsi\b|\bif\b|\bdes (?:que|reception)\b|\blorsque?\b|\bquand\b|\bune fois\b|\bapres (?:reception|validation|signature)\b|\b(?:once|unless|when|as soon as|until|after)\b|\bsous reserve\b|\bpeut[ -]etre\b|\bj'espere\b|\bmaybe\b|\bwould\b|\bpourri(?:ons|ez)\b|\bdevr(?:ait|ions|iez)\b|\ba moins que\b/;
const DISPUTED =
  '(?:contest|reclam|litige|desaccord|errone|incorrect|faux|fausse|malfacon|refus|disput|disagree)';
/** What is denied there is the dispute itself: the negation comes before its word, or right after the verb. */
const NOT_DISPUTED = new RegExp(
  `\\b(?:(?:ne|sans|aucune?|pas|not|never|no|\\S+n't) |n'|pas d')(?:\\S+ ){0,3}?${DISPUTED}|\\bconteste(?:ons)? (?:pas|plus|rien|nullement)\\b`,
);
/** « ne paierai pas », « n'est pas conforme »: negations that dispute. */
const DISPUTING = [
  /\b(?:ne |n')(?:\S+ ){0,2}(?:pai|pay|regl|vir|sold)\w* (?:\S+ )?(?:pas|rien|plus|jamais|aucune?)\b/g,
  /\b(?:(?:ne |n')\S+ )?pas (?:conforme|d'accord|celui|termine)\b/g,
  /\b(?:not|n't|never) (?:be )?(?:pay|paying|settle)\b/g,
];
const CLAUSES = /[,:;()]| (?:et|mais|car|donc|puisque|parce que|tant que|and|but|so|because) /;

/** The document is there, or is not needed. */
const NOT_MISSING =
  /\bne manque|\b(?:pas|plus) (?:necessaire|obligatoire|besoin)|\bnot (?:required|missing|necessary|needed)|n't (?:need|require|miss)/;
/** What is said at the end of a letter denies nothing. */
const COURTESIES =
  /\b(?:n'hesitez pas|ne vous inquietez pas|pas de (?:souci|probleme)s?|si (?:besoin|necessaire)|s'il vous plait|don't hesitate|no problem|no worries)\b/g;
const UNABLE =
  /\bne (?:pourr\w+|peux|peut|pouvons|pouvait) (?:\S+ )?(?:pas|plus|rien)\b|\b(?:can't|cannot|unable to|won't|will not)\b/;

const isDenied = (sentence: string, kind: Told): boolean => {
  if (kind === 'promise' || kind === 'already-paid') return NEGATED.test(sentence) || UNSURE.test(sentence);
  if (kind !== 'dispute') return NOT_MISSING.test(sentence);
  const told = DISPUTING.reduce((rest, negation) => rest.replaceAll(negation, 'autre'), sentence);
  return told.split(CLAUSES).some((clause) => NOT_DISPUTED.test(clause));
};

const isAbout = (sentence: string, kind: Told): boolean =>
  SAID[kind].some((pattern) => pattern.test(sentence));

/** Said, and nowhere denied. */
const isTold = (sentences: readonly string[], kind: Told): boolean => {
  const about = sentences.filter((sentence) => isAbout(sentence, kind));
  const isBroken = kind === 'promise' && sentences.some((sentence) => UNABLE.test(sentence));
  return about.length > 0 && !isBroken && !about.some((sentence) => isDenied(sentence, kind));
};

const MOST_TEXT = 20_000;
const MOST_SENTENCE = 600;
const KINDS: readonly Told[] = ['promise', 'already-paid', 'dispute', 'missing-order', 'missing-invoice'];

/** A line that goes on below is one sentence; « 1.200 » and « 14.10.2026 » do not end any. */
const sentencesOf = (text: string): string[] =>
  text
    .slice(0, MOST_TEXT)
    .split(/(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*[-*•])/)
    .map((sentence) => plainWords(sentence.slice(0, MOST_SENTENCE)).replaceAll(COURTESIES, ''))
    .filter((sentence) => sentence !== '');

/** The sentences of a text in which such a thing seems to be said, in `plainWords`. */
export const sentencesAbout = (text: string, kind: Told): string[] =>
  sentencesOf(text).filter((sentence) => isAbout(sentence, kind));

/** The one day of a promise; null when it names none or several, a past one or one beyond a year. */
const promisedDay = (sentence: string, today: LocalDate): LocalDate | null => {
  const days = new Set(writtenDays(sentence, today).map(({ day }) => day));
  if (days.size === 0 && /\b(?:fin (?:du|de ce) mois|fin de mois|end of (?:the|this) month)\b/.test(sentence))
    days.add(endOfMonth(today));
  const [day = null] = days;
  return days.size === 1 && day !== null && isSoon(day, today) ? day : null;
};

/**
 * What an answer written on the day `today` seems to say, in French or in English. Two things at once, a negation or a
 * condition nearby, a question: nothing is proposed.
 */
export const hintOf = (text: string, today: LocalDate): ReplyHint => {
  const sentences = sentencesOf(text);
  const told = KINDS.filter((kind) => isTold(sentences, kind));
  const [kind] = told;
  if (kind === undefined || told.length > 1) return NONE;
  if (kind !== 'promise') return { kind };
  const promises = sentences.filter((sentence) => isAbout(sentence, kind));
  const days = new Set(promises.map((sentence) => promisedDay(sentence, today)));
  days.delete(null);
  const [day = null] = days;
  return { kind, on: days.size === 1 ? day : null };
};

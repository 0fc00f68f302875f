import { ibanOrNull, labelOf, orNull } from '../values.ts';

/** What field 86 tells of an operation, field 61 completing it. */
export interface Narrative {
  label: string;
  counterparty: string | null;
  iban: string | null;
  reference: string | null;
}

/** Lines and subfields cut where they are full go on in the middle of a word; shorter ones end a word. */
const glued = (pieces: readonly string[], full: number): string =>
  pieces
    .map((piece, index) => {
      const before = pieces[index - 1]?.length ?? full;
      const isCut = before >= full || /^[?>]\d{2}/.test(piece);
      return isCut ? piece : ` ${piece}`;
    })
    .join('');

/** 65 characters, less the one that some banks keep. */
const FULL_LINE = 64;
const FULL_SUBFIELD = 27;
/** Beyond it, a label says no more. */
const MOST_TEXT = 5000;

/** Named parts of a text, in order: what stands between one tag and the next. */
const partsBetween = (text: string, tag: RegExp): Map<string, string> => {
  const parts = new Map<string, string>();
  const found = [...text.matchAll(tag)];
  for (const [index, match] of found.entries()) {
    const name = match[1] ?? '';
    const value = text.slice(match.index + match[0].length, found[index + 1]?.index ?? text.length);
    if (!parts.has(name)) parts.set(name, value);
  }
  return parts;
};

/** `EREF+…SVWZ+…` within the purpose of German banks. */
const SEPA_TAG = /(?<![A-Z])(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC)\+/g;
/** `/EREF/…/REMI/…` of Dutch, Belgian and French banks. */
const SLASH_TAG =
  /\/(ADDR|BENM|BIC|BUSP|CNTP|CSID|EREF|IBAN|INIT|ISDT|MARF|NAME|NRTX|OCMT|ORDP|PREF|PURP|REMI|RTRN|SVCL|TRCD|TRTP|ULTB|ULTC|ULTD)\//g;

/** `020?00…?20…?32…`, whatever the mark of its subfields. */
const structured = (flat: string, mark: string): Narrative => {
  const tag = new RegExp(`${mark === '?' ? String.raw`\?` : mark}(\\d{2})`, 'g');
  const fields = partsBetween(flat, tag);
  const of = (from: string, to: string): string[] =>
    [...fields].filter(([code]) => code >= from && code <= to).map(([, value]) => value);
  const purpose = glued([...of('20', '29'), ...of('60', '63')], FULL_SUBFIELD);
  const sepa = partsBetween(purpose, SEPA_TAG);
  const name = orNull(glued(of('32', '33'), FULL_SUBFIELD)) ?? orNull(sepa.get('ABWA'));
  return {
    label: labelOf(sepa.get('SVWZ') ?? purpose, fields.get('00'), name),
    counterparty: name,
    iban: ibanOrNull(fields.get('38')) ?? ibanOrNull(sepa.get('IBAN')) ?? ibanOrNull(fields.get('31')),
    reference: orNull(sepa.get('EREF')),
  };
};

/** `/TRTP/…/IBAN/…/NAME/…/REMI/…`; `/CNTP/` holds account, BIC and name. */
const slashed = (parts: Map<string, string>): Narrative => {
  const [account, , party] = (parts.get('CNTP') ?? '').split('/');
  const name = orNull(parts.get('NAME')) ?? orNull(party);
  const remittance = parts.get('REMI')?.replace(/^(?:USTD|STRD)\/\/?/, '');
  return {
    label: labelOf(remittance?.replace(/\/+$/, ''), parts.get('TRTP'), name),
    counterparty: name,
    iban: ibanOrNull(parts.get('IBAN')) ?? ibanOrNull(account),
    reference: orNull(parts.get('EREF')?.replace(/\/+$/, '')),
  };
};

/** @param reference of field 61, for whom its `supplement` adds to */
export const narrativeOf = (field86: string, reference: string, supplement: string): Narrative => {
  const flat = glued(
    field86
      .slice(0, MOST_TEXT)
      .split('\n')
      .map((line) => line.trimEnd()),
    FULL_LINE,
  );
  const mark = /^\s*\d{0,3}([?>])\d{2}/.exec(flat)?.[1];
  const parts = partsBetween(flat, SLASH_TAG);
  const isSlashed = mark === undefined && /^\s*\//.test(flat) && parts.size > 0;
  const told: Narrative =
    mark !== undefined
      ? structured(flat, mark)
      : isSlashed
        ? slashed(parts)
        : { label: labelOf(flat, supplement), counterparty: null, iban: null, reference: null };
  return {
    ...told,
    // Some banks put the other account where the reference stands.
    iban: told.iban ?? ibanOrNull(reference) ?? ibanOrNull(supplement.split('\n')[0]),
    reference:
      told.reference ?? (ibanOrNull(reference) === null && reference !== 'EREF' ? orNull(reference) : null),
  };
};

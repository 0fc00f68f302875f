import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compactIdentifier,
  formatIban,
  isValidBic,
  isValidFrenchVatNumber,
  isValidSiren,
  isValidSiret,
  normaliseIban,
  parseEmail,
  parsePhone,
} from '../../src/domain/people/identifiers.ts';
import { EXIT, RelanceError } from '../../src/errors.ts';

const refusal = (parse: (input: string) => string, input: string): RelanceError => {
  try {
    parse(input);
  } catch (error) {
    if (error instanceof RelanceError) return error;
    throw error;
  }
  throw new Error(`${input} was accepted`);
};

const parsedOrNull = (input: string): string | null => {
  try {
    return parseEmail(input);
  } catch (error) {
    if (error instanceof RelanceError) return null;
    throw error;
  }
};

describe('SIREN and SIRET', () => {
  it.each([
    ['732829320', true],
    ['732 829 320', true],
    ['552.008.443', true],
    ['356000000', true],
    ['732829321', false],
    ['73282932', false],
    ['7328293200', false],
    ['000000000', false],
    ['73282932O', false],
    ['', false],
  ])('SIREN %s: %s', (siren, expected) => {
    expect(isValidSiren(siren)).toBe(expected);
  });

  it.each([
    ['73282932000074', true],
    ['732 829 320 00074', true],
    ['732\u00a0829\u00a0320\u00a000074', true],
    ['73282932000075', false],
    ['73282932100073', false],
    ['732829320', false],
  ])('SIRET %s: %s', (siret, expected) => {
    expect(isValidSiret(siret)).toBe(expected);
  });

  it.each([
    ['35600000000048', true, 'head office, by Luhn'],
    ['35600000049837', true, 'digits add up to 45'],
    ['35600000049838', false, 'digits add up to 46'],
    ['35600000000010', true, 'digits add up to 15'],
  ])('La Poste’s establishment %s: %s (%s)', (siret, expected) => {
    expect(isValidSiret(siret)).toBe(expected);
  });

  it('one wrong digit is always seen in a SIREN', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 9 }), (position, shift) => {
        const digits = '732829320'.split('');
        digits[position] = String((Number(digits[position]) + shift) % 10);
        expect(isValidSiren(digits.join(''))).toBe(false);
      }),
    );
  });
});

describe('French VAT numbers', () => {
  it.each([
    ['FR44732829320', true],
    ['fr 44 732 829 320', true],
    ['FR45732829320', false],
    ['FR19552008443', true],
    ['FRK7399859412', true],
    ['FRL7399859412', false],
    ['FR4Z123456782', true],
    ['FRIO334175221', false],
    ['FR16000063601', true],
    ['44732829320', false],
    ['DE125014855', false],
    ['FR', false],
  ])('%s: %s', (number, expected) => {
    expect(isValidFrenchVatNumber(number)).toBe(expected);
  });
});

describe('bank accounts', () => {
  it.each([
    ['FR14 2004 1010 0505 0001 3M02 606', 'FR1420041010050500013M02606'],
    ['fr1420041010050500013m02606', 'FR1420041010050500013M02606'],
    ['IBAN : FR14 2004 1010 0505 0001 3M02 606', 'FR1420041010050500013M02606'],
    ['FR14-2004-1010-0505-0001-3M02-606', 'FR1420041010050500013M02606'],
    ['DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000', 'DE89370400440532013000'],
    ['BE68 5390 0754 7034', 'BE68539007547034'],
  ])('%s is stored as %s', (input, expected) => {
    expect(normaliseIban(input)).toBe(expected);
  });

  it.each([
    ['', 'il est vide'],
    ['ZZ1420041010050500013M02606', 'il ne commence pas par un pays connu'],
    ['FR1420041010050500013M0260', 'il n’a pas la longueur voulue pour ce pays'],
    ['FR1420041010050500013M02607', 'sa clé de contrôle est fausse'],
    ['BE68530907547034', 'sa clé de contrôle est fausse'],
  ])('%j is refused: %s', (input, reason) => {
    const error = refusal(normaliseIban, input);
    expect(error.code).toBe('invalid-iban');
    expect(error.exitCode).toBe(EXIT.usage);
    expect(error.message).toContain(reason);
  });

  it('an IBAN whose French RIB key is wrong is refused, though its own key is right', () => {
    const bban = '20041010050500013M02607';
    const remainder = `${bban}FR00`
      .split('')
      .reduce((rest, character) => Number(`${rest}${Number.parseInt(character, 36)}`) % 97, 0);
    expect(() => normaliseIban(`FR${98 - remainder}${bban}`)).toThrow('sa clé de contrôle est fausse');
  });

  it('is read in groups of four', () => {
    expect(formatIban('FR1420041010050500013M02606')).toBe('FR14 2004 1010 0505 0001 3M02 606');
    expect(formatIban('')).toBe('');
  });

  it.each([
    ['PSSTFRPPPAR', true],
    ['bnpafrpp', true],
    ['PSST FR PP PAR', true],
    ['PSSTFRPPPA', false],
    ['PSSTZZPP', false],
    ['', false],
  ])('BIC %s: %s', (bic, expected) => {
    expect(isValidBic(bic)).toBe(expected);
  });

  it('an identifier is compared without spaces, dots and hyphens', () => {
    expect(compactIdentifier('fr 44 732.829-320')).toBe('FR44732829320');
  });
});

describe('e-mail addresses', () => {
  it.each([
    ['compta@client.fr', 'compta@client.fr'],
    [' Compta@Client.FR ', 'Compta@client.fr'],
    ["jean.o'neil+facture@sous.domaine.example", "jean.o'neil+facture@sous.domaine.example"],
    ['contact@café-des-arts.fr', 'contact@café-des-arts.fr'],
    ['contact@xn--caf-dma.fr', 'contact@xn--caf-dma.fr'],
    [`${'a'.repeat(64)}@client.fr`, `${'a'.repeat(64)}@client.fr`],
  ])('%j is taken as %j', (input, expected) => {
    expect(parseEmail(input)).toBe(expected);
  });

  it.each([
    '',
    'compta',
    '@client.fr',
    'compta@',
    'compta@client',
    'compta@client..fr',
    'compta@-client.fr',
    'compta@client-.fr',
    'compta@client.fr.',
    'compta@192.168.0.1',
    'compta@[192.168.0.1]',
    'compta@client.fr/x',
    'compta@client.fr:25',
    '.compta@client.fr',
    'compta.@client.fr',
    'com..pta@client.fr',
    'comptabilité@client.fr',
    'a@b@client.fr',
    'Jeanne Petit <compta@client.fr>',
    'a@client.fr, b@client.fr',
    'a@client.fr;b@client.fr',
    'a@client.fr\nBcc:b@client.fr',
    'a@cli\u202eent.fr',
    `${'a'.repeat(65)}@client.fr`,
    `compta@${'a'.repeat(64)}.fr`,
    `${'a'.repeat(60)}@${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(10)}.fr`,
  ])('%j is refused', (input) => {
    const error = refusal(parseEmail, input);
    expect(error.code).toBe('invalid-email');
    expect(error.exitCode).toBe(EXIT.usage);
    expect(error.message).not.toContain('\n');
  });

  it('an accepted address is taken again as it is, and cannot break a header', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.string(), (address, noise) => {
        const accepted = [address, address + noise, noise + address]
          .map(parsedOrNull)
          .filter((email) => email !== null);
        expect(accepted.map(parsedOrNull)).toEqual(accepted);
        expect(accepted.filter((email) => !/^[^\s,;<>@]+@[^\s,;<>@]+$/.test(email))).toEqual([]);
      }),
    );
  });
});

describe('telephone numbers', () => {
  it.each([
    ['0123456789', '01 23 45 67 89'],
    ['01.23.45.67.89', '01 23 45 67 89'],
    ['01-23-45-67-89', '01 23 45 67 89'],
    ['06\u00a012\u00a034\u00a056\u00a078', '06 12 34 56 78'],
    ['+33 1 23 45 67 89', '01 23 45 67 89'],
    ['+33 (0)1 23 45 67 89', '01 23 45 67 89'],
    ['0033123456789', '01 23 45 67 89'],
    ['+32 2 123 45 67', '+3221234567'],
    ['00 41 22 123 45 67', '+41221234567'],
    ['+262 692 12 34 56', '+262692123456'],
  ])('%s is kept as %s', (input, expected) => {
    expect(parsePhone(input)).toBe(expected);
    expect(parsePhone(expected)).toBe(expected);
  });

  it.each([
    '',
    '012345678',
    '01234567890',
    '0012',
    '+33 1 23',
    '+33 12 34 56 78 90 1',
    '+1234567890123456',
    'appeler',
    '01 23 45 67 8x',
  ])('%j is refused', (input) => {
    const error = refusal(parsePhone, input);
    expect(error.code).toBe('invalid-phone');
    expect(error.exitCode).toBe(EXIT.usage);
  });
});

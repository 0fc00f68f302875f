import { describe, expect, it } from 'vitest';
import { formalAddressOf, greetingOf, lacksFirstName } from '../../src/domain/people/salutation.ts';

const reader = (contactName: string | null, changes: { tutoiement?: boolean; salutation?: string } = {}) => ({
  name: 'Studio Dupont',
  kind: 'entreprise' as const,
  contactName,
  tutoiement: false,
  salutation: null,
  ...changes,
});
const vous = (contactName: string | null): string => greetingOf(reader(contactName));
const tu = (contactName: string | null): string => greetingOf(reader(contactName, { tutoiement: true }));
const formal = (contactName: string | null): string => formalAddressOf(reader(contactName));

describe('a civility and a name', () => {
  it.each([
    ['Mme Jeanne Petit', 'Madame Petit'],
    ['Mme Petit', 'Madame Petit'],
    ['mme petit', 'Madame Petit'],
    ['MME PETIT', 'Madame Petit'],
    ['Madame\u00a0Jeanne\u00a0Petit', 'Madame Petit'],
    ['Mlle Petit', 'Madame Petit'],
    ['M.Durand', 'Monsieur Durand'],
    ['M Durand', 'Monsieur Durand'],
    ['Mr Paul Durand', 'Monsieur Durand'],
    ['Ms Jane Doe', 'Madame Doe'],
    ['Mrs Dalloway', 'Madame Dalloway'],
    ['Dr Knock', 'Docteur Knock'],
    ['Pr Tournesol', 'Professeur Tournesol'],
    ['Mme Dr Petit', 'Docteur Petit'],
    ['Mme', 'Madame'],
    // Particles belong to the family name.
    ['Mme Le Goff', 'Madame Le Goff'],
    ['mme le goff', 'Madame Le Goff'],
    ['Mme Jeanne Le Goff', 'Madame Le Goff'],
    ['Mme LE GOFF Jeanne', 'Madame Le Goff'],
    ['M. de La Fontaine', 'Monsieur de La Fontaine'],
    ['M. Jean de La Fontaine', 'Monsieur de La Fontaine'],
    ['M. Jean DE LA FONTAINE', 'Monsieur de La Fontaine'],
    ['M. Van Damme', 'Monsieur Van Damme'],
    ['M. Jan van der Berg', 'Monsieur van der Berg'],
    ['M. VAN DER BERG', 'Monsieur Van der Berg'],
    ['M. El Amrani', 'Monsieur El Amrani'],
    ['Mme Fatima Zahra El Idrissi', 'Madame El Idrissi'],
    ['Mme BEN SALAH Fatima', 'Madame Ben Salah'],
    ['Mme Ben Salah Fatima', 'Madame Ben Salah'],
    ['M. Ludwig von Trapp', 'Monsieur von Trapp'],
    ['M. Ali Ben Salah', 'Monsieur Ben Salah'],
    ['M. Bart De Wever', 'Monsieur De Wever'],
    ['M. Gonzague d’Aboville', 'Monsieur d’Aboville'],
    ['M. İbrahim ÇELİK', 'Monsieur Çelik'],
    ['Mme Inês de Almeida e Castro', 'Madame de Almeida e Castro'],
    ['M. Ten Hag', 'Monsieur Ten Hag'],
    ['Mme Maria da Silva', 'Madame da Silva'],
    ['M. João DOS SANTOS', 'Monsieur Dos Santos'],
    ['Mme Claire Saint Martin', 'Madame Saint Martin'],
    ["M. Jean d'Ormesson", 'Monsieur d’Ormesson'],
    ["M. D'ORMESSON", 'Monsieur d’Ormesson'],
    ['M. Minh Le', 'Monsieur Le'],
    // Capitals are the family name.
    ['Mme PETIT Jeanne', 'Madame Petit'],
    ['Mme Jeanne PETIT DURAND', 'Madame Petit Durand'],
    ['M. ÉLOÏ Émile', 'Monsieur Éloï'],
    ['M. O’BRIEN', 'Monsieur O’Brien'],
    ["M. Moussa N'DIAYE", 'Monsieur N’Diaye'],
    ['Mme DUPONT-MORETTI', 'Madame Dupont-Moretti'],
    ['M. MCDONALD', 'Monsieur McDonald'],
    ['MME PETIT JEANNE', 'Madame Petit'],
    // Several first names, initials, the order of a register.
    ['Mme Marie Anne Dupont', 'Madame Dupont'],
    ['M. Jean Paul Dupont', 'Monsieur Dupont'],
    ['Mme Anne-Sophie Lemaire', 'Madame Lemaire'],
    ['M. J.-P. Petit', 'Monsieur Petit'],
    ['M. J. Petit', 'Monsieur Petit'],
    ['Mme Petit Jeanne', 'Madame Petit'],
    // What follows the name.
    ['Mme Petit, comptabilité', 'Madame Petit'],
    ['Mme Jeanne Petit (DAF)', 'Madame Petit'],
    ['Mme Petit DAF', 'Madame Petit'],
    ['Mme Petit – service achats', 'Madame Petit'],
    ['Mme Petit née Durand', 'Madame Petit'],
    ['PETIT Jeanne (Mme)', 'Madame Petit'],
    ['Comptabilité (Mme Petit)', 'Madame Petit'],
    ['À l’attention de Mme Petit', 'Madame Petit'],
    ['Mme Jeanne Petit de la compta', 'Madame Petit'],
    ['M. Jean-Baptiste Poquelin dit Molière', 'Monsieur Poquelin'],
    ['Mme d’Arc Jeanne', 'Madame d’Arc'],
    // In doubt, no name rather than a wrong one.
    ['M. Jean Dupont Moretti', 'Monsieur'],
    ['M. José García López', 'Monsieur'],
    ['M. Giscard d’Estaing', 'Monsieur'],
    ['M. Nguyen Van Minh', 'Monsieur'],
    ['Mme Nguyễn Thị Hương', 'Madame'],
    ['M. Jean Claude', 'Monsieur'],
    ['Mme Anne Marie', 'Madame'],
    ['M. Le Maire', 'Monsieur Le Maire'],
    ['M. Durand Paul', 'Monsieur'],
    ['M. DIALLO SOULEYMANE', 'Monsieur'],
    ['Mme Jeanne', 'Madame'],
    ['Mme comptabilité', 'Madame'],
    // Titles stay whole.
    ['Monsieur le Maire', 'Monsieur le Maire'],
    ['M. le maire', 'Monsieur le Maire'],
    ['MONSIEUR LE MAIRE', 'Monsieur le Maire'],
    ['Monsieur le Maire de Lyon', 'Monsieur le Maire'],
    ['Madame la Directrice', 'Madame la Directrice'],
    ['Madame la Directrice financière', 'Madame la Directrice financière'],
    ['Monsieur le Président', 'Monsieur le Président'],
    ['Madame la Vice-Présidente', 'Madame la Vice-Présidente'],
    ['Madame l’Intendante', 'Madame l’Intendante'],
    // Several persons.
    ['M. et Mme Petit', 'Madame, Monsieur'],
    ['Mme et M. Petit', 'Madame, Monsieur'],
    ['M./Mme Petit', 'Madame, Monsieur'],
    ['Madame, Monsieur', 'Madame, Monsieur'],
    ['Monsieur Durand & Madame Petit', 'Madame, Monsieur'],
    ['Mesdames et Messieurs', 'Madame, Monsieur'],
    ['Messieurs Petit', 'Messieurs'],
    ['MM. Petit et Durand', 'Messieurs'],
    ['Mmes Petit et Durand', 'Mesdames'],
    ['Mme Petit et Mme Durand', 'Mesdames'],
  ])('%s → Bonjour %s,', (contact, address) => {
    expect(vous(contact)).toBe(`Bonjour ${address},`);
  });

  it('a lawyer is « Maître »', () => {
    expect([vous('Me Durand'), vous('Maître Jeanne Petit'), formal('Me Durand')]).toEqual([
      'Maître,',
      'Maître,',
      'Maître',
    ]);
  });
});

describe('no civility', () => {
  it.each([
    ['Jeanne Petit', 'Bonjour Jeanne Petit,'],
    ['jeanne petit', 'Bonjour Jeanne Petit,'],
    ['DURAND Paul', 'Bonjour Paul Durand,'],
    ['JEANNE LE GOFF', 'Bonjour Jeanne Le Goff,'],
    ['Jean-Pierre de La Tour', 'Bonjour Jean-Pierre de La Tour,'],
    ['Thierno Diallo', 'Bonjour Thierno Diallo,'],
    ['Petit Jeanne', 'Bonjour Jeanne Petit,'],
    ['Jeanne', 'Bonjour Jeanne,'],
    ['Durand Paul', 'Bonjour,'],
    ['Durand', 'Bonjour,'],
    ['Jeanne Petit et Paul Durand', 'Bonjour,'],
    ['Service comptabilité', 'Bonjour,'],
    ['SERVICE COMPTA', 'Bonjour,'],
    ['Comptabilité fournisseurs', 'Bonjour,'],
    ['Mairie de Lyon', 'Bonjour,'],
    ['Secrétariat général', 'Bonjour,'],
    ['Direction des achats', 'Bonjour,'],
    ['Service-facturation', 'Bonjour,'],
    ['La comptable', 'Bonjour,'],
    ['Le gérant', 'Bonjour,'],
    ['Accounts payable', 'Bonjour,'],
    ['compta@dupont.fr', 'Bonjour,'],
    ['SARL Dupont', 'Bonjour,'],
    ['李小龙', 'Bonjour,'],
    ['Анна Иванова', 'Bonjour Анна Иванова,'],
    ['???', 'Bonjour,'],
    ['', 'Bonjour,'],
    [null, 'Bonjour,'],
  ])('%s → %s', (contact, greeting) => {
    expect(vous(contact)).toBe(greeting);
  });
});

describe('with « tu »', () => {
  it.each([
    ['Mme Jeanne Petit', 'Bonjour Jeanne,'],
    ['Jeanne Petit', 'Bonjour Jeanne,'],
    ['jeanne', 'Bonjour Jeanne,'],
    ['Thierno', 'Bonjour Thierno,'],
    ['DURAND Paul', 'Bonjour Paul,'],
    ['Paul DURAND', 'Bonjour Paul,'],
    ['LE GOFF Jean-Pierre', 'Bonjour Jean-Pierre,'],
    ['Marie Anne Dupont', 'Bonjour Marie Anne,'],
    ['Abdel Kader BEN AMOR', 'Bonjour Abdel Kader,'],
    ['Jean Dupont Moretti', 'Bonjour Jean,'],
    ['Yann Le Goff', 'Bonjour Yann,'],
    ['Bart De Wever', 'Bonjour Bart,'],
    ['Mme Nguyễn Thị Hương', 'Bonjour,'],
    ['Mme 😀 Petit', 'Bonjour,'],
    ['M. Durand', 'Bonjour,'],
    ['Mme Petit', 'Bonjour,'],
    ['DURAND', 'Bonjour,'],
    ['M. Le Goff', 'Bonjour,'],
    ['J. Petit', 'Bonjour,'],
    ['M. et Mme Petit', 'Bonjour,'],
    ['Madame la Directrice', 'Bonjour,'],
    ['Comptabilité fournisseurs', 'Bonjour,'],
    [null, 'Bonjour,'],
  ])('%s → %s', (contact, greeting) => {
    expect(tu(contact)).toBe(greeting);
  });

  it.each([
    ['M. Durand', true],
    ['Mme LE GOFF', true],
    ['DURAND', true],
    ['M. Paul Durand', false],
    ['Service comptabilité', false],
    ['M. et Mme Petit', false],
    ['Madame la Directrice', false],
    [null, false],
  ])('%s: the first name is missing: %s', (contact, isMissing) => {
    expect(lacksFirstName(reader(contact, { tutoiement: true }))).toBe(isMissing);
    expect(lacksFirstName(reader(contact))).toBe(false);
  });
});

describe('how a letter calls its reader', () => {
  it.each([
    ['Mme Jeanne Petit', 'Madame'],
    ['M. et Mme Petit', 'Madame, Monsieur'],
    ['Monsieur le Maire', 'Monsieur le Maire'],
    ['M. Le Goff', 'Monsieur'],
    ['Dr Knock', 'Docteur'],
    ['Jeanne Petit', 'Madame, Monsieur'],
    ['Service comptabilité', 'Madame, Monsieur'],
    [null, 'Madame, Monsieur'],
  ])('%s → %s', (contact, address) => {
    expect(formal(contact)).toBe(address);
  });
});

describe('the words that a person typed', () => {
  it.each([
    ['Bonjour Madame Le Goff', 'Bonjour Madame Le Goff,'],
    ['Bonjour Madame Le Goff,', 'Bonjour Madame Le Goff,'],
    ['Salut l’équipe !', 'Salut l’équipe !'],
    ['Chère Jeanne', 'Chère Jeanne,'],
  ])('%s', (salutation, greeting) => {
    expect(greetingOf(reader('M. Durand', { salutation }))).toBe(greeting);
    expect(greetingOf(reader('M. Durand', { salutation, tutoiement: true }))).toBe(greeting);
  });

  it.each([
    ['Jeanne Le Goff', 'Bonjour Madame Le Goff', 'Madame'],
    ['Service comptabilité', 'Bonjour Madame la Présidente,', 'Madame la Présidente'],
    ['Mme Petit', 'Bonjour à toute l’équipe', 'Madame'],
    ['Jeanne Petit', 'Chère Madame', 'Madame'],
    [null, 'Madame, Monsieur,', 'Madame, Monsieur'],
    [null, 'Bonjour', 'Madame, Monsieur'],
  ])('a letter to %s, greeted « %s », begins with « %s »', (contact, salutation, address) => {
    expect(formalAddressOf(reader(contact, { salutation }))).toBe(address);
  });
});

it('a private person is named by the client itself, when it says a civility', () => {
  const lucie = { ...reader(null), kind: 'particulier' as const, name: 'Mme Lucie Bernard' };
  expect([greetingOf(lucie), formalAddressOf(lucie)]).toEqual(['Bonjour Madame Bernard,', 'Madame']);
  expect(greetingOf({ ...lucie, name: 'Famille Bernard' })).toBe('Bonjour,');
});

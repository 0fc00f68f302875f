import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RelanceError } from '../../src/errors.ts';
import { checkScenario, readScenarioFile } from '../../src/import/scenario-file.ts';
import { plain } from '../helpers/refused.ts';

const TEMPLATES = join(import.meta.dirname, '..', '..', 'templates');
const hasTemplate = (name: string): boolean => readdirSync(join(TEMPLATES, 'emails')).includes(`${name}.hbs`);

const step = (fields: string): string => `  - { ${fields} }`;
const GOOD = [
  'nom: vite',
  'description: Pour essayer',
  'ecart_min: 2',
  'etapes:',
  step('id: pre-echeance, jour: -5, canal: email, ton: service, modele: pre-echeance'),
  step('id: relance-1, jour: 3, canal: email, ton: rappel, modele: relance-1'),
  step('id: appel, jour: 8, canal: telephone, ton: fermete, modele: appel'),
];

/** The good file with other lines in place of some, numbered from 1. */
const edited = (lines: Record<number, string>): string =>
  GOOD.map((line, index) => lines[index + 1] ?? line).join('\n');

const faultsOf = (text: string): [number, string][] =>
  checkScenario(text, 'vite', hasTemplate).map(({ line, message }) => [line, plain(message)]);

describe('the scenarios that come with the program', () => {
  const files = readdirSync(join(TEMPLATES, 'scenarios'));

  it('are six', () => {
    expect(files.toSorted()).toEqual([
      'courrier.yaml',
      'doux.yaml',
      'particulier.yaml',
      'secteur-public.yaml',
      'standard.yaml',
      'telephone-d-abord.yaml',
    ]);
  });

  it.each(files)('%s has no fault', (file) => {
    const text = readFileSync(join(TEMPLATES, 'scenarios', file), 'utf8');
    expect(checkScenario(text, file.replace('.yaml', ''), hasTemplate)).toEqual([]);
  });
});

describe('a file of the user', () => {
  it('without fault is followed', () => {
    expect(faultsOf(edited({}))).toEqual([]);
    const folder = mkdtempSync(join(tmpdir(), 'relance-scenario-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'vite.yaml'), edited({}));
    expect(readScenarioFile(join(folder, 'vite.yaml'), hasTemplate)).toMatchObject({
      name: 'vite',
      minGapDays: 2,
      steps: [
        { id: 'pre-echeance', day: -5, channel: 'email' },
        { id: 'relance-1' },
        { id: 'appel', channel: 'call', tone: 'fermete' },
      ],
    });
  });

  it.each([
    ['Windows line ends', edited({}).replaceAll('\n', '\r\n')],
    ['a byte order mark', `\u{feff}${edited({})}`],
    ['comments and blank lines', edited({ 2: '\n# un essai' })],
    ['no gap', edited({ 3: '' })],
    ['a gap of zero', edited({ 3: 'ecart_min: 0' })],
    ['a gap of 90 days', edited({ 3: 'ecart_min: 90' })],
    ['no grouping', edited({ 3: 'regroupement: 0' })],
    ['a grouping of a month', edited({ 3: 'regroupement: 31' })],
    [
      'steps written over several lines',
      edited({ 7: '  - id: appel\n    jour: 8\n    canal: telephone\n    ton: fermete\n    modele: appel' }),
    ],
  ])('may have %s', (_, text) => {
    expect(faultsOf(text)).toEqual([]);
  });

  const FAULTS: [string, Record<number, string>, [number, string][]][] = [
    ['the name of another', { 1: 'nom: lent' }, [[1, '« nom » doit être celui du fichier : vite']]],
    ['no name', { 1: '' }, [[1, '« nom » doit être celui du fichier : vite']]],
    ['a description that is not a text', { 2: 'description: [a]' }, [[2, '« description » est un texte']]],
    [
      'an unknown key',
      { 2: 'descriptif: x' },
      [
        [
          2,
          'la clé « descriptif » n’existe pas (attendues : nom, description, ecart_min, regroupement, etapes)',
        ],
      ],
    ],
    [
      'a grouping too long',
      { 3: 'regroupement: 32' },
      [[3, '« regroupement » est un nombre de jours entre 0 et 31']],
    ],
    ['a negative gap', { 3: 'ecart_min: -1' }, [[3, '« ecart_min » est un nombre de jours entre 0 et 90']]],
    ['a gap too long', { 3: 'ecart_min: 91' }, [[3, '« ecart_min » est un nombre de jours entre 0 et 90']]],
    [
      'half a day of gap',
      { 3: 'ecart_min: 1.5' },
      [[3, '« ecart_min » est un nombre de jours entre 0 et 90']],
    ],
    ['a gap without value', { 3: 'ecart_min:' }, [[3, '« ecart_min » est un nombre de jours entre 0 et 90']]],
    [
      'steps that are a text',
      { 4: 'etapes: aucune', 5: '', 6: '', 7: '' },
      [[4, 'il faut au moins une étape sous « etapes: »']],
    ],
    [
      'an empty list of steps',
      { 4: 'etapes: []', 5: '', 6: '', 7: '' },
      [[4, 'il faut au moins une étape sous « etapes: »']],
    ],
    ['no steps', { 4: '', 5: '', 6: '', 7: '' }, [[1, 'il faut au moins une étape sous « etapes: »']]],
    [
      'a step that is a word',
      { 6: '  - relance-1' },
      [[6, 'une étape s’écrit { id: …, jour: …, canal: …, ton: …, modele: … }']],
    ],
    [
      'an unknown key in a step',
      { 6: step('id: relance-1, jour: 3, canal: email, ton: rappel, modele: relance-1, objet: x') },
      [[6, 'la clé « objet » n’existe pas (attendues : id, jour, canal, ton, modele)']],
    ],
    [
      'an id with capitals',
      { 6: step('id: Relance, jour: 3, canal: email, ton: rappel, modele: relance-1') },
      [[6, 'l’id d’une étape est un mot en minuscules, chiffres et tirets (relance-1)']],
    ],
    [
      'the reserved id',
      { 6: step('id: decide, jour: 3, canal: email, ton: rappel, modele: relance-1') },
      [[6, 'l’id « decide » est réservé']],
    ],
    [
      'an id twice',
      { 7: step('id: relance-1, jour: 8, canal: telephone, ton: fermete, modele: appel') },
      [[7, 'l’id « relance-1 » sert déjà plus haut']],
    ],
    [
      'the due date itself',
      { 6: step('id: relance-1, jour: 0, canal: email, ton: rappel, modele: relance-1') },
      [[6, 'le jour est un nombre entier de jours avant l’échéance (-5) ou après (3)']],
    ],
    [
      'half a day',
      { 6: step('id: relance-1, jour: 2.5, canal: email, ton: rappel, modele: relance-1') },
      [[6, 'le jour est un nombre entier de jours avant l’échéance (-5) ou après (3)']],
    ],
    [
      'a day beyond ten years',
      { 7: step('id: appel, jour: 3651, canal: telephone, ton: fermete, modele: appel') },
      [[7, 'le jour est un nombre entier de jours avant l’échéance (-5) ou après (3)']],
    ],
    [
      'a day without number',
      { 6: step('id: relance-1, canal: email, ton: rappel, modele: relance-1') },
      [[6, 'le jour est un nombre entier de jours avant l’échéance (-5) ou après (3)']],
    ],
    [
      'days that do not rise',
      { 7: step('id: appel, jour: 3, canal: telephone, ton: fermete, modele: appel') },
      [[7, 'les jours doivent monter : 3 vient après 3']],
    ],
    [
      'days that fall',
      { 7: step('id: appel, jour: 2, canal: telephone, ton: fermete, modele: appel') },
      [[7, 'les jours doivent monter : 2 vient après 3']],
    ],
    [
      'an unknown channel',
      { 7: step('id: appel, jour: 8, canal: pigeon, ton: fermete, modele: appel') },
      [
        [
          7,
          'le canal « pigeon » n’existe pas (attendus : email, telephone, sms, courrier, lrar, mise-en-demeure, remise)',
        ],
      ],
    ],
    [
      'no channel',
      { 7: step('id: appel, jour: 8, ton: fermete, modele: appel') },
      [[7, 'le canal manque (attendus : email, telephone, sms, courrier, lrar, mise-en-demeure, remise)']],
    ],
    [
      'an unknown tone',
      { 7: step('id: appel, jour: 8, canal: telephone, ton: doux, modele: appel') },
      [[7, 'le ton « doux » n’existe pas (attendus : service, courtoisie, rappel, fermete, dernier)']],
    ],
    [
      'no tone',
      { 7: step('id: appel, jour: 8, canal: telephone, modele: appel') },
      [[7, 'le ton manque (attendus : service, courtoisie, rappel, fermete, dernier)']],
    ],
    [
      'a tone of service after the due date',
      { 6: step('id: relance-1, jour: 3, canal: email, ton: service, modele: relance-1') },
      [[6, 'le ton « service » est celui des étapes avant l’échéance, et d’elles seules']],
    ],
    [
      'a firm tone before the due date',
      { 5: step('id: pre-echeance, jour: -5, canal: email, ton: rappel, modele: pre-echeance') },
      [[5, 'le ton « service » est celui des étapes avant l’échéance, et d’elles seules']],
    ],
    [
      'no template',
      { 6: step('id: relance-1, jour: 3, canal: email, ton: rappel') },
      [[6, 'le modèle de l’étape manque']],
    ],
    [
      'an e-mail template that does not exist',
      { 6: step('id: relance-1, jour: 3, canal: email, ton: rappel, modele: zut') },
      [[6, 'le modèle d’e-mail « zut » n’existe pas (voir relance templates)']],
    ],
    ['a key twice', { 3: 'nom: vite' }, [[3, 'la clé « nom » est écrite deux fois']]],
  ];

  it.each(FAULTS)('is refused for %s', (_, lines, faults) => {
    expect(faultsOf(edited(lines))).toEqual(faults);
  });

  it.each([
    ['', 'le fichier doit commencer par « nom: »'],
    ['# rien\n', 'le fichier doit commencer par « nom: »'],
    ['- a\n- b\n', 'le fichier doit commencer par « nom: »'],
  ])('that holds nothing is refused (%j)', (text, message) => {
    expect(faultsOf(text)).toEqual([[1, message]]);
  });

  it('that is not YAML is refused', () => {
    expect(faultsOf(edited({ 7: '  - { id: appel' }))[0]?.[1]).toBe(
      'le fichier n’est pas du YAML valide (deux-points, accolades et retraits)',
    );
  });

  it('says every fault at once, from top to bottom', () => {
    const text = edited({
      1: 'nom: lent',
      7: step('id: appel, jour: 1, canal: pigeon, ton: fermete, modele: appel, x: 1'),
    });
    expect(faultsOf(text).map(([line]) => line)).toEqual([1, 7, 7, 7]);
  });

  it('gives the line of the fault inside a step of several lines', () => {
    const text = edited({
      7: '  - id: appel\n    jour: 8\n    canal: pigeon\n    ton: fermete\n    modele: appel',
    });
    expect(faultsOf(text).map(([line]) => line)).toEqual([9]);
  });

  it('with a fault refuses the run, naming file, line and remedy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'relance-scenario-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'vite.yaml');
    writeFileSync(path, edited({ 3: 'ecart_min: 91' }));
    const read = (): unknown => readScenarioFile(path, hasTemplate);
    expect(read).toThrow(RelanceError);
    expect(read).toThrow(`${path}, ligne 3 : « ecart_min » est un nombre de jours entre 0 et 90`);
  });
});

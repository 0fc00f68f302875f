import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type YAMLMap } from 'yaml';
import {
  MAX_GROUPING_DAYS,
  MAX_MIN_GAP_DAYS,
  STEP_CHANNELS,
  TONES,
  toScenario,
  type Scenario,
  type ScenarioFile,
} from '../domain/schedule/scenario.ts';
import { quoted } from '../domain/typography.ts';
import { RelanceError } from '../errors.ts';

export interface ScenarioFault {
  line: number;
  message: string;
}

const FILE_KEYS = ['nom', 'description', 'ecart_min', 'regroupement', 'etapes'];
/** Settings that are a number of days, and the longest that each may be. */
const DAYS = { ecart_min: MAX_MIN_GAP_DAYS, regroupement: MAX_GROUPING_DAYS };
const STEP_KEYS = ['id', 'jour', 'canal', 'ton', 'modele'];
const MAX_DAY = 3650;
const ID = /^[a-z0-9][a-z0-9-]{0,39}$/;

type LineOf = (node: unknown) => number;

const list = (values: readonly string[]): string => values.join(', ');

const keysOf = (
  map: YAMLMap,
  allowed: string[],
  lineOf: LineOf,
  faults: ScenarioFault[],
): Map<string, Node | null> => {
  const values = new Map<string, Node | null>();
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (!allowed.includes(name))
      faults.push({
        line: lineOf(key),
        message: `la clé ${quoted(name)} n’existe pas (attendues : ${list(allowed)})`,
      });
    values.set(name, value as Node | null);
  }
  return values;
};

/** A word, a number, a boolean, null; undefined for a list or a map. */
const scalarOf = (node: Node | null | undefined): string | number | boolean | null | undefined =>
  isScalar(node) ? (node.value as string | number | boolean | null) : undefined;

/** What is wrong with a word of a closed list; null when nothing is. */
const wordFault = (
  what: string,
  value: ReturnType<typeof scalarOf>,
  words: readonly string[],
): string | null => {
  if (typeof value === 'string' && words.includes(value)) return null;
  const missing = value === undefined || value === null;
  const found = typeof value === 'string' ? value : JSON.stringify(value);
  return `${what} ${missing ? 'manque' : `${quoted(found)} n’existe pas`} (attendus : ${list(words)})`;
};

interface StepContext {
  lineOf: LineOf;
  faults: ScenarioFault[];
  hasTemplate: (name: string) => boolean;
}

const checkStep = (
  node: unknown,
  { lineOf, faults, hasTemplate }: StepContext,
): { id: string; day: number } | null => {
  if (!isMap(node)) {
    faults.push({
      line: lineOf(node),
      message: 'une étape s’écrit { id: …, jour: …, canal: …, ton: …, modele: … }',
    });
    return null;
  }
  const values = keysOf(node, STEP_KEYS, lineOf, faults);
  const fault = (key: string, message: string): void => {
    faults.push({ line: lineOf(values.get(key) ?? node), message });
  };
  const id = scalarOf(values.get('id'));
  const day = scalarOf(values.get('jour'));
  const channel = scalarOf(values.get('canal'));
  const tone = scalarOf(values.get('ton'));
  const template = scalarOf(values.get('modele'));
  if (typeof id !== 'string' || !ID.test(id))
    fault('id', 'l’id d’une étape est un mot en minuscules, chiffres et tirets (relance-1)');
  if (id === 'decide') fault('id', 'l’id « decide » est réservé');
  if (typeof day !== 'number' || !Number.isInteger(day) || Math.abs(day) > MAX_DAY || day === 0)
    fault('jour', 'le jour est un nombre entier de jours avant l’échéance (-5) ou après (3)');
  const channelFault = wordFault('le canal', channel, Object.keys(STEP_CHANNELS));
  if (channelFault !== null) fault('canal', channelFault);
  const toneFault = wordFault('le ton', tone, TONES);
  if (toneFault !== null) fault('ton', toneFault);
  if (typeof template !== 'string' || template === '') fault('modele', 'le modèle de l’étape manque');
  else if (channel === 'email' && !hasTemplate(template))
    fault('modele', `le modèle d’e-mail ${quoted(template)} n’existe pas (voir relance templates)`);
  if (typeof day === 'number' && typeof tone === 'string' && day < 0 !== (tone === 'service'))
    fault('ton', 'le ton « service » est celui des étapes avant l’échéance, et d’elles seules');
  return typeof id === 'string' && typeof day === 'number' ? { id, day } : null;
};

const checkSteps = (node: Node | null | undefined, context: StepContext, fallback: number): void => {
  const { faults, lineOf } = context;
  if (!isSeq(node) || node.items.length === 0) {
    faults.push({
      line: node ? lineOf(node) : fallback,
      message: 'il faut au moins une étape sous « etapes: »',
    });
    return;
  }
  const ids = new Set<string>();
  let previous = -Infinity;
  for (const item of node.items) {
    const step = checkStep(item, context);
    if (!step) continue;
    if (ids.has(step.id))
      faults.push({ line: lineOf(item), message: `l’id « ${step.id} » sert déjà plus haut` });
    if (step.day <= previous)
      faults.push({
        line: lineOf(item),
        message: `les jours doivent monter : ${step.day} vient après ${previous}`,
      });
    ids.add(step.id);
    previous = step.day;
  }
};

/** Every fault of a scenario's text, by line; none means that it can be followed. */
export const checkScenario = (
  text: string,
  name: string,
  hasTemplate: (name: string) => boolean,
): ScenarioFault[] => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf: LineOf = (node) =>
    node && typeof node === 'object' && 'range' in node && Array.isArray(node.range)
      ? lines.linePos(Number(node.range[0])).line
      : 1;
  if (document.errors.length > 0)
    return document.errors.map(({ code, pos }) => ({
      line: lines.linePos(pos[0]).line,
      message:
        code === 'DUPLICATE_KEY'
          ? `la clé ${quoted(/^[^\s:,}]*/.exec(text.slice(pos[0]))?.[0] ?? '')} est écrite deux fois`
          : 'le fichier n’est pas du YAML valide (deux-points, accolades et retraits)',
    }));
  const faults: ScenarioFault[] = [];
  if (!isMap(document.contents)) return [{ line: 1, message: 'le fichier doit commencer par « nom: »' }];
  const values = keysOf(document.contents, FILE_KEYS, lineOf, faults);
  if (scalarOf(values.get('nom')) !== name)
    faults.push({
      line: lineOf(values.get('nom')),
      message: `« nom » doit être celui du fichier : ${name}`,
    });
  if (values.has('description') && typeof scalarOf(values.get('description')) !== 'string')
    faults.push({
      line: lineOf(values.get('description')),
      message: '« description » est un texte',
    });
  for (const [key, longest] of Object.entries(DAYS)) {
    const days = scalarOf(values.get(key));
    const isDays = typeof days === 'number' && Number.isInteger(days) && days >= 0 && days <= longest;
    if (values.has(key) && !isDays)
      faults.push({
        line: lineOf(values.get(key)),
        message: `« ${key} » est un nombre de jours entre 0 et ${longest}`,
      });
  }
  checkSteps(values.get('etapes'), { lineOf, faults, hasTemplate }, 1);
  return faults.toSorted((a, b) => a.line - b.line);
};

/** Reads a scenario file, or refuses it with its first fault, file and line. */
export const readScenarioFile = (path: string, hasTemplate: (name: string) => boolean): Scenario => {
  const text = readFileSync(path, 'utf8');
  const name = basename(path).replace(/\.ya?ml$/, '');
  const [fault] = checkScenario(text, name, hasTemplate);
  if (fault)
    throw new RelanceError(`${path}, ligne ${fault.line} : ${fault.message}`, {
      code: 'invalid-scenario',
      hint: 'corrigez le fichier, puis : relance scenario check',
    });
  const file = parseDocument(text).toJS() as ScenarioFile;
  return toScenario(file);
};

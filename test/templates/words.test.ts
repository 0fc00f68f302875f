import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', 'templates');
const TEMPLATES = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.hbs'));

/** « nous sommes convenus », « vous êtes prêt »: what follows would take the gender of the reader or the writer. */
const AGREES =
  /(?<!\p{L})(?:je suis|j’étais|je serai|je serais|tu es|tu étais|tu seras|vous êtes|vous étiez|vous serez|nous sommes|nous étions|nous serons|nous serions)(?!\p{L})/iu;

it.each(TEMPLATES)('%s says nothing that has the gender of a person', (name) => {
  expect(readFileSync(join(ROOT, name), 'utf8')).not.toMatch(AGREES);
});

import { join } from 'node:path';
import { openFaces, type Faces } from '../../src/pdf/faces.ts';

/** The letters' typeface, as the build ships it. */
export const shippedFaces = (): Faces => openFaces(join(import.meta.dirname, '..', '..', 'dist', 'fonts'));

import { expect } from 'vitest';
import { RelanceError } from '../../src/errors.ts';
import { readEInvoice } from '../../src/import/einvoice/read-einvoice.ts';
import type { EInvoice } from '../../src/import/einvoice/einvoice-types.ts';
import { startProcessorClock } from './processor.ts';
import { plain } from './refused.ts';

export type Content = string | Uint8Array;

const bytesOf = (content: Content): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : content;

/** The invoice of a file that must be read. */
export const invoiceOf = async (content: Content, name = 'facture.xml'): Promise<EInvoice> => {
  const { invoice } = await readEInvoice(bytesOf(content), name);
  if (invoice === null) throw new Error('the file holds no data');
  return invoice;
};

/** The sentence of a refusal, with ordinary spaces; fails when the file is read, or when the error is a defect. */
export const refusalOf = async (content: Content, name = 'facture.xml'): Promise<string> => {
  try {
    await readEInvoice(bytesOf(content), name);
  } catch (error) {
    if (!(error instanceof RelanceError)) throw error;
    return plain(error.message);
  }
  throw new Error('the file was read');
};

/** The document with one thing in it replaced; fails when it is not there. */
export const changed = (document: string, from: string | RegExp, to: string): string => {
  if (document.search(from) === -1) throw new Error(`nothing to replace: ${from}`);
  return document.replace(from, to);
};

export const MEGABYTE = 1024 * 1024;
export const BOUND_MS = 10_000;
const BOUND_MB = 700;

/** The refusal of a trap: one sentence that names the file, in bounded work and memory. */
export const trapped = async (content: Content, name = 'piege.pdf'): Promise<string> => {
  const [spent, before] = [startProcessorClock(), process.memoryUsage.rss()];
  const sentence = await refusalOf(content, name);
  expect(spent()).toBeLessThan(BOUND_MS);
  expect((process.memoryUsage.rss() - before) / MEGABYTE).toBeLessThan(BOUND_MB);
  expect(sentence).toMatch(/^piege\.(?:pdf|xml) : [^\n]+$/);
  return sentence.slice('piege.pdf : '.length);
};

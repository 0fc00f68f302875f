import { isLocalDate, type LocalDate } from '../domain/dates.ts';
import { RelanceError } from '../errors.ts';

/** Main refinancing operations, fixed rate: one observation per change. */
const SERIES = 'FM/B.U2.EUR.4F.KR.MRR_FR.LEV';
const TIMEOUT_MS = 10_000;
/** The whole series since 1999 weighs a few kilobytes. */
const MAX_BYTES = 2_000_000;

export interface EcbRate {
  from: LocalDate;
  bps: number;
}

const HAND_HINT =
  'réessayez plus tard, ou notez le taux vous-même : relance taux add bce --du <date> --valeur <pourcentage>';

const failed = (what: string): RelanceError =>
  new RelanceError(`La Banque centrale européenne ${what}`, { code: 'ecb-unavailable', hint: HAND_HINT });

const malformed = (what: string): RelanceError => failed(`a donné une réponse qui ne se lit pas : ${what}`);

const fieldOf = (value: unknown, field: string | number): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Record<string | number, unknown>)[field]
    : undefined;

const firstOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? Object.values(value)[0] : undefined;

/** `2.65` to 265, by its digits: a rate is never computed with as a float. */
const toBps = (value: unknown, on: string): number => {
  const digits = typeof value === 'number' ? /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(String(value)) : null;
  if (!digits) throw malformed(`le ${on}, « ${String(value)} » n’est pas un taux`);
  return Number(digits[1]) * 100 + Number((digits[2] ?? '').padEnd(2, '0'));
};

/**
 * Reads an SDMX-JSON answer: one series whose observations are numbered as the days of its time dimension. Days of the
 * same rate in a row are one change.
 * @throws RelanceError `ecb-unavailable` for any other shape
 */
const readEcbAnswer = (text: string): EcbRate[] => {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw malformed('ce n’est pas du JSON');
  }
  const series = fieldOf(fieldOf(fieldOf(answer, 'dataSets'), 0), 'series');
  const observations = fieldOf(firstOf(series), 'observations');
  const dimensions = fieldOf(fieldOf(fieldOf(answer, 'structure'), 'dimensions'), 'observation');
  const days = fieldOf(firstOf(dimensions), 'values');
  if (typeof observations !== 'object' || observations === null || !Array.isArray(days))
    throw malformed('les observations manquent');
  if (Object.keys(series as object).length !== 1) throw malformed('plusieurs séries');
  const rates = Object.entries(observations).map(([index, values]) => {
    const from = fieldOf(days[Number(index)], 'id');
    if (typeof from !== 'string' || !isLocalDate(from)) throw malformed(`le jour n° ${index} manque`);
    return { from, bps: toBps(fieldOf(values, 0), from) };
  });
  if (rates.length === 0) throw malformed('aucun taux');
  rates.sort((a, b) => (a.from < b.from ? -1 : 1));
  return rates.filter(({ bps }, index) => index === 0 || rates[index - 1]?.bps !== bps);
};

const readBody = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > MAX_BYTES) throw malformed('elle est beaucoup trop longue');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/**
 * The changes of the ECB main refinancing rate since a day.
 * @param baseUrl address of the public data service, without its resource
 * @throws RelanceError `ecb-unavailable`: no answer in time, a refusal, or something else than rates
 */
export const fetchEcbRates = async (
  baseUrl: string,
  since: LocalDate,
  timeoutMs = TIMEOUT_MS,
): Promise<EcbRate[]> => {
  const url = `${baseUrl.replace(/\/+$/, '')}/data/${SERIES}?startPeriod=${since}&format=jsondata`;
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw failed(`a répondu ${response.status}`);
    return readEcbAnswer(await readBody(response));
  } catch (error) {
    if (error instanceof RelanceError) throw error;
    if (error instanceof Error && error.name === 'TimeoutError')
      throw failed(`n’a pas répondu en ${Math.round(timeoutMs / 1000)}\u00a0secondes`);
    // fetch gives every failure of the network as a TypeError.
    if (error instanceof TypeError) throw failed('n’est pas joignable');
    throw error;
  }
};

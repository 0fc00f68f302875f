export type Random = (below: number) => number;

/** Mulberry32: the same numbers for a seed, on every machine. */
export const randomFrom = (seed: number): Random => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

/** What readers stumble on: numbers too large, days that are not, markup, names of JavaScript. */
const ODDITIES = [
  '99999999999999999999',
  '9007199254740991',
  '-9007199254740991',
  '-0',
  '1e309',
  'NaN',
  '0,005',
  '1.234.567,89',
  '20260230',
  '00000000',
  '2026-13-01',
  '99991231',
  '&#0;&#x110000;',
  '&lt;&bogus;',
  '<![CDATA[',
  '<!--',
  '</',
  '<__proto__>',
  'constructor',
  '\0',
  '\ufffd\u202e',
  '"',
  '\r',
  '}}',
  ':61:',
];
const RUNS = ['0', '9', ' ', '\n', '<', '>', '(', '"', ';', ',', '-', ':', 'A', '<a>', '\n:86:', '/X '];

const splice = (bytes: Buffer, from: number, to: number, between: Buffer | string = ''): Buffer =>
  Buffer.concat([bytes.subarray(0, from), Buffer.from(between), bytes.subarray(to)]);

const anyOf = (random: Random, choices: readonly string[]): string => choices[random(choices.length)] ?? '';

const KINDS: ((bytes: Buffer, at: number, random: Random) => Buffer)[] = [
  (bytes, at, random) => splice(bytes, at, at + 1, Buffer.from([random(256)])),
  (bytes, at, random) => splice(bytes, at, at + 1, Buffer.from([(bytes[at] ?? 0) ^ (1 << random(8))])),
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at) => bytes.subarray(at),
  (bytes, at, random) => splice(bytes, at, at + random(200)),
  (bytes, at, random) => {
    const chunk = bytes.subarray(at, at + random(200));
    return splice(bytes, at, at, Buffer.concat(Array.from({ length: 1 + random(20) }, () => chunk)));
  },
  (bytes, at, random) => {
    const from = random(bytes.length + 1);
    return splice(bytes, at, at, bytes.subarray(from, from + random(200)));
  },
  (bytes, at, random) => splice(bytes, at, at, anyOf(random, ODDITIES)),
  // In the place of a number: what is around it remains right.
  (bytes, at, random) => {
    const [figures] = /\d+/.exec(bytes.subarray(at).toString('latin1')) ?? [];
    const from = figures === undefined ? at : bytes.indexOf(figures, at, 'latin1');
    return splice(bytes, from, from + (figures?.length ?? 0), anyOf(random, ODDITIES));
  },
  (bytes, at, random) => splice(bytes, at, at, anyOf(random, RUNS).repeat(10 ** (1 + random(4)))),
];

export const mutated = (original: Buffer, random: Random): Buffer => {
  let bytes = original;
  for (let count = 1 + random(3); count > 0; count -= 1)
    bytes = KINDS[random(KINDS.length)]?.(bytes, random(bytes.length + 1), random) ?? bytes;
  return bytes;
};

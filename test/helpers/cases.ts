/** How many times more the proofs draw than the tests: `RELANCE_CASES`, the 10 000 cases of the interest for the 500 of the tests. */
const TIMES = Number(process.env['RELANCE_CASES'] ?? '500') / 500;

/** Cases to draw: so many with the tests, more with the proofs. */
export const casesOf = (count: number): number => Math.ceil(count * TIMES);

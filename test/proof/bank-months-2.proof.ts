import { proveMonths } from '../helpers/months/prove.ts';

proveMonths(1, 2);

import { proveMonths } from '../helpers/months/prove.ts';

proveMonths(0, 2);

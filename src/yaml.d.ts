/** A scenario shipped with the program, turned into a constant when the program is built. */
declare module '*.yaml' {
  import type { ScenarioFile } from './domain/schedule/scenario.ts';

  const file: ScenarioFile;
  export default file;
}

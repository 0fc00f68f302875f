// `npm run dev -- due`: the program from its sources, without a build.
import { join } from 'node:path';
import { createServer, createServerModuleRunner } from 'vite';
import { scenariosAsModules } from '../rolldown.config.js';

const root = join(import.meta.dirname, '..');
const server = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
  plugins: [scenariosAsModules],
});
const runner = createServerModuleRunner(server.environments.ssr, { hmr: false });
try {
  const { run } = await runner.import('/src/main.ts');
  process.exitCode = await run(process.argv.slice(2));
} finally {
  await runner.close();
  await server.close();
}

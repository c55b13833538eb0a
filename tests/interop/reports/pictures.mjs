// usage: node pictures.mjs TOOLS COMMENT...
// The picture of each comment, by Mermaid's own parser. A comment without one is an error.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [tools, ...comments] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(tools), 'package.json'));
const { window } = new (require('jsdom').JSDOM)('');
Object.assign(globalThis, { window, document: window.document });
const mermaid = (await import(pathToFileURL(path.join(path.resolve(tools), 'node_modules/mermaid/dist/mermaid.core.mjs')))).default;

for (const comment of comments) {
  const picture = /```mermaid\n([\s\S]*?)```/.exec(fs.readFileSync(comment, 'utf8'));
  if (picture === null) {
    console.log(`${comment}: no picture`);
    process.exitCode = 1;
    continue;
  }
  try {
    const { diagramType } = await mermaid.parse(picture[1]);
    if (!diagramType.startsWith('flowchart')) throw new Error(`a ${diagramType}`);
  } catch (error) {
    console.log(`${comment}: ${error.message}`);
    process.exitCode = 1;
  }
}

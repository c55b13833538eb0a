// What actions/github-script does: runs a script with GitHub's own client, here against a server of the test's.
const path = require('path');
const fs = require('fs');
const { tools, server } = JSON.parse(fs.readFileSync(path.join(__dirname, 'where.json'), 'utf8'));
const { getOctokit, context } = require(path.join(tools, 'node_modules', '@actions', 'github'));

const Script = Object.getPrototypeOf(async () => {}).constructor;
const github = getOctokit('none', { baseUrl: server });
new Script('github', 'context', 'require', process.env.INPUT_SCRIPT)(github, context, require).catch((error) => {
  console.error(error);
  process.exit(1);
});

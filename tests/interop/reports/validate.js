// usage: node validate.js TOOLS SCHEMAS REPORTS
// Each report in REPORTS against its schema.
const fs = require('fs');
const path = require('path');
const [tools, schemas, reports] = process.argv.slice(2);
const load = (name) => require(path.join(path.resolve(tools), 'node_modules', name));
const Ajv = load('ajv');
const Ajv04 = load('ajv-draft-04');
const addFormats = load('ajv-formats');
const {XMLParser, XMLValidator} = load('fast-xml-parser');

let failed = false;
const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const fail = (what, why) => {
  failed = true;
  console.log(`${what}: ${why}`);
};
const check = (what, condition, why) => condition || fail(what, why);

// SARIF's schema is of draft 4, reviewdog's of draft 4 in several files.
function againstSchema(report, file, others = []) {
  if (!fs.existsSync(file)) {
    console.log(`${report}: skipped, ${file} is not there`);
    return;
  }
  const schema = read(file);
  const draft4 = String(schema.$schema).includes('draft-04');
  const ajv = new (draft4 ? Ajv04 : Ajv)({strict: false, allErrors: true});
  addFormats(ajv);
  for (const other of others) ajv.addSchema(read(other), path.basename(other));
  const validate = ajv.compile(schema);
  if (!validate(read(path.join(reports, report)))) fail(report, JSON.stringify(validate.errors, null, 1));
}

againstSchema('report.sarif', path.join(schemas, 'sarif/sarif-schema-2.1.0.json'));
againstSchema('diff.sarif', path.join(schemas, 'sarif/sarif-schema-2.1.0.json'));
check('diff.sarif', read(path.join(reports, 'diff.sarif')).runs[0].results.length > 10, 'few changes');
againstSchema('report.rdjson', path.join(schemas, 'reviewdog/DiagnosticResult.json'));

// GitLab documents its format as a table of fields: "Code Quality report format".
for (const issue of read(path.join(reports, 'report.gitlab'))) {
  for (const key of ['description', 'check_name', 'fingerprint']) {
    check('report.gitlab', typeof issue[key] === 'string' && issue[key], `no ${key}`);
  }
  check('report.gitlab', ['info', 'minor', 'major', 'critical', 'blocker'].includes(issue.severity), issue.severity);
  check('report.gitlab', issue.location?.path && issue.location.lines?.begin > 0, 'no location');
}

// JUnit's counts, which its schema (junit.py) says nothing of.
const xml = fs.readFileSync(path.join(reports, 'report.junit'), 'utf8');
check('report.junit', XMLValidator.validate(xml) === true, 'not well-formed');
const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
for (const suite of list(new XMLParser({ignoreAttributes: false}).parse(xml).testsuites.testsuite)) {
  const cases = list(suite.testcase);
  const failures = cases.filter((one) => one.failure !== undefined);
  check('report.junit', Number(suite['@_tests']) === cases.length, 'wrong number of tests');
  check('report.junit', Number(suite['@_failures']) === failures.length, 'wrong number of failures');
  check('report.junit', failures.length > 0, 'no failure');
}
process.exit(failed ? 1 : 0);

// Writes what is generated from the code: docs/configuration.md, docs/errors.md, docs/openapi.json, .env.example.
// With --check it writes nothing and fails where a file is not up to date.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { openApiDocument } from '../dist/src/api-docs/index.js';
import { createApplication } from '../dist/src/application.js';
import { sections } from '../dist/src/configuration.js';
import { errorCatalogue } from '../dist/src/error-catalogue.js';
import { loadConfiguration } from '../dist/src/platform/config/index.js';

const NOTE = 'Generated from the code by `npm run docs`; do not edit.';

/** What a setting's schema tells of it. */
function describe([name, schema]) {
  const { description = '', documentedDefault } = schema.meta() ?? {};
  return { name, description, standard: documentedDefault ?? String(schema.def.defaultValue ?? '') };
}

const configuration = () =>
  [
    '# Configuration',
    `<!-- ${NOTE} -->`,
    'Settings are environment variables; a file `.env` in the working directory is read too, and what the environment sets wins. All faults are reported together, and the server does not start until they are mended. Times are written `90s`, `10m`, `12h` or `30d`.',
    ...sections.flatMap(({ title, shape }) => [
      `## ${title}`,
      [
        '| setting | default | meaning |',
        '|---|---|---|',
        ...Object.entries(shape).map(describe).map(row),
      ].join('\n'),
    ]),
  ].join('\n\n') + '\n';

const row = ({ name, description, standard }) =>
  `| \`${name}\` | ${standard === '' ? '–' : `\`${standard}\``} | ${description} |`;

const environment = () =>
  [
    `# ${NOTE}`,
    '# Copy it to .env and take the # from the lines that you change. No setting is needed for development.',
    ...sections.flatMap(({ title, shape }) => [
      `\n# --- ${title}`,
      ...Object.entries(shape)
        .map(describe)
        .map(
          ({ name, description, standard }) =>
            `\n# ${description.replaceAll('`', '')}\n#${name}=${standard.includes(' ') ? '' : standard}`,
        ),
    ]),
  ].join('\n') + '\n';

const errors = () =>
  [
    '# Errors',
    `<!-- ${NOTE} -->`,
    'Every failure is `application/problem+json` (RFC 9457) with a `code` that never changes its meaning; `POST /token` answers in the form of RFC 6749 §5.2, with the same `code`.',
    ...errorCatalogue.map(
      ({ code, status, title, help, oauth }) =>
        `## ${code}\n\n${status}${oauth ? ` · \`${oauth}\`` : ''}: **${title}**\n\n${help}`,
    ),
  ].join('\n\n') + '\n';

async function openApi() {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-docs-'));
  const settings = { DATABASE_PATH: join(folder, 'docs.sqlite'), DATA_DIR: folder };
  const app = await createApplication(loadConfiguration(settings, sections), false);
  const document = openApiDocument(app);
  await app.close();
  rmSync(folder, { recursive: true });
  return `${JSON.stringify(document, null, 2)}\n`;
}

const files = {
  'docs/configuration.md': configuration(),
  '.env.example': environment(),
  'docs/errors.md': errors(),
  'docs/openapi.json': await openApi(),
};

const check = process.argv.includes('--check');
const root = new URL('../', import.meta.url);
const contentOf = (file) => {
  try {
    return readFileSync(new URL(file, root), 'utf8');
  } catch {
    return undefined;
  }
};
const stale = Object.entries(files).filter(([file, text]) => contentOf(file) !== text);
for (const [file, text] of stale) {
  if (!check) writeFileSync(new URL(file, root), text);
  console.log(`${file} ${check ? 'is not up to date: run npm run docs' : 'written'}`);
}
process.exitCode = check && stale.length > 0 ? 1 : 0;

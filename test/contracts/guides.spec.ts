import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const GUIDES = resolve('docs/guides');
const SAMPLES = join(GUIDES, 'samples');
const read = (file: string) => readFileSync(file, 'utf8');
const samplesIn = (folder: string) => readdirSync(join(SAMPLES, folder));

/** Every document for people: of the repository, the guides, and the decisions. */
const DOCUMENTS = ['.', 'docs', 'docs/decisions', 'docs/guides'].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file)),
);

describe('The documents', () => {
  it.each(DOCUMENTS)('lead to files that exist: %s', (document) => {
    const links = [...read(document).matchAll(/\]\((?![a-z]+:)([^)#]+)/g)].map(([, path]) => path!);
    expect(links.filter((path) => !existsSync(resolve(dirname(document), path)))).toEqual([]);
  });
});

describe('The guides', () => {
  it.each([
    ['verify-anywhere.md', 'verify', 5],
    ['browser.md', 'browser', 1],
  ])('show of the samples what is in them, word for word: %s', (name, folder, least) => {
    const samples = samplesIn(folder).map((file) => read(join(SAMPLES, folder, file)));
    const shown = [...read(join(GUIDES, name)).matchAll(/```js\n([^]*?)```/g)];
    const pieces = shown.flatMap(([, code]) => code!.split('\n\n').map((piece) => piece.trim()));
    const unknown = pieces.filter((piece) => !samples.some((sample) => sample.includes(piece)));
    expect(pieces.length - unknown.length).toBeGreaterThanOrEqual(least);
    expect(unknown).toEqual([]);
  });

  it.each([
    ['verify-anywhere.md', 'verify'],
    ['browser.md', 'browser'],
  ])('show every sample: %s', (name, folder) => {
    const guide = read(join(GUIDES, name));
    expect(samplesIn(folder).filter((file) => !guide.includes(`samples/${folder}/${file}`))).toEqual([]);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const GUIDES = resolve('docs/guides');
const SAMPLES = join(GUIDES, 'samples/verify');
const read = (file: string) => readFileSync(file, 'utf8');

describe('The guides', () => {
  const guides = readdirSync(GUIDES).filter((file) => file.endsWith('.md'));

  it.each(guides)('lead to files that exist: %s', (guide) => {
    const links = [...read(join(GUIDES, guide)).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
      ([, path]) => path!,
    );
    expect(links.filter((path) => !existsSync(resolve(GUIDES, path)))).toEqual([]);
  });

  it('show of the samples what is in them, word for word', () => {
    const samples = readdirSync(SAMPLES).map((file) => read(join(SAMPLES, file)));
    const shown = [...read(join(GUIDES, 'verify-anywhere.md')).matchAll(/```js\n([^]*?)```/g)];
    const pieces = shown.flatMap(([, code]) => code!.split('\n\n').map((piece) => piece.trim()));
    expect(pieces.length).toBeGreaterThan(4);
    expect(pieces.filter((piece) => !samples.some((sample) => sample.includes(piece)))).toEqual([]);
  });

  it('show every sample', () => {
    const guide = read(join(GUIDES, 'verify-anywhere.md'));
    expect(readdirSync(SAMPLES).filter((file) => !guide.includes(`samples/verify/${file}`))).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { World } from '../support/world.js';

const NAMES = /\b(?:sallyport|http|nodejs|process)_[a-z0-9_]+/g;

describe('What we give to Grafana and Prometheus', () => {
  it('asks only for metrics that there are', async () => {
    const world = await World.open({ env: { METRICS: 'on' } });
    await world.get('/me');
    await world.get('/metrics');
    const known = new Set(String((await world.get('/metrics')).body).match(NAMES));
    await world.close();
    const { panels } = JSON.parse(readFileSync('deploy/grafana/sallyport.json', 'utf8'));
    const asked = panels.flatMap(({ targets }: { targets: { expr: string }[] }) =>
      targets.flatMap(({ expr }) => expr.match(NAMES) ?? []),
    );
    const guide = readFileSync('docs/guides/observability.md', 'utf8');
    const alerts = [...guide.matchAll(/expr: (.*)/g)].flatMap(([, expr]) => expr!.match(NAMES) ?? []);
    expect(asked.length).toBeGreaterThan(10);
    expect(alerts.length).toBeGreaterThan(4);
    expect([...asked, ...alerts].filter((name) => !known.has(name))).toEqual([]);
  });
});

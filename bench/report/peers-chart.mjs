import { escape, shown } from './verdict.mjs';

const [WIDTH, LEFT, SPAN, ROW, GAP] = [960, 300, 560, 24, 30];
const OURS = '#0969da';
const THEIRS = '#8c959f';

/** At each work, how many a second everybody does, with Sallyport at 1. Undefined where no peer was measured. */
export function peersChartOf(results) {
  const contests = results.flatMap(({ title, measures }) => {
    const peers = measures.filter(({ peer }) => peer);
    return peers.length > 0 ? [{ title: title.replace('Peers: ', ''), peers }] : [];
  });
  if (contests.length === 0) return undefined;
  const longest = Math.max(...contests.flatMap(({ peers }) => peers.map(({ median }) => 1 / median)), 1);
  const parts = [];
  let y = 40;
  for (const { title, peers } of contests) {
    parts.push(
      `<text x="24" y="${y + 14}" font-size="14" font-weight="600" fill="#1b1f24">${escape(title)}</text>`,
    );
    y += GAP;
    const bars = [
      ['Sallyport', 1, OURS],
      ...peers.map(({ what, median }) => [what.split(' / ')[1], 1 / median, THEIRS]),
    ];
    for (const [label, value, colour] of bars) {
      parts.push(barOf(label, value, colour, y, SPAN / longest));
      y += ROW;
    }
    y += 12;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" font-family="system-ui, sans-serif" role="img" aria-label="Requests a second beside the peers, Sallyport at 1">
<rect width="${WIDTH}" height="${y}" fill="#fff"/>
<text x="24" y="26" font-size="16" font-weight="600" fill="#1b1f24">Requests a second beside the peers, Sallyport at 1</text>
${parts.join('\n')}
</svg>
`;
}

const barOf = (label, value, colour, y, scale) =>
  `<text x="${LEFT - 10}" y="${y + 12}" font-size="12" fill="#1b1f24" text-anchor="end">${escape(label)}</text>
<rect x="${LEFT}" y="${y}" width="${Math.max(2, value * scale).toFixed(1)}" height="16" rx="2" fill="${colour}"/>
<text x="${(LEFT + Math.max(2, value * scale) + 6).toFixed(1)}" y="${y + 12}" font-size="12" fill="#57606a">${shown(value)}</text>`;

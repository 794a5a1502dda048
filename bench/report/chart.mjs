import { budgetOf, escape, isMet, resultOf } from './verdict.mjs';

const [WIDTH, ROW, TOP, LEFT, SPAN] = [960, 44, 64, 24, 912];
/** The budget stands here; a bar may be twice as long. */
const BUDGET = SPAN / 2;

/** Each figure as a share of its budget: short of the line or past it, as the budget asks. */
export function chartOf(results) {
  const measures = results
    .flatMap((result) => result.measures)
    .filter(({ atLeast, atMost }) => (atLeast ?? atMost) !== undefined);
  const height = TOP + measures.length * ROW + 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" role="img" aria-label="Every figure against its budget">
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
<text x="${LEFT}" y="26" font-size="16" font-weight="600" fill="#1b1f24">Every figure against its budget</text>
<text x="${LEFT + BUDGET}" y="48" font-size="12" fill="#57606a" text-anchor="middle">budget</text>
${measures.map(barOf).join('\n')}
<line x1="${LEFT + BUDGET}" x2="${LEFT + BUDGET}" y1="54" y2="${height - 12}" stroke="#57606a" stroke-dasharray="4 3"/>
</svg>
`;
}

function barOf(measure, index) {
  const { median, max, worst, atLeast, atMost, what } = measure;
  const share = (worst ? max : median) / (atLeast ?? atMost);
  const y = TOP + index * ROW;
  const side = atLeast === undefined ? 'stay left' : 'reach right';
  const width = Math.max(2, Math.min(share, 2) * BUDGET).toFixed(1);
  return `<text x="${LEFT}" y="${y + 12}" font-size="12" fill="#1b1f24">${escape(`${what}: ${resultOf(measure)}, budget ${budgetOf(measure)} (${side})`)}</text>
<rect x="${LEFT}" y="${y + 18}" width="${width}" height="14" rx="2" fill="${isMet(measure) ? '#2da44e' : '#cf222e'}"/>`;
}

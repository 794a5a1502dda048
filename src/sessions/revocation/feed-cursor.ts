/** Milliseconds after which a number that was skipped is given up: no transaction of ours lasts that long. */
const PATIENCE = 60_000;

/** How many numbers a node that begins to read looks back from the first it finds: what is before was swept. */
const REACH = 1000;

/** How many gaps are asked for one by one; where there are more, all is read again from the first to the last. */
const FEW = 200;

/** Numbers that were skipped, from the first to the last of them. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * How far a node has read the revocation feed. A row gets its number before its transaction commits, so a lower
 * number may appear after any number of higher ones: those that were skipped are asked for again.
 */
export class FeedCursor {
  private newest = 0;
  private gaps: readonly (Gap & { readonly until: number })[] = [];

  /** Read what is newer than this, */
  get after(): number {
    return this.newest;
  }

  /** and these. */
  get missing(): readonly Gap[] {
    const { gaps } = this;
    const [first, last] = [gaps[0], gaps.at(-1)];
    return first && last && gaps.length > FEW ? [{ from: first.from, to: last.to }] : gaps.map(plain);
  }

  /**
   * @param found the numbers that were read
   * @param time of a clock that nobody sets
   */
  advance(found: readonly number[], time: number): void {
    const sorted = [...found].sort((one, other) => one - other);
    const until = time + PATIENCE;
    const start = this.newest > 0 ? this.newest : Math.max((sorted[0] ?? 0) - 1 - REACH, 0);
    const newest = Math.max(this.newest, sorted.at(-1) ?? 0);
    const open = this.gaps.filter((gap) => gap.until > time);
    this.gaps = without(sorted, [...open, { from: start + 1, to: newest, until }]);
    this.newest = newest;
  }

  /** Everything is to be read again. */
  restart(): void {
    this.newest = 0;
    this.gaps = [];
  }
}

const plain = ({ from, to }: Gap): Gap => ({ from, to });

/** What is left of the gaps when these were found, both in their order: a poll goes through each of them once. */
function without<G extends Gap>(found: readonly number[], gaps: readonly G[]): G[] {
  const left: G[] = [];
  let next = 0;
  for (const gap of gaps) {
    let { from } = gap;
    for (; (found[next] ?? Infinity) <= gap.to; next += 1) {
      const number = found[next] ?? from;
      if (number > from) left.push({ ...gap, from, to: number - 1 });
      from = Math.max(from, number + 1);
    }
    if (from <= gap.to) left.push(from === gap.from ? gap : { ...gap, from });
  }
  return left;
}

import { Injectable, Logger } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds: of what takes from a millisecond to a time-out. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What there is to measure, of this application; a process may hold several. A label has values from a list in the
 * code and no others, so that nothing of a user becomes one.
 */
@Injectable()
export class Metrics {
  private readonly log = new Logger('Metrics');
  private readonly registry = new Registry();

  /** Counts how something ended. Every outcome is there from the beginning, at 0. */
  outcomes<O extends string>(name: string, help: string, outcomes: readonly O[]): (outcome: O) => void {
    const counter = new Counter({ name, help, labelNames: ['outcome'], registers: [this.registry] });
    for (const outcome of outcomes) counter.inc({ outcome }, 0);
    const children = new Map(outcomes.map((outcome) => [outcome, counter.labels(outcome)]));
    return (outcome) => children.get(outcome)?.inc();
  }

  counter(name: string, help: string): () => void {
    const counter = new Counter({ name, help, registers: [this.registry] });
    return () => counter.inc();
  }

  /** @param read asked at each scrape; where it fails, that scrape goes without */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    const { log } = this;
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        try {
          this.set(await read());
        } catch (error) {
          this.remove();
          log.warn(`${name} could not be read: ${String(error)}`);
        }
      },
    });
  }

  /** Of seconds. */
  histogram(name: string, help: string): (seconds: number) => void {
    const histogram = new Histogram({ name, help, buckets: SECONDS, registers: [this.registry] });
    return (seconds) => histogram.observe(seconds);
  }

  /** The same by labels, the values of which the caller vouches for. */
  histogramBy<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
  ): (labels: Readonly<Record<L, string | number>>, seconds: number) => void {
    const histogram = new Histogram<L>({
      name,
      help,
      labelNames,
      buckets: SECONDS,
      registers: [this.registry],
    });
    return (labels, seconds) => histogram.observe(labels, seconds);
  }

  /** What Node tells of itself: memory, processor time, the delay of the event loop. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Everything, in Prometheus' text format. */
  async text(): Promise<string> {
    return this.registry.metrics();
  }
}

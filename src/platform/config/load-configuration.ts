import { z } from 'zod';
import type { AnySection, Section, Shape, Surroundings, Values } from './section.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Every fault of the configuration at once, so that it is mended in one go. */
export class ConfigurationFaults extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigurationFaults';
  }
}

/** Validated values of all sections. */
export class Configuration {
  constructor(private readonly valuesBySection: ReadonlyMap<symbol, unknown>) {}

  of<S extends Shape>(section: Section<S>): Values<S> {
    return this.valuesBySection.get(section.token) as Values<S>;
  }

  providers(): { provide: symbol; useValue: unknown }[] {
    return [...this.valuesBySection].map(([provide, useValue]) => ({ provide, useValue }));
  }
}

/** @throws ConfigurationFaults naming every fault of every section */
export function loadConfiguration(environment: Environment, sections: readonly AnySection[]): Configuration {
  const surroundings: Surroundings = {
    production: environment.NODE_ENV === 'production',
    isSet: (name) => Boolean(environment[name]),
  };
  const faults: string[] = [];
  const values = new Map<symbol, unknown>();
  for (const section of sections) {
    const given = present(environment, section);
    const parsed = z.object(section.shape).safeParse(given);
    if (!parsed.success) {
      faults.push(...parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`));
    }
    faults.push(...brokenRules(section, parsed.data ?? readablePart(section, given), surroundings));
    values.set(section.token, Object.freeze(parsed.data));
  }
  if (faults.length > 0) throw new ConfigurationFaults(faults);
  return new Configuration(values);
}

/** `NAME=` in a file or a container's settings means "not set". */
const present = (environment: Environment, section: AnySection) =>
  Object.fromEntries(
    Object.keys(section.shape).flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );

class Unreadable extends Error {}

/** The settings that are good by themselves. Reading another one gives up. */
function readablePart(section: AnySection, given: Readonly<Record<string, unknown>>): object {
  return new Proxy(section.shape as Shape, {
    get: (shape, name: string) => {
      const parsed = shape[name]?.safeParse(given[name]);
      if (!parsed?.success) throw new Unreadable(name);
      return parsed.data;
    },
  });
}

/** The sentences of the rules that the values break. A rule about a value that cannot be read has nothing to say. */
function brokenRules(section: AnySection, values: object, surroundings: Surroundings): string[] {
  return section.rules.flatMap((rule) => {
    try {
      return rule(values, surroundings) || [];
    } catch (error) {
      if (error instanceof Unreadable) return [];
      throw error;
    }
  });
}

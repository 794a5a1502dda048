import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { MasterKey } from '../../crypto/index.js';
import type { AuditRecord } from '../audit-event.entity.js';
import { AuditKey } from '../chain/audit-key.js';
import {
  BEGINNING,
  openLine,
  type Place,
  placeAfter,
  recordText,
  sealedLine,
  sha256,
} from '../chain/audit-record.js';
import type { Head } from '../chain/checkpoint.js';
import { footerLine, headerLine, recordLine } from './export-format.js';
import type { Expectations } from './verify-export.js';
import { verifyLines } from './verify-lines.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 100);
const key = new AuditKey(new MasterKey(Buffer.alloc(32, 7)));
const other = new AuditKey(new MasterKey(Buffer.alloc(32, 8)));
const NOW = new Date('2026-11-21T09:30:00Z');

const text = fc.string({ unit: 'binary', maxLength: 12 });
const event = fc.record({
  at: fc.date({ min: new Date(0), max: NOW, noInvalidDate: true }),
  type: fc.constantFrom('session.opened', 'signIn.refused', 'key.created'),
  outcome: fc.constantFrom('success' as const, 'failure' as const),
  actor: fc.option(text),
  userId: fc.option(fc.uuid()),
  sessionId: fc.option(fc.uuid()),
  address: fc.option(fc.ipV4()),
  requestId: fc.option(fc.uuid()),
  detail: fc.dictionary(text, text, { maxKeys: 3 }).map((detail) => JSON.stringify(detail)),
});

/** A log: what retention removed, and what is there. */
const log = fc.record({
  removed: fc.array(event, { maxLength: 3 }),
  kept: fc.array(event, { minLength: 1, maxLength: 8 }),
});

const chained = (events: readonly AuditRecord[], from: Place): Place[] =>
  events.reduce<Place[]>((places, one) => [...places, placeAfter(places.at(-1) ?? from, one)], []);

/** The lines of an export, as the server writes them. */
function exported(
  { removed, kept }: { removed: readonly AuditRecord[]; kept: readonly AuditRecord[] },
  by = key,
): string[] {
  const since = chained(removed, BEGINNING).at(-1) ?? BEGINNING;
  const places = chained(kept, since);
  const head: Head = { ...places.at(-1)!, since };
  const lines = [
    headerLine(head, {}, NOW, by.publicKey),
    ...kept.map((one, at) => recordLine({ ...one, ...places[at]! }, (places[at - 1] ?? since).hash)),
  ];
  const digest = createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('base64url');
  return [...lines, footerLine(head, kept.length, digest, NOW, by)];
}

const textOf = (lines: readonly string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''));
const verdict = (content: Buffer, expected: Expectations = { publicKey: key.publicKey }) =>
  verifyLines((async function* () { yield content; })(), expected); // prettier-ignore
const kindOf = async (lines: readonly string[], expected?: Expectations) =>
  (await verdict(textOf(lines), expected)).fault?.kind;
const holds = (...property: Parameters<typeof fc.asyncProperty<[unknown, unknown]>>) =>
  fc.assert(fc.asyncProperty(...property), { numRuns: RUNS });

describe('The verification of an export', () => {
  it('passes every log that nobody touched, in whatever pieces it is read', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.integer({ min: 1, max: 50 }), async (any, size) => {
        const content = textOf(exported(any));
        async function* pieces() {
          for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
        }
        const { fault, records } = await verifyLines(pieces(), { publicKey: key.publicKey });
        expect([fault, records]).toEqual([undefined, any.kept.length]);
      }),
      { numRuns: RUNS },
    );
  });

  it('finds every byte that was changed, wherever it stands', async () => {
    const place = fc.record({
      share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      flip: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(log, place, async (any, { share, flip }) => {
        const content = textOf(exported(any));
        const at = Math.floor(share * content.length);
        content[at]! ^= flip;
        expect((await verdict(content)).fault).toBeDefined();
      }),
      { numRuns: 3 * RUNS },
    );
  });

  it('finds every byte that was changed: each of one log', async () => {
    const content = textOf(exported(fc.sample(log, { numRuns: 1, seed: 5 })[0]!));
    for (let at = 0; at < content.length; at += 1) {
      const changed = Buffer.from(content);
      changed[at]! ^= 1;
      expect([at, (await verdict(changed)).fault]).toEqual([at, expect.anything()]);
    }
  });

  it('finds every byte after which the file was cut off', async () => {
    const content = textOf(exported(fc.sample(log, { numRuns: 1, seed: 6 })[0]!));
    for (let at = 0; at < content.length; at += 1)
      expect([at, (await verdict(content.subarray(0, at))).fault]).toEqual([at, expect.anything()]);
  });

  it('finds every line that is gone, doubled, or changed places with another', async () => {
    const [share] = [fc.nat(1000)];
    await fc.assert(
      fc.asyncProperty(log, share, share, async (any, first, second) => {
        const lines = exported(any);
        const [one, two] = [first % lines.length, second % lines.length];
        expect(await kindOf(lines.toSpliced(one, 1))).toBeDefined();
        expect(await kindOf(lines.toSpliced(one, 0, lines[one]!))).toBeDefined();
        if (one === two) return;
        const swapped = lines.with(one, lines[two]!).with(two, lines[one]!);
        expect(await kindOf(swapped)).toBeDefined();
      }),
      { numRuns: RUNS },
    );
  });

  it('finds every piece that was taken out, from the beginning, the middle or the end', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.nat(1000), fc.integer({ min: 1, max: 8 }), async (any, from, count) => {
        const lines = exported(any);
        const without = lines.toSpliced(from % lines.length, count);
        expect(await kindOf(without)).toBeDefined();
      }),
      { numRuns: RUNS },
    );
  });

  it('finds what was put together from two logs, also of the same server', async () => {
    await fc.assert(
      fc.asyncProperty(log, log, fc.nat(1000), fc.nat(1000), async (any, another, first, second) => {
        const [ones, twos] = [exported(any), exported(another)];
        const spliced = [...ones.slice(0, first % ones.length), ...twos.slice(second % twos.length)];
        const isWhole = [ones, twos].some((lines) => lines.join('\n') === spliced.join('\n'));
        expect((await kindOf(spliced)) === undefined).toBe(isWhole);
      }),
      { numRuns: RUNS },
    );
  });

  it('finds a log that somebody else chained and signed', async () => {
    await holds(log, fc.constant(0), async (any) => {
      const forgery = exported(any as never, other);
      expect(await kindOf(forgery)).toBe('forged');
      const genuineEnd = exported(any as never).at(-1)!;
      expect(await kindOf(forgery.with(-1, genuineEnd))).toBe('edited'); // its first line names another key
    });
  });

  it('finds what somebody changed who chained the rest anew, and has all but the key', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.nat(1000), event, async (any, at, lie) => {
        const end = exported(any).at(-1)!;
        const index = at % any.kept.length;
        const last = chained(any.kept, chained(any.removed, BEGINNING).at(-1) ?? BEGINNING)[index]!;
        const lies = [
          { ...any, kept: any.kept.with(index, lie) },
          { ...any, kept: any.kept.toSpliced(index, 1) },
          { ...any, kept: any.kept.toSpliced(index, 0, lie) },
          { removed: [...any.removed, ...any.kept.slice(0, index + 1)], kept: any.kept.slice(index + 1) },
        ].filter(({ kept }) => kept.length > 0 && JSON.stringify(kept) !== JSON.stringify(any.kept));
        for (const changed of lies)
          expect([last, await kindOf(exported(changed).with(-1, end))]).not.toContain(undefined);
      }),
      { numRuns: RUNS },
    );
  });

  it('finds a log that was put back, where a record of it is known from before', async () => {
    await fc.assert(
      fc.asyncProperty(log, event, async (any, later) => {
        const longer = { ...any, kept: [...any.kept, later] };
        const from = chained(any.removed, BEGINNING).at(-1) ?? BEGINNING;
        const place = chained(longer.kept, from).at(-1)!;
        const expected = { publicKey: key.publicKey, place };
        expect(await kindOf(exported(any), expected)).toBe('rolledBack');
        expect(await kindOf(exported(longer), expected)).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
  });

  it('takes no log for put back whose beginning is later than the record that is known', async () => {
    const [all] = fc.sample(fc.array(event, { minLength: 4, maxLength: 4 }), 1);
    const places = chained(all!, BEGINNING);
    const later = exported({ removed: all!.slice(0, 2), kept: all!.slice(2) });
    const known = (place: Place) => verdict(textOf(later), { publicKey: key.publicKey, place });
    expect(await known(places[0]!)).toMatchObject({ fault: undefined, isExpectedGone: true });
    for (const place of places.slice(1))
      expect(await known(place)).toMatchObject({ fault: undefined, isExpectedGone: false });
    const another = { ...places[1]!, hash: places[0]!.hash };
    expect((await known(another)).fault?.kind).toBe('rolledBack');
  });
});

describe('What the verification says', () => {
  const [any] = fc.sample(fc.array(event, { minLength: 6, maxLength: 6 }), { numRuns: 1, seed: 1 });
  const lines = exported({ removed: [], kept: any! });

  it.each<[string, string, number, (lines: string[]) => string[]]>([
    ['edited', 'after record 2', 4, (all) => all.with(3, all[3]!.replace('"at":"', '"at":"1'))],
    ['removed', 'Record 3 is missing', 4, (all) => all.toSpliced(3, 1)],
    ['removed', 'Records 1 to 2 are missing', 2, (all) => all.toSpliced(1, 2)],
    ['reordered', 'Record 3 stands further below', 4, (all) => all.with(3, all[4]!).with(4, all[3]!)],
    ['repeated', 'Record 3 stands after record 3', 5, (all) => all.toSpliced(3, 0, all[3]!)],
    ['truncated', 'Records 5 to 6 are missing at the end', 6, (all) => all.toSpliced(5, 2)],
    ['truncated', 'after record 6, without its signed end', 7, (all) => all.slice(0, -1)],
    ['added', 'after the signed end', 9, (all) => [...all, all[1]!]],
    ['forged', 'not signed', 8, (all) => all.with(-1, all.at(-1)!.replace('"records":6', '"records":5'))],
    ['edited', 'The first line', 8, (all) => all.with(0, all[0]!.replace('every', 'EVERY'))],
    ['notAnExport', 'not that of an export', 1, () => ['{}']],
    ['notAnExport', 'not that of an export', 1, (all) => all.slice(1)],
  ])('names what is wrong and where: %s, %s', async (kind, words, line, tamper) => {
    const { fault } = await verdict(textOf(tamper(lines)));
    expect(fault).toEqual({ kind, line, story: expect.stringContaining(words) });
  });

  it('is nothing of an empty file but that it is none', async () => {
    expect((await verdict(Buffer.alloc(0))).fault?.kind).toBe('truncated');
  });

  it('is consistent, by the key that the file itself names, where no other is known', async () => {
    const forgery = exported({ removed: [], kept: any! }, other);
    expect(await kindOf(forgery, {})).toBeUndefined();
  });

  // SQLite keeps 1.5 in a column of whole numbers, and hashes take no key.
  it('knows of no places between two records, where others could be put in or take their place', async () => {
    const places = chained(any!, BEGINNING);
    const head: Head = { ...places.at(-1)!, since: BEGINNING };
    const forged = recordText(any![0]!, 1.5, places[0]!.hash);
    const squeezed = [
      ...lines.slice(0, 2),
      sealedLine(forged, 'hash', sha256(forged)),
      ...lines.slice(3, -1),
    ];
    const digest = createHash('sha256')
      .update(`${squeezed.join('\n')}\n`)
      .digest('base64url');
    const signed = [...squeezed, footerLine(head, squeezed.length - 1, digest, NOW, key)];
    expect(await kindOf(signed)).toBe('edited');
  });

  it.each([
    ['at', '\u001b[2J\u001b[HProven'],
    ['kid', '\u001b[2J\u001b[HProven'],
    ['since', undefined],
    ['until', { position: '\u001b[2J', hash: 'A'.repeat(43) }],
  ])('shows nobody what a stranger wrote and signed as the end: %s', async (field, value) => {
    const strange = exported({ removed: [], kept: any! }, other);
    const footer = JSON.parse(openLine(strange.at(-1)!, 'signature')!.text) as object;
    const end = JSON.stringify({ ...footer, [field]: value });
    expect(await kindOf(strange.with(-1, sealedLine(end, 'signature', other.sign(end))), {})).toBe('forged');
  });
});

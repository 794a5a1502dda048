import { Problem } from '../errors/index.js';
import { PageQuery, pageOf, positionOf } from './paging.js';

const query = (over: Partial<PageQuery> = {}) => Object.assign(new PageQuery(), { limit: 2 }, over);
const numbers = (rows: number[], asked = query()) => pageOf(rows, asked, (row) => [`n${row}`, row], String);

describe('A page of a list', () => {
  it('tells where the next one begins, as long as there is one', () => {
    const page = numbers([1, 2, 3]);
    expect(page.items).toEqual(['1', '2']);
    expect(positionOf(query({ cursor: page.nextCursor ?? '' }), ['string', 'number'])).toEqual(['n2', 2]);
    expect(numbers([1, 2])).toEqual({ items: ['1', '2'], nextCursor: null });
    expect(numbers([])).toEqual({ items: [], nextCursor: null });
  });

  it('begins at the beginning where no cursor is given', () => {
    expect(positionOf(query(), ['string'])).toBeUndefined();
  });

  it('refuses a cursor of another list, and what is none', () => {
    const foreign = numbers([1, 2, 3]).nextCursor ?? '';
    for (const cursor of [foreign, '', 'nonsense', 'bnVsbA', 'W10', 'eyJhIjoxfQ', '%00'])
      expect(() => positionOf(query({ cursor }), ['number', 'string'])).toThrow(Problem);
  });

  it('refuses a cursor with values that no database would take', () => {
    for (const position of [
      ['\0', 1],
      ['\ud800', 1],
      ['a', 1e300],
      ['a', 0.5],
    ])
      expect(() =>
        positionOf(query({ cursor: Buffer.from(JSON.stringify(position)).toString('base64url') }), [
          'string',
          'number',
        ]),
      ).toThrow(Problem);
  });
});

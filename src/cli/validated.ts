import { StrictValidationPipe } from '../platform/errors/index.js';

/**
 * What was typed, checked as the body of a request would be.
 *
 * @throws Problem request.invalid
 */
export const validated = async <T>(metatype: new () => T, draft: object): Promise<T> =>
  (await new StrictValidationPipe().transform(draft, { type: 'body', metatype })) as T;

import { ValidateBy, ValidateIf } from 'class-validator';

/** Of two fields exactly one is given: the one with this mark carries the complaint where neither is. */
export const UnlessGiven = (other: string) =>
  ValidateIf((dto: Record<string, unknown>, value) => value !== undefined || dto[other] === undefined);

/** And this one, which stands under `MayBeAbsent` as well, the complaint where both are. */
export const StandsAlone = (other: string) =>
  ValidateBy({
    name: 'standsAlone',
    validator: {
      validate: (_, found) => (found?.object as Record<string, unknown>)[other] === undefined,
      defaultMessage: () => `$property must not stand beside ${other}`,
    },
  });

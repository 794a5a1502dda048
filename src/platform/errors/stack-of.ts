/** For a log: where a fault came from. Whatever was thrown is told, be it an error or not. */
export const stackOf = (fault: unknown): string => (fault instanceof Error && fault.stack) || String(fault);

import type { ExecutionContext, Type } from '@nestjs/common';

type Read<T> = (handler: ReturnType<ExecutionContext['getHandler']>, controller: Type) => T;

/**
 * What the marks of a handler say, read once: to read decorators takes longer than what guards do with them. By
 * controller and handler, for controllers may inherit a handler, and differ in their marks.
 */
export class PerHandler<T extends object | string> {
  private readonly known = new WeakMap<object, Map<object, T>>();

  constructor(private readonly read: Read<T>) {}

  of(context: ExecutionContext): T {
    const [controller, handler] = [context.getClass(), context.getHandler()];
    const known = this.known.get(controller)?.get(handler);
    if (known) return known;
    const read = this.read(handler, controller);
    const ofController = this.known.get(controller) ?? new Map<object, T>();
    this.known.set(controller, ofController.set(handler, read));
    return read;
  }
}

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDate, IsIn, IsUUID, Matches } from 'class-validator';
import { AUDIT_TYPES, AuditEvent, type AuditType, type Outcome } from '../../platform/audit/index.js';
import { MayBeAbsent } from '../../platform/errors/index.js';
import { PageOf, PageQuery } from '../../platform/http/index.js';

const OUTCOMES = ['success', 'failure'] as const;

/** RFC 3339: a date, or a date and time with its offset. */
const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

const asInstant = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && INSTANT.test(value) ? new Date(value) : value;

const WhenField = (description: string) => (target: object, name: string) => {
  ApiPropertyOptional({ description, type: String, format: 'date-time', example: '2026-11-21T00:00:00Z' })(
    target,
    name,
  );
  MayBeAbsent()(target, name);
  IsDate({ message: 'must be a time such as 2026-11-21 or 2026-11-21T09:30:00Z' })(target, name);
  Transform(asInstant)(target, name);
};

export class AuditQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'What happened.', enum: AUDIT_TYPES, example: 'session.opened' })
  @MayBeAbsent()
  @IsIn(AUDIT_TYPES, { message: 'must be a type of event' })
  type?: AuditType;

  @ApiPropertyOptional({ description: 'Whose account it is about.', format: 'uuid' })
  @MayBeAbsent()
  @IsUUID(undefined, { message: 'must be the id of a user' })
  userId?: string;

  @ApiPropertyOptional({
    description: 'Who did it: the id of a user, `anonymous`, `operator:cli` or `system`.',
    maxLength: 64,
    example: 'operator:cli',
  })
  @MayBeAbsent()
  @Matches(/^[\w:-]{1,64}$/, { message: 'must be the id of a user, or one of those words' })
  actor?: string;

  @ApiPropertyOptional({ description: 'Whether it was done.', enum: OUTCOMES, example: 'failure' })
  @MayBeAbsent()
  @IsIn(OUTCOMES)
  outcome?: Outcome;

  @WhenField('Not before.')
  since?: Date;

  @WhenField('Before.')
  until?: Date;
}

/** A record of the audit log. */
export class AuditCard {
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Its place in the chain; null in the first second or so, until it has one.',
    example: 4711,
  })
  position!: number | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T09:30:00.000Z' })
  at!: Date;

  @ApiProperty({ description: 'What happened.', example: 'session.opened' })
  type!: string;

  @ApiProperty({ enum: OUTCOMES, example: 'success' })
  outcome!: Outcome;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Who did it: the id of a user, `anonymous`, `operator:cli` or `system`.',
    example: '0197a1b2-c4d5-7c4e-8a5b-6c7d8e9f0a1b',
  })
  actor!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'Whose account it is about.',
    example: '0197a1b2-c4d5-7c4e-8a5b-6c7d8e9f0a1b',
  })
  userId!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'uuid' })
  sessionId!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'From where.', example: '203.0.113.7' })
  address!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The `x-request-id` of the answer.',
    example: '0b6f8c1e-6f0e-4f0a-9a51-6c7d8e9f0a1b',
  })
  requestId!: string | null;

  @ApiProperty({ type: Object, description: 'What else was recorded of it.', additionalProperties: true })
  detail!: object;

  static of(event: AuditEvent): AuditCard {
    const { position, at, type, outcome, actor, userId, sessionId, address, requestId } = event;
    const who = { actor, userId, sessionId, address, requestId };
    return { position, at, type, outcome, ...who, detail: objectOf(event.detail) };
  }
}

export class AuditPage extends PageOf(AuditCard) {}

/** Somebody may have made something else of it, which must not keep operators from reading the log. */
function objectOf(detail: string): object {
  try {
    return JSON.parse(detail) as object;
  } catch {
    return { unreadable: detail };
  }
}

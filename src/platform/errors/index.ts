export { ApiOAuthErrors, ApiProblems, describeErrors } from './api-problems.js';
export { defineErrors, type ErrorEntry } from './catalogue.js';
export { ProblemBody } from './problem-bodies.js';
export { problemAnswer } from './problem-answer.js';
export { type FieldError, OperatorError, Problem } from './problem.js';
export { type ErrorForm, ProblemFilter } from './problem.filter.js';
export { RequestErrors, ServerErrors } from './request.errors.js';
export { stackOf } from './stack-of.js';
export { IgnoresUnknownFields, MayBeAbsent, StrictValidationPipe } from './validation.js';

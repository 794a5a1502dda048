import { defineErrors } from '../platform/errors/index.js';

export const SessionsErrors = defineErrors('session', {
  notFound: {
    status: 404,
    title: 'There is no such session.',
    help: 'It has ended already, or it is not yours; which of them is not told. `GET /sessions` lists yours, `GET /admin/sessions` everyone’s.',
  },
});

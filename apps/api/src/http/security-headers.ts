import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** Helmet's headers, which are the same for every answer: asked for once. */
export const SECURITY_HEADERS = ((): Record<string, string> => {
  const request = new IncomingMessage(new Socket());
  const answer = new ServerResponse(request);
  helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } })(
    request,
    answer,
    () => {},
  );
  return answer.getHeaders() as Record<string, string>;
})();

import { guardOrigin, problem } from '@/lib/http/json-route';
import { uploads } from '@/lib/uploads/upload-server';

/** The tus protocol: a file comes in pieces, and goes on where a broken connection left it. */
async function handle(request: Request): Promise<Response> {
  try {
    guardOrigin(request);
    return await uploads().server.handleWeb(request);
  } catch (error) {
    return problem(error);
  }
}

export const POST = handle;
export const HEAD = handle;
export const PATCH = handle;
export const DELETE = handle;

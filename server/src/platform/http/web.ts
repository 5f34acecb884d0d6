import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpDeps } from './deps.ts';
import { pagePolicy, workerPolicy } from './headers.ts';
import { newNonce } from './nonce.ts';
import { failure } from './problem.ts';
import { Refusing } from './refusing.ts';

const NONCE = '__CSP_NONCE__';
const OURS = /^\/(api|fhir|p|healthz|readyz|metrics|openapi\.json|docs|csp-report)(\/|$)/;

/** The built web interface: hashed files for ever, index.html never, and index.html for every address of a page. */
export async function registerWeb(app: FastifyInstance, deps: Pick<HttpDeps, 'webDir' | 'publicUrl'>): Promise<void> {
  const files = await filesBelow(deps.webDir);
  const index = files.has('/index.html') ? await indexPage(deps.webDir) : null;
  await app.register(fastifyStatic, { root: deps.webDir, serve: false, preCompressed: true, cacheControl: false });

  app.get('/*', async (request, reply) => {
    const { pathname } = new URL(request.url, 'http://host');
    if (OURS.test(pathname)) throw new Refusing(failure('request.not_found', 404, { what: 'path' }));
    if (pathname !== '/index.html' && files.has(pathname)) return sendFile(reply, pathname);
    if (index === null || !wantsPage(request, pathname)) {
      throw new Refusing(failure('request.not_found', 404, { what: index === null ? 'web' : 'path' }));
    }
    const elsewhere = publicAddress(request, deps.publicUrl);
    if (elsewhere) return reply.redirect(elsewhere, 302);
    return index(reply);
  });
}

/** Pages belong on the public name: passkeys and cookies are tied to it. */
function publicAddress(request: FastifyRequest, publicUrl: URL): string | null {
  const isByNumber = request.hostname === '127.0.0.1' || request.hostname === '[::1]';
  if (!isByNumber || publicUrl.hostname === request.hostname) return null;
  return publicUrl.origin + request.url.replace(/^\/+/, '/');
}

function wantsPage(request: FastifyRequest, pathname: string): boolean {
  const accepts = request.headers.accept ?? '*/*';
  return !/\.[a-z0-9]{1,8}$/i.test(pathname) && !pathname.startsWith('/assets/') && /text\/html|\*\/\*/.test(accepts);
}

/** Runs while no page is open; a browser asks for a new one each time it registers. */
const WORKER = '/reminders/worker.js';

function sendFile(reply: FastifyReply, pathname: string): FastifyReply {
  if (pathname === WORKER) {
    reply.header('content-security-policy', workerPolicy).header('cache-control', 'no-cache');
    return reply.sendFile(pathname.slice(1));
  }
  const isHashed = pathname.startsWith('/assets/');
  reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'public, max-age=3600');
  return reply.sendFile(pathname.slice(1));
}

async function indexPage(webDir: string): Promise<(reply: FastifyReply) => FastifyReply> {
  const html = await readFile(path.join(webDir, 'index.html'), 'utf8');
  return (reply) => {
    const nonce = newNonce();
    return reply
      .header('content-security-policy', pagePolicy(nonce))
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(html.replaceAll(NONCE, nonce));
  };
}

/** Addresses of all files; only these are ever opened. Empty where the interface was not built. */
async function filesBelow(folder: string): Promise<Set<string>> {
  if (!(await stat(folder).catch(() => null))?.isDirectory()) return new Set();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => '/' + path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  return new Set(names);
}

import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { browserUrl, wantedAddress } from './address.mjs';
import { matchesLock } from './install.mjs';
import { isAtLeast, requireNode } from './node-version.mjs';
import { anyFreePort, pickPort } from './port.mjs';

describe('wantedAddress', () => {
  it('serves on loopback unless told otherwise', () => {
    expect(wantedAddress([], {})).toEqual({ host: '127.0.0.1', port: 3210, chosen: false });
  });

  it('lets flags win over the environment', () => {
    const env = { HOST: '0.0.0.0', PORT: '4000' };
    expect(wantedAddress([], env)).toEqual({ host: '0.0.0.0', port: 4000, chosen: true });
    expect(wantedAddress(['--host', '::1', '--port', '5000'], env)).toEqual({
      host: '::1',
      port: 5000,
      chosen: true,
    });
  });

  it.each([
    ['--port', 'many'],
    ['--port', '70000'],
    ['--prot', '80'],
  ])('refuses %s %s', (...args) => {
    expect(() => wantedAddress(args, {})).toThrow(/--port|not a port/);
  });

  it('writes addresses that a browser accepts', () => {
    expect(browserUrl('0.0.0.0', 80)).toBe('http://127.0.0.1:80');
    expect(browserUrl('::1', 80)).toBe('http://[::1]:80');
  });
});

describe('pickPort', () => {
  it('takes the next one, but never leaves a chosen one', async () => {
    const host = '127.0.0.1';
    const port = await anyFreePort();
    const server = createServer().listen(port, host);
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      expect(await pickPort({ port, host, chosen: false })).toBeGreaterThan(port);
      await expect(pickPort({ port, host, chosen: true })).rejects.toThrow(/is taken/);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(await pickPort({ port, host, chosen: true })).toBe(port);
  });
});

describe('matchesLock', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/only-elsewhere': { version: '2.0.0', optional: true },
    },
  };

  it('accepts what npm ci leaves, without the packages of other platforms', () => {
    expect(
      matchesLock(lock, { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } }),
    ).toBe(true);
  });

  it.each([
    ['a missing package', {}],
    ['another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
    ['other content', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } }],
  ])('notices %s', (_name, packages) => {
    expect(matchesLock(lock, { packages })).toBe(false);
  });
});

describe('isAtLeast', () => {
  it('compares numbers, not letters', () => {
    expect(isAtLeast('20.19.0', '20.19.0')).toBe(true);
    expect(isAtLeast('20.9.5', '20.19.0')).toBe(false);
    expect(isAtLeast('22.0.0', '20.19.0')).toBe(true);
    expect(() => requireNode('18.20.4')).toThrow(/needs Node 20\.19\.0/);
  });
});

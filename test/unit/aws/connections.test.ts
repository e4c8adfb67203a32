import fs from 'node:fs'
import https from 'node:https'
import path from 'node:path'
import test from 'ava'
import { startEmulator } from '../../../emulator/server.ts'
import { allCertificates, chosenCertificates } from '../../../lib/aws/certificates.ts'
import { Connections } from '../../../lib/aws/connections.ts'
import { connectByProxy } from '../../../lib/aws/tunnel.ts'
import type { Problem } from '../../../lib/text/problem.ts'
import { temporary } from '../../rig/install.ts'
import { startTlsFront } from '../../rig/network.ts'
import { makePrivateCa } from '../../rig/private-ca.ts'

const ca = makePrivateCa(['DNS:localhost'])

/** Returns the answer's HTTP status. If there is no answer, returns the error. */
function ask({ httpsAgent: agent }: Connections, port: number): Promise<number | Error> {
  return new Promise((resolve) => {
    https
      .get(`https://localhost:${port}/device`, { agent }, (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      })
      .on('error', resolve)
  })
}

test('if two requests meet an unknown CA at the same time, both can try again', async (t) => {
  const emulator = await startEmulator({
    startUrl: 'https://example.awsapps.com/start',
    accounts: [],
  })
  t.teardown(() => emulator.close())
  const port = await startTlsFront(t, ca, Number(new URL(emulator.url).port))
  const connections = new Connections({ SSL_CERT_FILE: ca.file }, 5_000)
  const failures = await Promise.all([ask(connections, port), ask(connections, port)])
  for (const failure of failures) t.true(connections.httpsAgent.trustSystem(failure))
  t.is(await ask(connections, port), 200)

  const chosen = new Connections({ SSL_CERT_FILE: ca.file, AWS_CA_BUNDLE: ca.file }, 5_000)
  for (const failure of failures) t.false(chosen.httpsAgent.trustSystem(failure))
  t.false(connections.httpsAgent.trustSystem(Object.assign(new Error(), { code: 'ECONNRESET' })))
  for (const { httpsAgent } of [connections, chosen]) httpsAgent.destroy()
})

test('an error that is not about a CA stays as it is, even if AWS_CA_BUNDLE names a missing file', async (t) => {
  const connections = new Connections({ AWS_CA_BUNDLE: '/nowhere' }, 5_000)
  const pending = Object.assign(new Error('pending'), { name: 'AuthorizationPendingException' })
  t.is(await t.throwsAsync(connections.send(() => Promise.reject(pending))), pending)
})

test('with AWS_CA_BUNDLE only the CAs in that file count; without AWS_CA_BUNDLE node’s own CAs count', (t) => {
  t.is(chosenCertificates({}), undefined)
  t.is(chosenCertificates({ AWS_CA_BUNDLE: '' }), undefined)
  t.is(chosenCertificates({ AWS_CA_BUNDLE: ca.file })?.length, 1)
  const refused = (file: string) =>
    t.throws(() => chosenCertificates({ AWS_CA_BUNDLE: file }))?.message.replace(/.*which /, '')
  const huge = path.join(temporary('tfsso huge-'), 'config')
  fs.writeFileSync(huge, '[default]\n')
  fs.truncateSync(huge, 3 * 1024 ** 3)
  t.is(chosenCertificates({ HOME: '/nowhere', AWS_CONFIG_FILE: huge }), undefined)
  t.is(refused('/etc/passwd'), 'contains no certificate.')
  for (const file of ['/nowhere', '/dev/zero'])
    t.is(refused(file), "does not exist or can't be read.")
})

test('a proxy URL that can’t be used is a Problem with 78, and its message does not show the password', async (t) => {
  for (const [url, shown] of [
    ['socks5://me:hidden@127.0.0.1:1080', ': socks5://127.0.0.1:1080'],
    ['http://me:hidden@127.0.0.1:99999', ''],
    ['http://me:100%hidden@127.0.0.1:3128', ''],
  ] as const) {
    const connected = new Promise((resolve) => {
      void connectByProxy('HttpsProxyAgent', url, {}, resolve)
    })
    const { message, code } = (await connected) as Problem
    t.deepEqual([message, code], [`HTTPS_PROXY is not an http:// or https:// URL${shown}.`, 78])
  }
})

test('the system’s CAs come only from files that exist', (t) => {
  const nowhere = { SSL_CERT_FILE: '/nowhere', SSL_CERT_DIR: '/nowhere:/dev/null' }
  const none = allCertificates(nowhere, 'linux').length
  t.is(allCertificates({ ...nowhere, NODE_EXTRA_CA_CERTS: ca.file }, 'linux').length, none + 1)
  t.is(allCertificates({ ...nowhere, SSL_CERT_FILE: ca.file }, 'linux').length, none + 1)
  t.true(allCertificates({ SSL_CERT_FILE: ca.file }, 'darwin').length >= none + 1)
})

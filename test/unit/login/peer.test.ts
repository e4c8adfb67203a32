import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'ava'
import { execa } from 'execa'
import { startCallbackServer } from '../../../lib/login/callback-server.ts'
import { acceptsPeer, isOurBrowser, type Peer, peerIn } from '../../../lib/login/peer.ts'
import { needs } from '../../rig/needs.ts'
import { needsUsers } from '../../rig/users.ts'

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
const line = (local: string, remote: string, { st = '01', uid = 1000, inode = 4711 } = {}) =>
  `   3: ${local} ${remote} ${st} 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 1 0000000000000000 20 4 30 10 -1`

// Port 40000 is 9C40 in hexadecimal, and port 80 is 0050.
const connection = { clientPort: 40000, serverPort: 80 }
const client = '0100007F:9C40'
const server = '0100007F:0050'
const mapped = '0000000000000000FFFF0000'

for (const [what, lines, expected] of [
  ['the line of the client’s end names it', [line(client, server)], 1000],
  ['on a big-endian machine', [line('7F000001:9C40', '7F000001:0050')], 1000],
  ['over IPv6', [line(`${mapped}${client}`, `${mapped}${server}`)], 1000],
  ['root', [line(client, server, { uid: 0 })], 0],
  ['only the server’s end has a line', [line(server, client)], 'nobody'],
  ['the server’s end comes first', [line(server, client, { uid: 5 }), line(client, server)], 1000],
  ['a connection that is being closed', [line(client, server, { st: '06', uid: 0 })], 'nobody'],
  ['a connection without an owner', [line(client, server, { uid: 0, inode: 0 })], 'nobody'],
  ['another port', [line('0100007F:9C41', server)], 'nobody'],
  ['another address', [line('0200007F:9C40', server)], 'nobody'],
] as const) {
  test(`the owner of a connection: ${what}`, (t) => {
    t.is(peerIn([head, ...lines].join('\n'), connection), expected)
  })
}

test('browsers of this user and of root are accepted; under WSL a browser on Windows is accepted, too', (t) => {
  const rows: [peer: Peer, wsl: boolean, accepted: boolean][] = [
    [1000, false, true],
    [0, false, true],
    [1001, false, false],
    [1001, true, false],
    ['nobody', false, false],
    ['nobody', true, true],
    ['unknown', false, true],
  ]
  for (const [peer, wsl, accepted] of rows)
    t.is(acceptsPeer(peer, { me: 1000, wsl }), accepted, `${peer} ${wsl}`)
})

// Only Linux has /proc/net/tcp.
const onLinux = needs('Linux', process.platform === 'linux')

/** Sends a request from another process. Returns the status and the text. */
async function ask(url: string, uid?: number): Promise<string> {
  const script = `fetch(process.argv[1]).then(async a => console.log(a.status, await a.text()))`
  const { stdout } = await execa(process.execPath, ['-e', script, url], {
    ...(uid === undefined ? {} : { uid, gid: uid }),
    cwd: '/',
  })
  return stdout
}

onLinux('a connection from a process of our own user is accepted', async (t) => {
  const server = createServer((request, response) => {
    response.end(String(isOurBrowser(request.socket)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })
  t.is(await answer.text(), 'true')
})

const asRoot = process.platform === 'linux' ? needsUsers : onLinux

asRoot('another user’s browser is refused, and the person’s browser still works', async (t) => {
  let used: Server | undefined
  const callback = await startCallbackServer(
    'state',
    { name: 'bb', startUrl: 'https://example.awsapps.com/start' },
    (server) => {
      used = server
      return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    },
  )
  t.teardown(() => used?.close())
  const url = `${callback.redirectUri}?code=c&state=state`
  // The page says how to finish this login: by pasting the address (test/login/pkce-pasted.test.ts).
  t.regex(
    await ask(url, 65534),
    /^403 .*copy the address of this page.*paste it into the terminal/s,
  )
  const ours = ask(url)
  t.deepEqual(await callback.answer, { code: 'c' })
  await callback.end('logged in')
  t.regex(await ours, /^200 /)
})

import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

/**
 * Opens the gate at which heavy processes of all test files wait for their turn (test/rig/turn.ts). Returns the path of
 * its socket. A client sends the name of a turn, waits for an answer, and closes the connection when it is done. If it
 * is killed, the system closes the connection. Up to `cores` clients have the turn `heavy` at the same time. Any other
 * turn goes to one client at a time.
 * @param {number} cores
 */
export async function openGate(cores) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'tfsso-gate-'))
  const socket = path.join(directory, 's')
  process.on('exit', () => fs.rmSync(directory, { recursive: true, force: true }))
  /** @type {Map<string, (() => void)[]>} */
  const waiting = new Map()
  /** @type {Map<string, number>} */
  const busy = new Map()
  const next = (/** @type {string} */ name) => {
    const places = name === 'heavy' ? cores : 1
    const queue = waiting.get(name) ?? []
    while (queue.length > 0 && (busy.get(name) ?? 0) < places) {
      busy.set(name, (busy.get(name) ?? 0) + 1)
      queue.shift()?.()
    }
  }
  const server = net.createServer((client) => {
    client.unref()
    client.on('error', () => {})
    client.once('data', (data) => {
      const name = String(data).trim()
      const start = () => {
        client.write('go\n')
        client.once('close', () => {
          busy.set(name, (busy.get(name) ?? 0) - 1)
          next(name)
        })
      }
      const queue = waiting.get(name) ?? []
      waiting.set(name, queue)
      queue.push(start)
      client.once('close', () => {
        if (queue.includes(start)) queue.splice(queue.indexOf(start), 1)
      })
      next(name)
    })
  })
  server.unref()
  await new Promise((resolve) => server.listen(socket, () => resolve(undefined)))
  return socket
}

import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { ExecutionContext } from 'ava'
import { temporary } from './install.ts'
import { hangMs } from './limits.ts'
import { needs } from './needs.ts'
import { heavyUntilEnd } from './turn.ts'

const found = ['/usr/bin', '/usr/local/bin', '/snap/bin', ...(process.env.PATH ?? '').split(':')]
  .filter((directory) => path.isAbsolute(directory))
  .flatMap((directory) => [path.join(directory, 'chromium'), path.join(directory, 'google-chrome')])
  .find((file) => fs.existsSync(file))

/** Without a browser, the test is skipped, but fails in CI. */
export const needsChromium = needs('chromium', Boolean(process.env.CI) || found !== undefined)

/** The browser has a profile of its own, and sends no requests to its maker. */
export function chromium(...args: string[]): string[] {
  if (found === undefined) throw new Error('chromium is missing')
  return [
    found,
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${temporary('tfsso-chromium-')}`,
    ...args,
  ]
}

/** Controlled through the DevTools protocol. */
export interface Tab {
  open(url: string): Promise<void>
  evaluate<T>(expression: string): Promise<T>
  /** Waits until the page has this heading. */
  heading(text: string): Promise<void>
  /** Waits for the button with this text, and clicks its middle with the mouse. */
  click(text: string): Promise<void>
  colors(scheme: 'light' | 'dark'): Promise<void>
  /** Stores the picture in the directory TFSSO_TEST_SCREENSHOTS, if this variable is set. */
  screenshot(name: string): Promise<void>
  /** errors, and what the content security policy refused */
  readonly complaints: string[]
}

type Result = Record<string, unknown>

/** The browser ends when the test ends. */
export async function openTab(t: ExecutionContext<unknown>): Promise<Tab> {
  await heavyUntilEnd(t)
  const [file = '', ...args] = chromium('--remote-debugging-pipe', 'about:blank')
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
  t.teardown(() => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    return gone
  })
  const complaints: string[] = []
  const send = connect(child, (method, params) => {
    if (method === 'Log.entryAdded' || method === 'Runtime.exceptionThrown')
      complaints.push(JSON.stringify(params))
  })
  const { targetInfos } = (await send('Target.getTargets')) as {
    targetInfos: { type: string; targetId: string }[]
  }
  const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId
  const attached = await send('Target.attachToTarget', { targetId, flatten: true })
  const tab = (method: string, params = {}) => send(method, params, String(attached.sessionId))
  for (const domain of ['Page', 'Log', 'Runtime']) await tab(`${domain}.enable`)

  const evaluate = async <T>(expression: string): Promise<T> => {
    const { result } = await tab('Runtime.evaluate', { expression, returnByValue: true })
    return (result as { value: T }).value
  }
  const until = async (expression: string) => {
    const from = performance.now()
    while (performance.now() - from < hangMs) {
      // While the tab loads another page, evaluate fails.
      if (await evaluate<boolean>(expression).catch(() => false)) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(
      `never came true: ${expression}, but ${await evaluate('document.body.innerText')}`,
    )
  }
  return {
    complaints,
    evaluate,
    open: async (url) => void (await tab('Page.navigate', { url })),
    heading: (text) => until(`document.querySelector('h1')?.innerText === ${JSON.stringify(text)}`),
    click: async (text) => {
      const found = `[...document.querySelectorAll('button')].find((b) => b.innerText === ${JSON.stringify(text)})`
      await until(`${found} !== undefined`)
      const at = await evaluate<{ x: number; y: number }>(
        `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(${found}.getBoundingClientRect())`,
      )
      for (const type of ['mousePressed', 'mouseReleased'])
        await tab('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1 })
    },
    colors: async (value) => {
      const features = [{ name: 'prefers-color-scheme', value }]
      await tab('Emulation.setEmulatedMedia', { features })
    },
    screenshot: async (name) => {
      const directory = process.env.TFSSO_TEST_SCREENSHOTS
      const { data } = await tab('Page.captureScreenshot')
      if (directory) fs.writeFileSync(path.join(directory, `${name}.png`), String(data), 'base64')
    },
  }
}

/**
 * Returns a function that sends a command through pipe 3. Answers and events come through pipe 4. Each message is JSON,
 * and ends with a NUL.
 */
function connect(child: ChildProcess, onEvent: (method: string, params: unknown) => void) {
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable]
  const open = new Map<number, { resolve(result: Result): void; reject(error: Error): void }>()
  let rest = ''
  let last = 0
  const fail = () => {
    for (const { reject } of open.values()) reject(new Error('chromium has gone'))
  }
  child.once('exit', fail)
  input.on('error', fail)
  output.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0')
    rest = messages.pop() ?? ''
    for (const message of messages) {
      const { id, method, params, result, error } = JSON.parse(message)
      if (id === undefined) onEvent(method, params)
      else if (error) open.get(id)?.reject(new Error(error.message))
      else open.get(id)?.resolve(result)
      open.delete(id)
    }
  })
  return (method: string, params = {}, sessionId?: string) =>
    new Promise<Result>((resolve, reject) => {
      last += 1
      open.set(last, { resolve, reject })
      input.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`)
    })
}

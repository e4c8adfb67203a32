import { execa } from 'execa'

/*
 * Who sent a signal can't be asked in node. Ctrl-C reaches our children by the terminal's group, and `timeout`
 * sends SIGTERM to the whole group as well. terraform takes a second one for "stop at once", so what
 * the group was sent must not be passed on. A process of ours in the same group tells: what the group got, it got.
 */

export interface Interruption {
  /** whether a signal has come: nothing more is to be started */
  readonly stopped: boolean
  stop(): void
  /** Ends the watch; signals do again what they did by themselves. */
  end(): void
}

/** Watches for signals. `onlyUs` is called once, for a SIGTERM that was sent to us and not to the whole group. */
export function watchSignals(onlyUs: () => void): Interruption {
  let stopped = false
  let terminated = false
  const witness = startWitness()
  const stop = () => {
    stopped = true
  }
  const onTerm = async () => {
    stop()
    if (terminated) return
    terminated = true
    if (await witness.isAlive()) onlyUs()
  }
  const listeners = { SIGINT: stop, SIGHUP: stop, SIGTERM: onTerm } as const
  for (const [signal, listener] of Object.entries(listeners)) {
    process.removeAllListeners(signal)
    process.on(signal, listener)
  }
  return {
    get stopped() {
      return stopped
    },
    stop,
    end: () => {
      for (const signal of Object.keys(listeners)) process.removeAllListeners(signal)
      witness.end()
    },
  }
}

/**
 * A process of our group that SIGTERM ends, and that answers while it lives. A signal that it has got ends it
 * before it can answer, so no time is waited for.
 */
function startWitness() {
  const child = execa('sh', ['-c', "trap '' INT HUP; exec cat"], {
    buffer: false,
    cleanup: false,
    reject: false,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'ignore',
  })
  child.stdin.on('error', () => {}) // it has gone
  return {
    isAlive: () =>
      new Promise<boolean>((resolve) => {
        void child.then(() => resolve(false))
        child.stdout.once('data', () => resolve(true))
        child.stdin.write('?')
      }),
    end: () => child.stdin.end(),
  }
}

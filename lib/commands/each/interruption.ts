import { execa } from 'execa'

/*
 * Ctrl-C and `timeout` signal the whole process group, which includes our children. We must not pass such a signal on:
 * terraform takes a second signal for "stop at once". But if only we got a SIGTERM, we must pass it on. Node does not
 * tell these two cases apart. So a witness (a child process) runs in our group. If the witness got the signal, the
 * whole group got it.
 */

export interface Interruption {
  /** whether a signal has arrived or `stop` was called */
  readonly stopped: boolean
  stop(): void
  /** Stops watching, and restores the default effect of the signals. */
  end(): void
}

/** Calls `onlyUs` for the first SIGTERM, if it was sent to us and not to the whole group. */
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

/** SIGTERM ends the witness. If the witness still answers after we got a SIGTERM, only we got the signal. */
function startWitness() {
  const child = execa('sh', ['-c', "trap '' INT HUP; exec cat"], {
    buffer: false,
    cleanup: false,
    reject: false,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'ignore',
  })
  child.stdin.on('error', () => {}) // writing fails after the witness has ended
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

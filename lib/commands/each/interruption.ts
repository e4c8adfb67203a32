import { execa } from 'execa'

/*
 * Node does not tell who sent a signal. Ctrl-C reaches our children through the terminal's process group, and `timeout`
 * sends SIGTERM to the whole group as well. terraform takes a second signal for "stop at once", so a signal that the
 * whole group got must not be passed on. To find out, we start a witness process in the same group: if the witness got
 * the signal, the group got it.
 */

export interface Interruption {
  /** whether a signal has arrived, so that nothing more may be started */
  readonly stopped: boolean
  stop(): void
  /** Stops watching and restores the default effect of the signals. */
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
 * Starts the witness: a process in our group that SIGTERM ends, and that answers while it runs. A signal to
 * the group ends it before it can answer, so its answer tells at once whether the group got the signal.
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
  child.stdin.on('error', () => {}) // the witness has ended
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

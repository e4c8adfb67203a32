import { execa } from 'execa'

/*
 * Node does not tell whether a signal was sent to this process or to its whole group. Signals to the group reach our
 * children as well: Ctrl-C goes to the terminal's whole process group, and `timeout` sends SIGTERM to a whole group. We
 * must not pass on a signal that the children have already got, because terraform takes a second signal for "stop at
 * once". So we start a witness, a process in our group. If the witness got the signal, the whole group got it.
 */

export interface Interruption {
  /** whether a signal has arrived or `stop` was called. If so, start nothing more */
  readonly stopped: boolean
  stop(): void
  /** Stops watching and restores the default effect of the signals. */
  end(): void
}

/**
 * Watches for signals. Calls `onlyUs` for the first SIGTERM, but only if it was sent to us and not to the whole group.
 */
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
 * Starts the witness: a process in our group that answers until SIGTERM ends it. A SIGTERM to the group ends the
 * witness before it can answer. So if it answers, only we got the signal.
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

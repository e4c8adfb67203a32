/** A request, and the operation that it asks for. */
export interface Call {
  operation: string
  /** When it came, epoch ms on this machine's clock (`clockOffsetMs` is not added). */
  at: number
  /** When it was answered, on the same clock; missing until then. */
  answeredAt?: number
  /** The HTTP status of the answer; 0 until there is one. */
  status: number
  /** The grant type of a CreateToken: `device_code`, `refresh_token` or `authorization_code`. */
  grant?: string
  accountId?: string
  role?: string
  bucket?: string
  key?: string
  /** The error code, if the operation failed; not set if the answer came from a fault. */
  error?: string
}

/** Remembers which operations were called, and how often. */
export class Journal {
  readonly calls: Call[] = []

  /** Adds a request when it arrives. The caller fills in the rest of the entry later. */
  open(operation: string, grant: string | undefined): Call {
    const call: Call = { operation, at: Date.now(), status: 0, ...(grant && { grant }) }
    this.calls.push(call)
    return call
  }

  /** How often each operation was called. CreateToken is also counted by grant type. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const call of this.calls) {
      for (const name of operationNames(call)) counts[name] = (counts[name] ?? 0) + 1
    }
    return counts
  }
}

/** The names under which a call is counted, for example `CreateToken` and `CreateToken:refresh_token`. */
export function operationNames(call: Call): string[] {
  return call.grant ? [call.operation, `${call.operation}:${call.grant}`] : [call.operation]
}

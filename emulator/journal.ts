export interface Call {
  operation: string
  /** When it came, epoch ms on this machine's clock, without `clockOffsetMs`. */
  at: number
  /** On the same clock; missing before the answer. */
  answeredAt?: number
  /** The HTTP status; 0 before the answer. */
  status: number
  /** Of a CreateToken: `device_code`, `refresh_token` or `authorization_code`. */
  grant?: string
  accountId?: string
  role?: string
  bucket?: string
  key?: string
  /** The error code of a failed operation, but not of a fault's answer. */
  error?: string
}

export class Journal {
  readonly calls: Call[] = []

  /** Adds a request when it arrives. The caller fills in the rest later. */
  open(operation: string, grant: string | undefined): Call {
    const call: Call = { operation, at: Date.now(), status: 0, ...(grant && { grant }) }
    this.calls.push(call)
    return call
  }

  /** How often each operation was called; CreateToken also by grant type. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const call of this.calls) {
      for (const name of operationNames(call)) counts[name] = (counts[name] ?? 0) + 1
    }
    return counts
  }
}

/** For example `CreateToken` and `CreateToken:refresh_token`. */
export function operationNames(call: Call): string[] {
  return call.grant ? [call.operation, `${call.operation}:${call.grant}`] : [call.operation]
}

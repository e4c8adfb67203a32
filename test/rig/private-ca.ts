import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { temporary } from './install.ts'

/** A private CA, like that of a company, and a server's certificate from it. */
export interface PrivateCa {
  /** PEM, with the CA's certificate */
  file: string
  /** the server's, PEM */
  key: Buffer
  cert: Buffer
}

/** Makes a CA and a certificate for these names (`DNS:…`, `IP:…`) with the openssl command. */
export function makePrivateCa(
  names: string[],
  { from = -1, days = 7 }: { from?: number; days?: number } = {},
): PrivateCa {
  const directory = temporary('tfsso ca-')
  const at = (name: string) => path.join(directory, name)
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  fs.writeFileSync(at('server.ext'), `subjectAltName = ${names.join(',')}\n`)
  fs.writeFileSync(at('ca.cnf'), caConfig)
  fs.writeFileSync(at('index.txt'), '')
  fs.writeFileSync(at('serial'), '1000\n')
  openssl('req', '-x509', ...key, '-subj', '/CN=Company CA', '-keyout', 'ca.key', '-out', 'ca.pem')
  openssl('req', ...key, '-subj', '/CN=server', '-keyout', 'server.key', '-out', 'server.csr')
  openssl(
    ...['ca', '-batch', '-notext', '-config', 'ca.cnf', '-cert', 'ca.pem', '-keyfile', 'ca.key'],
    ...['-startdate', inDays(from), '-enddate', inDays(days), '-extfile', 'server.ext'],
    ...['-in', 'server.csr', '-out', 'server.pem'],
  )
  return {
    file: at('ca.pem'),
    key: fs.readFileSync(at('server.key')),
    cert: fs.readFileSync(at('server.pem')),
  }
}

const caConfig = `[ca]
default_ca = company
[company]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
[any]
commonName = supplied
`

/** Returns the time after this number of days, in the format of `openssl ca`: YYYYMMDDHHMMSSZ. */
function inDays(days: number): string {
  const date = new Date(Date.now() + days * 86_400_000).toISOString()
  return `${date.slice(0, 19).replace(/\D/g, '')}Z`
}

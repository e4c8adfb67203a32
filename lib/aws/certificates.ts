import fs from 'node:fs'
import path from 'node:path'
import tls from 'node:tls'
import { readPersonalConfig } from '../aws-config/personal-files.ts'
import { listDirectory, readIfThere } from '../files/read.ts'
import { type Environment, findPlaces } from '../files/user-paths.ts'
import { attemptOrNothing } from '../text/attempt.ts'
import { misconfigured } from '../text/problem.ts'

const certificate = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----/

/**
 * The CAs (PEM) that AWS_CA_BUNDLE names, or else `ca_bundle` in `[default]` of the AWS config; undefined if neither is
 * set. These CAs replace all others, as with terraform and the AWS CLI. Problem (exit code 78) if the file can't be
 * read or contains no certificate.
 */
export function chosenCertificates(env: Environment): string[] | undefined {
  const [setting, file] = env.AWS_CA_BUNDLE
    ? ['AWS_CA_BUNDLE', env.AWS_CA_BUNDLE]
    : ['ca_bundle of [default] in the AWS config', bundleOfDefault(env)]
  if (!file) return undefined
  const advice = 'Set it to the path of a file with CA certificates (PEM), or unset it.'
  const text = read(file)
  if (text === undefined)
    throw misconfigured(`${setting} names ${file}, which does not exist or can't be read.`, advice)
  if (!certificate.test(text))
    throw misconfigured(`${setting} names ${file}, which contains no certificate.`, advice)
  return [text]
}

function bundleOfDefault(env: Environment): string | undefined {
  const sections = attemptOrNothing(() => readPersonalConfig(findPlaces(env)))
  return sections
    ?.findLast(({ kind, settings }) => kind === 'default' && settings.has('ca_bundle'))
    ?.settings.get('ca_bundle')
}

/** In the order in which Go, and so terraform, tries them. */
const usualFiles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/**
 * The CAs (PEM) to trust if the person chose none: node's, those of NODE_EXTRA_CA_CERTS, and the system's.
 * SSL_CERT_FILE and SSL_CERT_DIR can name the system's CAs. This function is slow: call it only if node's own CAs are
 * not enough. With Node before 22.15, the CAs of the macOS keychain are missing.
 */
export function allCertificates(env: Environment, platform = process.platform): string[] {
  const extra = readOrNothing(env.NODE_EXTRA_CA_CERTS ?? '')
  const system = platform === 'darwin' ? keychain(env) : systemFiles(env)
  return [...tls.rootCertificates, extra, ...system].filter((text) => certificate.test(text))
}

function systemFiles(env: Environment): string[] {
  const file = env.SSL_CERT_FILE || usualFiles.find((name) => fs.existsSync(name))
  const directories = (env.SSL_CERT_DIR ?? '').split(':').filter(Boolean)
  return [readOrNothing(file ?? ''), ...directories.flatMap(readAll)]
}

function keychain(env: Environment): string[] {
  // The types of Node 20 lack `getCACertificates`.
  const { getCACertificates } = tls as { getCACertificates?: (type: 'system') => string[] }
  const named = env.SSL_CERT_FILE || env.SSL_CERT_DIR ? systemFiles(env) : []
  return [...(getCACertificates?.('system') ?? []), ...named]
}

function readAll(directory: string): string[] {
  // A name such as 5ed36f99.0 is a link that c_rehash made to another file of this directory.
  return listDirectory(directory)
    .filter((name) => !/^[\da-f]{8}\.\d+$/.test(name))
    .map((name) => readOrNothing(path.join(directory, name)))
}

function read(file: string): string | undefined {
  return attemptOrNothing(() => readIfThere(file))?.toString('utf8')
}

/** Empty if it can't be read: the connection might work without these CAs. */
const readOrNothing = (file: string) => read(file) ?? ''

import { partitionOf } from '../../aws/partition.ts'

/** An account and role, and the portal that gives them. */
export interface ConsoleTarget {
  startUrl: string
  /** 12 digits */
  accountId: string
  role: string
  /** the console opens on this region's host. The console shows this region, unless the path names another one */
  region: string
}

/**
 * The hosts of the AWS console by partition (each partition's documentation, "Getting started with the AWS
 * Management Console").
 */
const consoleHosts: Record<string, string> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-eusc': 'console.amazonaws-eusc.eu',
  'aws-iso': 'console.c2shome.ic.gov',
  'aws-iso-b': 'console.sc2shome.sgov.gov',
  'aws-iso-e': 'console.csphome.adc-e.uk',
  'aws-iso-f': 'console.csphome.hci.ic.gov',
}

/**
 * A shortcut link of the access portal (IAM Identity Center user guide, «Creating shortcut links to AWS Management
 * Console destinations»). After the portal's address, the link contains only the account's id, the role's name and the
 * destination. The portal signs the person in, so no credential leaves this machine. `place`: a service's name as in
 * the console's addresses (`s3`, `ec2`), or a path, which can have a query and a fragment (`/ec2/home#Instances:`);
 * undefined for the console's home.
 */
export function consoleLink(target: ConsoleTarget, place: string | undefined): string {
  const { startUrl, accountId, role, region } = target
  const query = new URLSearchParams({ account_id: accountId, role_name: role })
  query.set('destination', destination(region, place ?? '/console/home'))
  return `${startUrl.replace(/\/?(#\/?)?$/, '')}/#/console?${query.toString().replaceAll('+', '%20')}`
}

function destination(region: string, place: string): string {
  const host = consoleHosts[partitionOf(region)] as string
  const path = place.startsWith('/') ? place : `/${place}/home`
  const url = new URL(`https://${region}.${host}${path}`)
  if (!url.searchParams.has('region')) url.searchParams.set('region', region)
  return url.href
}

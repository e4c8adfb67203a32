import { partitionOf } from '../../aws/partition.ts'
import { bareStartUrl } from '../../session/portal.ts'

export interface ConsoleTarget {
  startUrl: string
  /** 12 digits */
  accountId: string
  role: string
  /** the console opens on this region's host; `?region=` in a path shows another region */
  region: string
}

/** The hosts by partition (each partition's documentation, "Getting started with the AWS Management Console"). */
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
 * Console destinations»). The portal signs the person in, so the link contains no credentials. `place`: a service
 * (`s3`), or a path, perhaps with query and fragment (`/ec2/home#Instances:`); undefined for the console's home.
 */
export function consoleLink(target: ConsoleTarget, place: string | undefined): string {
  const { startUrl, accountId, role, region } = target
  const query = new URLSearchParams({ account_id: accountId, role_name: role })
  query.set('destination', destination(region, place ?? '/console/home'))
  return `${bareStartUrl(startUrl)}/#/console?${query.toString().replaceAll('+', '%20')}`
}

function destination(region: string, place: string): string {
  const host = consoleHosts[partitionOf(region)] as string
  const path = place.startsWith('/') ? place : `/${place}/home`
  const url = new URL(`https://${region}.${host}${path}`)
  if (!url.searchParams.has('region')) url.searchParams.set('region', region)
  return url.href
}

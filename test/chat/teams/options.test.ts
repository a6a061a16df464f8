import { expect, it } from 'vitest'
import { isServiceUrl } from '../../../src/chat/teams/options.ts'

it.each([
  ['https://smba.trafficmanager.net/teams/', true],
  ['https://smba.trafficmanager.net/emea/00000000-0000-4000-8000-000000000000/', true],
  ['https://smba.infra.gcc.teams.microsoft.com/gcc', true],
  ['https://smba.infra.gov.teams.microsoft.us/gcch', true],
  ['https://europe.api.botframework.com/', true],
  ['https://botframework.com/', true],
  ['http://127.0.0.1:3979/teams', true],
  ['https://bots.example.org/teams', true],
  ['http://bots.example.org/teams', false],
  ['http://127.0.0.1:3980/teams', false],
  ['http://smba.trafficmanager.net/teams/', false],
  ['https://smba.trafficmanager.net:8443/teams/', false],
  ['https://evil.smba.trafficmanager.net/', false],
  ['https://evilbotframework.com/', false],
  ['https://smba.trafficmanager.net.evil.example/', false],
  ['https://smba.trafficmanager.net@evil.example/', false],
  ['https://teams.microsoft.com.evil.example/', false],
  ['https://smba.trafficmanager.net/teams/?to=https://evil.example', false],
  ['ftp://smba.trafficmanager.net/', false],
  ['smba.trafficmanager.net', false],
  ['', false],
])('the serviceUrl %j is trusted: %s', (serviceUrl, trusted) => {
  expect(isServiceUrl(serviceUrl, ['127.0.0.1:3979', 'bots.example.org'])).toBe(trusted)
})

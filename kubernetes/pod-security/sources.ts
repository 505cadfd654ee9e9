/** Where the versions of the checks come from: upstream's design and the change that brought each. */
export const sources = {
  admission: 'KEP-2579, https://github.com/kubernetes/enhancements/issues/2579',
  windowsHostProcess: 'KEP-1981, https://github.com/kubernetes/enhancements/issues/1981',
  windowsPods: 'KEP-2802, https://github.com/kubernetes/enhancements/issues/2802',
  appArmorFields: 'KEP-24, https://github.com/kubernetes/enhancements/issues/24',
  seccomp: 'KEP-135, https://github.com/kubernetes/enhancements/issues/135',
  userNamespaces: 'KEP-127, https://github.com/kubernetes/kubernetes/pull/132157',
  probeHosts: 'KEP-4940, https://github.com/kubernetes/kubernetes/pull/125271',
  imageVolumes: 'KEP-4639, https://github.com/kubernetes/kubernetes/pull/130394',
  containerEngine: 'https://github.com/kubernetes/kubernetes/pull/126165',
  reservedPorts: 'https://github.com/kubernetes/kubernetes/pull/115374',
  keepalive:
    'https://github.com/kubernetes/kubernetes/pull/118846, https://github.com/kubernetes/kubernetes/pull/121240',
  tcpBuffers: 'https://github.com/kubernetes/kubernetes/pull/127489',
  tcpStart: 'https://github.com/kubernetes/kubernetes/pull/138389',
} as const;

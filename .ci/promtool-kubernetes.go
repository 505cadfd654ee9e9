// Package kubernetes stands where Prometheus discovers pods, while promtool is built: it checks rules and discovers
// nothing, and the client of Kubernetes is more than all the rest of it to compile. See tools.
package kubernetes

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/config"
	"github.com/prometheus/prometheus/discovery"
)

// SDConfig is what promtool looks at in a configuration with scrape jobs.
type SDConfig struct{ HTTPClientConfig config.HTTPClientConfig }

// Name is what the field is called.
func (*SDConfig) Name() string { return "kubernetes" }

// NewDiscoverer refuses.
func (*SDConfig) NewDiscoverer(discovery.DiscovererOptions) (discovery.Discoverer, error) {
	return nil, errors.New("built without the discovery of Kubernetes")
}

// NewDiscovererMetrics has none.
func (*SDConfig) NewDiscovererMetrics(prometheus.Registerer, discovery.RefreshMetricsInstantiator) discovery.DiscovererMetrics {
	return nil
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.controller.OperatorConfig.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Lease of the working replica. The operator framework does not release it when it stops, so
 * another replica would have to wait until it expires.
 */
final class HeldLease {

  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

  private HeldLease() {}

  /** Releases the Lease for another replica, if this one holds it. */
  static void release(KubernetesClient client, Leadership leadership) {
    var lease = client.leases().inNamespace(leadership.namespace()).withName(leadership.lease());
    try {
      var held = lease.get();
      if (held != null && leadership.identity().equals(held.getSpec().getHolderIdentity())) {
        lease.patch(
            PatchContext.of(PatchType.JSON_MERGE),
            // With the version, so that it fails if another replica has taken it meanwhile.
            "{\"metadata\": {\"resourceVersion\": \"%s\"}, \"spec\": {\"holderIdentity\": null}}"
                .formatted(held.getMetadata().getResourceVersion()));
      }
    } catch (KubernetesClientException e) {
      LOG.warn("the Lease was not released and will expire: {}", e.getMessage());
    }
  }
}

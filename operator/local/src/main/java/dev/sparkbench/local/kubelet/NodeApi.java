// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kubelet's requests to the API server. A pod that was deleted in the meantime is not an error.
 */
final class NodeApi {

  /** The name of the single node. */
  static final String NODE = "local";

  private static final Logger LOG = LoggerFactory.getLogger(NodeApi.class);

  private final KubernetesClient client;

  NodeApi(KubernetesClient client) {
    this.client = client;
  }

  /** Binds a pod to this node, as the scheduler would; returns whether it is bound to it now. */
  boolean take(Pod pod) {
    ObjectMeta of = pod.getMetadata();
    return attempt(
        "bind",
        pod,
        () ->
            client
                .bindings()
                .inNamespace(of.getNamespace())
                .resource(
                    new BindingBuilder()
                        .withMetadata(identity(pod))
                        .withNewTarget()
                        .withKind("Node")
                        .withName(NODE)
                        .endTarget()
                        .build())
                .create());
  }

  void writeStatus(Pod pod, PodStatus status) {
    Pod patch = new PodBuilder().withMetadata(identity(pod)).withStatus(status).build();
    attempt("write the status of", pod, () -> client.resource(patch).patchStatus());
  }

  /** Removes a pod whose container has ended or never started. */
  void remove(Pod pod) {
    attempt("remove", pod, () -> client.resource(pod).withGracePeriod(0).delete());
  }

  Optional<Secret> secret(String namespace, String name) {
    return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get());
  }

  Optional<ConfigMap> configMap(String namespace, String name) {
    return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get());
  }

  /** With the UID, so that another pod of the same name is not touched. */
  private static ObjectMeta identity(Pod pod) {
    return new ObjectMetaBuilder()
        .withNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .withUid(pod.getMetadata().getUid())
        .build();
  }

  private static boolean attempt(String what, Pod pod, Runnable call) {
    try {
      call.run();
      return true;
    } catch (KubernetesClientException e) {
      boolean gone = e.getCode() == 404 || e.getCode() == 409;
      boolean closing = Thread.currentThread().isInterrupted();
      if (!gone && !closing) {
        LOG.warn(
            "cannot {} pod {}/{}",
            what,
            pod.getMetadata().getNamespace(),
            pod.getMetadata().getName(),
            e);
      }
      return false;
    }
  }
}

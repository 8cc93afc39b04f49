// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import dev.sparkbench.api.contract.S3Uri;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * What the end-to-end scenarios need of a cluster, without anything that only the local one has.
 * The operator's defaults (runner image, object store, credentials) are set for the cluster.
 */
interface TestCluster extends AutoCloseable {

  /**
   * The local cluster, or that of the current kubeconfig context in the Maven profile for it.
   *
   * @param folder the folder for the files of the local one
   */
  static TestCluster open(Path folder) {
    return Boolean.getBoolean("sparkbench.it.kube")
        ? new KubeTestCluster()
        : new LocalTestCluster(folder);
  }

  /** A client with the rights of a user and of a cluster's administrator. */
  KubernetesClient client();

  /** The namespace for resources. */
  String namespace();

  /** The operator's default bucket. */
  String bucket();

  /** Writes an object. */
  void put(S3Uri object, byte[] content);

  /** Reads an object. */
  byte[] get(S3Uri object);

  /** Starts the operator, if it is stopped. */
  void startOperator();

  /** Stops the operator; benchmarks that have begun continue without it. */
  void stopOperator();

  /** Opens a way to the gateway, which ends with the cluster. */
  Gateway openGateway();

  /**
   * The gateway as it can be reached from here.
   *
   * @param uri its address
   * @param token the token of a user who may create benchmarks
   */
  record Gateway(URI uri, String token) {}

  /** Ends a pod's container by force: without a signal that it could handle. */
  void kill(Pod pod);

  /** The containers that run in the namespace, whatever the API server says. */
  List<String> runningContainers();

  @Override
  void close();
}

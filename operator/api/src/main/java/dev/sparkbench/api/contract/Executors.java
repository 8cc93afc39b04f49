// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * How the driver must create its executor pods.
 *
 * @param cores task slots and CPU request of each
 * @param memoryMiB JVM heap of each, in MiB; Spark adds its overhead for the pod
 * @param limitCpu whether the CPU limit equals the request, so that an executor cannot borrow idle
 *     cores
 * @param image the runner image
 * @param imagePullPolicy as in a container; null for Kubernetes' default
 * @param imagePullSecrets names of Secrets
 * @param serviceAccount the pods' service account; null for the namespace's default
 * @param credentialsSecret the Secret whose keys become the S3 credentials in the environment; null
 *     for the pod's own identity
 * @param labels labels for the pods
 * @param podTemplate a PodTemplateSpec that the pods are based on; null for none
 */
public record Executors(
    int cores,
    int memoryMiB,
    boolean limitCpu,
    String image,
    String imagePullPolicy,
    List<String> imagePullSecrets,
    String serviceAccount,
    String credentialsSecret,
    Map<String, String> labels,
    JsonNode podTemplate) {

  /** Copies the collections; null is empty. */
  public Executors {
    imagePullSecrets = imagePullSecrets == null ? List.of() : List.copyOf(imagePullSecrets);
    labels = labels == null ? Map.of() : Map.copyOf(labels);
  }
}

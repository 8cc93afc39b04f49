// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Executors;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.runner.machine.WatchPlugin;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The Spark properties of a driver in client mode that creates its executor pods itself. */
final class KubernetesProperties {

  // Spark creates five pods a second by default, which is slow for large node counts.
  private static final int PODS_AT_ONCE = 50;

  private KubernetesProperties() {}

  /** All properties of a session; if two differ, the later one wins. */
  static Map<String, String> of(RunRequest request, DriverPod pod, Path podTemplate) {
    Map<String, String> properties = new TreeMap<>(DefaultProperties.of(request));
    properties.putAll(request.sparkConf());
    properties.putAll(PinnedProperties.of(request));
    properties = S3aProperties.addedTo(properties, request.storage());
    properties.putAll(TableFormats.of(request));
    properties.putAll(EventLogs.of(request, pod.scratch()));
    properties.putAll(driver(request, pod));
    properties.putAll(executors(request, pod, podTemplate));
    return WatchPlugin.addedTo(properties);
  }

  private static Map<String, String> driver(RunRequest request, DriverPod pod) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("spark.app.name", request.jobId() + " " + ResultLayout.runName(request.nodes()));
    properties.put("spark.master", "k8s://" + pod.apiServer());
    properties.put("spark.submit.deployMode", "client");
    // Executors find the driver by its IP: no Service, no DNS.
    properties.put("spark.driver.host", pod.ip());
    properties.put("spark.driver.bindAddress", pod.ip());
    properties.put("spark.kubernetes.namespace", pod.namespace());
    // Makes the driver pod the owner of its executors.
    properties.put("spark.kubernetes.driver.pod.name", pod.name());
    // This driver never creates such objects, so it does not have to delete them at its end, and
    // needs no right to do so.
    properties.put("spark.kubernetes.driver.service.deleteOnTermination", "false");
    properties.put("spark.kubernetes.driver.ownPersistentVolumeClaim", "false");
    properties.put("spark.kubernetes.driver.reusePersistentVolumeClaim", "false");
    return properties;
  }

  private static Map<String, String> executors(
      RunRequest request, DriverPod pod, Path podTemplate) {
    Executors executors = request.executors();
    String cores = String.valueOf(executors.cores());
    Map<String, String> properties = new TreeMap<>();
    properties.put("spark.kubernetes.executor.podNamePrefix", pod.name());
    properties.put("spark.kubernetes.executor.podTemplateFile", podTemplate.toString());
    properties.put(
        "spark.kubernetes.executor.podTemplateContainerName", ExecutorPodTemplate.CONTAINER);
    // Executors get Spark's configuration by its own messages; a ConfigMap would only need a
    // further right.
    properties.put("spark.kubernetes.executor.disableConfigMap", "true");
    properties.put("spark.kubernetes.container.image", executors.image());
    putIfPresent(
        properties, "spark.kubernetes.container.image.pullPolicy", executors.imagePullPolicy());
    if (!executors.imagePullSecrets().isEmpty()) {
      properties.put(
          "spark.kubernetes.container.image.pullSecrets",
          String.join(",", executors.imagePullSecrets()));
    }
    putIfPresent(
        properties,
        "spark.kubernetes.authenticate.executor.serviceAccountName",
        executors.serviceAccount());
    properties.put("spark.kubernetes.executor.request.cores", cores);
    if (executors.limitCpu()) {
      properties.put("spark.kubernetes.executor.limit.cores", cores);
    }
    properties.put(
        "spark.kubernetes.allocation.batch.size",
        String.valueOf(Math.min(PODS_AT_ONCE, request.nodes())));
    return properties;
  }

  private static void putIfPresent(Map<String, String> properties, String key, String value) {
    if (value != null) {
      properties.put(key, value);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.runner.machine.ExecutorWatch;
import dev.sparkbench.runner.machine.Machine;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.deploy.k8s.Constants;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A driver in a pod and the executor pods that it created. */
final class KubernetesSession implements Session {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesSession.class);

  private static final int TIMEOUT_MILLIS = 5_000;

  private final SparkSession spark;
  private final String driverHost;
  private final int driverPort;

  private final DriverPod pod;
  private final PodRefusals refusals;

  KubernetesSession(SparkSession spark, DriverPod pod, PodRefusals refusals) {
    this.spark = spark;
    this.pod = pod;
    this.refusals = refusals;
    // Spark lists the driver among its executors.
    this.driverHost = spark.sparkContext().env().blockManager().blockManagerId().host();
    this.driverPort = spark.sparkContext().env().blockManager().blockManagerId().port();
  }

  @Override
  public SparkSession spark() {
    return spark;
  }

  @Override
  public List<String> executors() {
    return Arrays.stream(spark.sparkContext().statusTracker().getExecutorInfos())
        .filter(info -> !isDriver(info))
        .map(SparkExecutorInfo::host)
        .sorted()
        .toList();
  }

  private boolean isDriver(SparkExecutorInfo info) {
    return info.host().equals(driverHost) && info.port() == driverPort;
  }

  @Override
  public List<Machine> machines() {
    List<Machine> machines = ExecutorWatch.of(spark.sparkContext()).machines();
    try (KubernetesClient client = client()) {
      return NodeLabels.addedTo(machines, name -> labels(client, name));
    } catch (RuntimeException e) {
      // The measurement is valid without the labels.
      LOG.warn("the labels of nodes are not known: {}", e.toString());
      return machines;
    }
  }

  private static Map<String, String> labels(KubernetesClient client, String node) {
    return Optional.ofNullable(client.nodes().withName(node).get())
        .map(Node::getMetadata)
        .map(ObjectMeta::getLabels)
        .orElse(Map.of());
  }

  /**
   * From the status of this pod, where the kubelet reports it. The manifest may name a tag that
   * moves.
   */
  @Override
  public Optional<String> imageId() {
    try (KubernetesClient client = client()) {
      return client
          .pods()
          .inNamespace(pod.namespace())
          .withName(pod.name())
          .get()
          .getStatus()
          .getContainerStatuses()
          .stream()
          .filter(container -> container.getName().equals(Contract.DRIVER_CONTAINER))
          .map(ContainerStatus::getImageID)
          .findFirst();
    } catch (RuntimeException e) {
      LOG.warn("the image's digest is not known: {}", e.toString());
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> obstacle() {
    return refusals
        .last()
        .map("the API server refused a pod: %s"::formatted)
        .or(this::whatPodsWaitFor);
  }

  private Optional<String> whatPodsWaitFor() {
    try (KubernetesClient client = client()) {
      return PodWaits.first(
          client
              .pods()
              .inNamespace(pod.namespace())
              .withLabel(Constants.SPARK_APP_ID_LABEL(), spark.sparkContext().applicationId())
              .list()
              .getItems());
    } catch (RuntimeException e) {
      LOG.warn("it is unknown what executor pods wait for: {}", e.toString());
      return Optional.empty();
    }
  }

  @Override
  public Optional<Path> eventLogs() {
    return Optional.of(EventLogs.folder(pod.scratch())).filter(Files::isDirectory);
  }

  private KubernetesClient client() {
    Config config =
        new ConfigBuilder(Config.autoConfigure(null))
            .withMasterUrl(pod.apiServer())
            .withRequestTimeout(TIMEOUT_MILLIS)
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Override
  public void close() {
    try {
      KeptContext.stop(spark);
    } catch (RuntimeException e) {
      // The results are stored already, and remaining executors are deleted with the driver pod.
      LOG.warn("Spark did not stop cleanly", e);
    } finally {
      refusals.close();
    }
  }
}

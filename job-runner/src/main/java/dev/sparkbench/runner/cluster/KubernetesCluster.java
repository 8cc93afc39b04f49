// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.RunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;

/** The cluster that the driver's own pod runs in. */
public final class KubernetesCluster implements Cluster {

  private final Map<String, String> environment;

  /** Creates a cluster from the environment of a driver pod, which is read when a run starts. */
  public KubernetesCluster(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Session start(RunRequest request) {
    DriverPod pod = DriverPod.from(environment);
    LoginUser.ensure(environment);
    SparkConf conf = new SparkConf();
    KubernetesProperties.of(request, pod, writeTemplate(request, pod)).forEach(conf::set);
    PodRefusals refusals = PodRefusals.listen();
    return new KubernetesSession(KeptContext.session(conf), pod, refusals);
  }

  private static Path writeTemplate(RunRequest request, DriverPod pod) {
    try {
      Path file = Files.createTempFile(Path.of(pod.scratch()), "executor-pod-", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(
          file, ExecutorPodTemplate.yaml(request.executors(), request.storage()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the executors' pod template below %s: %s must name a writable folder"
              .formatted(pod.scratch(), DriverPod.SCRATCH_VARIABLE),
          e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.awaitility.Awaitility.await;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.pods.Labels;
import dev.sparkbench.local.SalesDataset;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** One benchmark on a cluster: applies it, follows it, and remembers every pod that was created. */
final class Scenario implements AutoCloseable {

  private static final Duration LONG = Duration.ofMinutes(6);

  private final TestCluster cluster;
  private final String name;
  private final Queue<Pod> created = new ConcurrentLinkedQueue<>();
  private final Watch watch;

  Scenario(TestCluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
    this.watch =
        cluster
            .client()
            .pods()
            .inNamespace(cluster.namespace())
            .withLabel(Labels.JOB, name)
            .watch(new Recorder());
  }

  /** Puts a number of rows of sales data where the benchmark reads them. */
  byte[] putDataset(int rows) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try {
      new SalesDataset(rows).write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cluster.put(dataset(), data.toByteArray());
    return data.toByteArray();
  }

  S3Uri dataset() {
    return new S3Uri(cluster.bucket(), name + "/data/sales.csv");
  }

  /** The address of a result. */
  S3Uri result(String file) {
    return new S3Uri(cluster.bucket(), "%s/result/%s/output/%s".formatted(name, name, file));
  }

  /** Applies the benchmark: small, quick, and with a schema, so that every mean is exact. */
  void apply(List<Integer> nodeList, String... more) {
    applyWorkload(
        """
        jobConfig: {type: descriptive, tasks: [row_count, min_max_mean, null_percentage]}
        dataset: {schema: "%s"}
        measurement: {warmups: 0, maxWarmupSeconds: 0, iterations: 3, trials: 1}
        """
            .formatted(SalesDataset.SCHEMA),
        nodeList,
        more);
  }

  /**
   * Applies a benchmark.
   *
   * @param workload the tasks, their columns, and how often they are measured
   */
  void applyWorkload(String workload, List<Integer> nodeList, String... more) {
    create(
        """
        s3Path: %s
        nodeList: %s
        driver: {memory: 512Mi}
        executor: {memory: 512Mi}
        retry: {maxAttempts: 2, backoffSeconds: 1}
        %s
        %s
        """
            .formatted(dataset().key(), nodeList, workload, String.join("\n", more)));
  }

  /** Creates the benchmark with this spec. */
  void create(String spec) {
    SparkBenchmarkJob job = new SparkBenchmarkJob();
    job.setMetadata(
        new ObjectMetaBuilder().withNamespace(cluster.namespace()).withName(name).build());
    job.setSpec(Serialization.unmarshal(spec, SparkBenchmarkJobSpec.class));
    cluster.client().resource(job).create();
  }

  void delete() {
    cluster
        .client()
        .resources(SparkBenchmarkJob.class)
        .inNamespace(cluster.namespace())
        .withName(name)
        .delete();
  }

  SparkBenchmarkJob job() {
    return cluster
        .client()
        .resources(SparkBenchmarkJob.class)
        .inNamespace(cluster.namespace())
        .withName(name)
        .get();
  }

  /** The benchmark's pods in their current state. */
  List<Pod> pods() {
    return cluster
        .client()
        .pods()
        .inNamespace(cluster.namespace())
        .withLabel(Labels.JOB, name)
        .list()
        .getItems();
  }

  /** The driver pod of a run, once one of its executors runs. */
  Pod awaitDriverWithExecutor(int nodes) {
    return await("an executor of the run with %d nodes".formatted(nodes))
        .atMost(LONG)
        .until(
            () ->
                running(pod -> hasLabel(pod, Labels.NODES, "" + nodes))
                    .filter(
                        driver ->
                            running(
                                    pod ->
                                        hasLabel(
                                            pod, Labels.DRIVER, driver.getMetadata().getName()))
                                .isPresent()),
            Optional::isPresent)
        .orElseThrow();
  }

  /** That driver pod, once it runs. */
  Pod awaitDriver(String pod) {
    return await(pod)
        .atMost(LONG)
        .until(() -> running(it -> it.getMetadata().getName().equals(pod)), Optional::isPresent)
        .orElseThrow();
  }

  /** Sets spec.suspend. */
  void suspend(boolean suspend) {
    cluster
        .client()
        .resources(SparkBenchmarkJob.class)
        .inNamespace(cluster.namespace())
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"suspend\": %s}}".formatted(suspend));
  }

  SparkBenchmarkJobStatus awaitPhase(SparkBenchmarkJobStatus.Phase phase) {
    return await(phase + " of " + name)
        .atMost(LONG)
        .until(() -> job().getStatus(), status -> status.phase() == phase);
  }

  void awaitNoPods() {
    await("the end of all pods of " + name).atMost(LONG).until(() -> pods().isEmpty());
  }

  /** Waits until the benchmark has ended, with success or failure. */
  SparkBenchmarkJobStatus awaitEnd(Duration limit) {
    return await("the end of " + name)
        .atMost(limit)
        .until(() -> job().getStatus(), Scenario::hasEnded);
  }

  SparkBenchmarkJobStatus awaitEnd() {
    return awaitEnd(LONG);
  }

  /** The names of all pods of a role that were ever created, in order. */
  List<String> everCreated(String role) {
    return created.stream()
        .filter(pod -> hasLabel(pod, Labels.ROLE, role))
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  static Optional<Condition> condition(SparkBenchmarkJobStatus status, String type) {
    return status.conditions().stream().filter(c -> c.type().equals(type)).findFirst();
  }

  @Override
  public void close() {
    watch.close();
    delete();
    awaitNoPods();
  }

  private Optional<Pod> running(Predicate<Pod> which) {
    return pods().stream()
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .filter(which)
        .findFirst();
  }

  private static boolean hasLabel(Pod pod, String label, String value) {
    return value.equals(pod.getMetadata().getLabels().get(label));
  }

  private static boolean hasEnded(SparkBenchmarkJobStatus status) {
    return condition(status, Condition.SUCCEEDED)
        .filter(c -> !c.status().equals("Unknown"))
        .isPresent();
  }

  private final class Recorder implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      if (action == Action.ADDED) {
        created.add(pod);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the record of pods is incomplete", cause);
    }
  }
}

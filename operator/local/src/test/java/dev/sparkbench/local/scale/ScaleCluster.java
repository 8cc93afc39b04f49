// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.scale;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.local.apiserver.LocalApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** An API server, a kubelet that ends pods at once, and the operator in a separate process. */
final class ScaleCluster implements AutoCloseable {

  private static final String NAMESPACE = "scale";
  private static final String CRD = "/crds/sparkbenchmarkjobs.sparkbench.dev.yaml";
  private static final int LOAD_THREADS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration POLL = Duration.ofMillis(10);

  private final RequestCounts requests = new RequestCounts(OperatorProcess.USER_AGENT);
  private final LocalApiServer server = LocalApiServer.start(requests);
  private final KubernetesClient client = server.client();
  private final String manifest = resource("/scale/benchmark.yaml");
  private final ExecutorService load = Executors.newFixedThreadPool(LOAD_THREADS);
  private final Courses courses = new Courses();
  private final InstantKubelet kubelet;
  private final Watch ends;
  private final OperatorProcess operator;
  private int created;

  ScaleCluster(Path folder) throws IOException {
    try (InputStream crd = ScaleCluster.class.getResourceAsStream(CRD)) {
      client.load(crd).create();
    }
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    kubelet = new InstantKubelet(client, NAMESPACE, courses);
    // Only benchmarks that have ended: the operator's other writes are not sent.
    ends =
        client
            .resources(SparkBenchmarkJob.class)
            .inNamespace(NAMESPACE)
            .withoutField("status.completionTime", "")
            .watch(new EndWatcher());
    operator = new OperatorProcess(server, folder);
    operator.whenEnded(() -> courses.wrong("the operator has ended"));
  }

  OperatorProcess operator() {
    return operator;
  }

  RequestCounts requests() {
    return requests;
  }

  /**
   * Creates resources as fast as it can, and waits until all have finished and no pod is left.
   *
   * @return the course of each
   * @throws IllegalStateException if one of them did not succeed
   */
  List<Course> burst(int size) throws InterruptedException, ExecutionException {
    List<SparkBenchmarkJob> jobs =
        IntStream.range(created, created + size).mapToObj(this::job).toList();
    created += size;
    List<Course> burst = jobs.stream().map(job -> courses.of(job.getMetadata().getName())).toList();
    for (Future<?> creation : load.invokeAll(jobs.stream().map(this::creation).toList())) {
      creation.get();
    }
    await(() -> courses.haveFinished(burst));
    await(() -> client.pods().inNamespace(NAMESPACE).list().getItems().isEmpty());
    return burst;
  }

  /** Deletes all resources, and waits until the operator has forgotten them. */
  void clear() {
    client.resources(SparkBenchmarkJob.class).inNamespace(NAMESPACE).delete();
    await(() -> operator.forgotten() == created);
  }

  @Override
  public void close() {
    operator.close();
    load.shutdownNow();
    ends.close();
    kubelet.close();
    client.close();
    server.close();
  }

  private Callable<SparkBenchmarkJob> creation(SparkBenchmarkJob job) {
    return () -> {
      courses.of(job.getMetadata().getName()).created();
      return client.resource(job).create();
    };
  }

  private SparkBenchmarkJob job(int number) {
    String name = "benchmark-%05d".formatted(number);
    return Serialization.unmarshal(
        manifest.replace("NAMESPACE", NAMESPACE).replace("NAME", name), SparkBenchmarkJob.class);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(LIMIT).pollInterval(POLL).until(condition);
  }

  private static String resource(String path) {
    try (InputStream text = ScaleCluster.class.getResourceAsStream(path)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + path, e);
    }
  }

  private final class EndWatcher implements Watcher<SparkBenchmarkJob> {
    @Override
    public void eventReceived(Action action, SparkBenchmarkJob job) {
      if (action == Action.ADDED) {
        courses.finished(job);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      courses.wrong("the watch on benchmarks has ended: " + cause.getMessage());
    }
  }
}

package dev.sparkbench.controller.gateway;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the resources: one watch for all requests, or one for each namespace that is served. */
final class JobWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);

  private final Waiters waiters;
  private final List<SharedIndexInformer<SparkBenchmarkJob>> informers;
  private volatile String problem = "starting";

  /**
   * Begins to watch, and goes on whatever happens.
   *
   * @param namespaces empty for all
   * @param waiters who is told of changes
   */
  JobWatch(KubernetesClient client, Set<String> namespaces, Waiters waiters) {
    this.waiters = waiters;
    var jobs = client.resources(SparkBenchmarkJob.class);
    this.informers =
        namespaces.isEmpty()
            ? List.of(jobs.inAnyNamespace().runnableInformer(0))
            : namespaces.stream()
                .sorted()
                .map(namespace -> jobs.inNamespace(namespace).runnableInformer(0))
                .toList();
    informers.forEach(this::start);
  }

  private void start(SharedIndexInformer<SparkBenchmarkJob> informer) {
    informer
        .addEventHandler(new Handler())
        .exceptionHandler(
            (started, e) -> {
              String message = "cannot watch benchmarks: " + e.getMessage();
              if (!message.equals(problem)) {
                LOG.warn(message);
                problem = message;
              }
              return true;
            });
    informer.start();
  }

  /** A resource as the watch has it, which may be a moment behind. */
  Optional<SparkBenchmarkJob> find(String namespace, String name) {
    String key = Cache.namespaceKeyFunc(namespace, name);
    return informers.stream()
        .map(informer -> informer.getIndexer().getByKey(key))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The resources of a namespace, likewise. */
  Stream<SparkBenchmarkJob> list(String namespace) {
    return informers.stream()
        .flatMap(
            informer -> informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream());
  }

  /** Why it does not follow; empty when it does. */
  Optional<String> obstacle() {
    return informers.stream().allMatch(informer -> informer.hasSynced() && informer.isWatching())
        ? Optional.empty()
        : Optional.of(problem);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  private final class Handler implements ResourceEventHandler<SparkBenchmarkJob> {

    @Override
    public void onAdd(SparkBenchmarkJob job) {
      waiters.changed(job);
    }

    @Override
    public void onUpdate(SparkBenchmarkJob before, SparkBenchmarkJob job) {
      if (!before.getMetadata().getUid().equals(job.getMetadata().getUid())) {
        waiters.deleted(before);
      }
      waiters.changed(job);
    }

    @Override
    public void onDelete(SparkBenchmarkJob job, boolean finalStateUnknown) {
      waiters.deleted(job);
    }
  }
}

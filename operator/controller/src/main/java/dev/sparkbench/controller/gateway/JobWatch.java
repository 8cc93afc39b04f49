package dev.sparkbench.controller.gateway;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.http.Readiness;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the resources: one watch for all requests, or one for each namespace that is served. A
 * namespace that cannot be watched concerns itself only, and is tried again; whoever asks for
 * something in it is answered by the API server.
 */
final class JobWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);

  private final Waiters waiters;
  private final List<Followed> followed;

  /**
   * Begins to watch, and goes on whatever happens.
   *
   * @param namespaces empty for all
   * @param waiters who is told of changes
   */
  JobWatch(KubernetesClient client, Set<String> namespaces, Waiters waiters) {
    this.waiters = waiters;
    var jobs = client.resources(SparkBenchmarkJob.class);
    this.followed =
        namespaces.isEmpty()
            ? List.of(new Followed(Optional.empty(), jobs.inAnyNamespace().runnableInformer(0)))
            : namespaces.stream()
                .sorted()
                .map(
                    namespace ->
                        new Followed(
                            Optional.of(namespace),
                            jobs.inNamespace(namespace).runnableInformer(0)))
                .toList();
    followed.forEach(Followed::start);
  }

  /** Whether a namespace is followed now, so that what is known of it is not much behind. */
  boolean follows(String namespace) {
    return of(namespace).anyMatch(Followed::isUpToDate);
  }

  /** A resource as the watch has it, which may be a moment behind; not while it is interrupted. */
  Optional<SparkBenchmarkJob> find(String namespace, String name) {
    String key = Cache.namespaceKeyFunc(namespace, name);
    return of(namespace)
        .filter(Followed::isUpToDate)
        .flatMap(it -> Stream.ofNullable(it.informer.getIndexer().getByKey(key)))
        .findFirst();
  }

  /** The resources of a namespace, likewise. */
  Stream<SparkBenchmarkJob> list(String namespace) {
    return of(namespace)
        .filter(Followed::isUpToDate)
        .flatMap(it -> it.informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream());
  }

  /** Whether it follows at least one namespace, and what is in the way of the others. */
  Readiness readiness() {
    List<Followed> behind = followed.stream().filter(it -> !it.isUpToDate()).toList();
    if (behind.size() == followed.size()) {
      return new Readiness(false, behind.get(0).problem);
    }
    return new Readiness(
        true,
        behind.isEmpty()
            ? "ready"
            : behind.stream()
                .map(
                    it ->
                        "not watching namespace %s: %s"
                            .formatted(it.namespace.orElseThrow(), it.problem))
                .collect(Collectors.joining("; ", "ready; ", "")));
  }

  @Override
  public void close() {
    followed.forEach(it -> it.informer.stop());
  }

  private Stream<Followed> of(String namespace) {
    return followed.stream().filter(it -> it.namespace.map(namespace::equals).orElse(true));
  }

  private final class Followed {

    private final Optional<String> namespace;
    private final SharedIndexInformer<SparkBenchmarkJob> informer;
    private volatile String problem = "starting";

    Followed(Optional<String> namespace, SharedIndexInformer<SparkBenchmarkJob> informer) {
      this.namespace = namespace;
      this.informer = informer;
    }

    void start() {
      informer
          .addEventHandler(new Handler())
          .exceptionHandler(
              (started, e) -> {
                String message = "cannot watch benchmarks: " + e.getMessage();
                if (!message.equals(problem)) {
                  LOG.warn(
                      "{}{}",
                      namespace.map(name -> "namespace " + name + ": ").orElse(""),
                      message);
                  problem = message;
                }
                return true;
              });
      informer.start();
    }

    boolean isUpToDate() {
      return informer.hasSynced() && informer.isWatching();
    }
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

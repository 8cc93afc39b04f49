// SPDX-License-Identifier: Apache-2.0
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
 * Watches the resources: with one watch for all namespaces, or one per served namespace. If a
 * namespace cannot be watched, only this namespace is affected, and the watch is tried again;
 * requests for it are answered by the API server.
 */
final class JobWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);

  private final Waiters waiters;
  private final List<Followed> followed;

  /**
   * Starts to watch, and continues after failures.
   *
   * @param namespaces empty for all
   * @param waiters receives changes
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

  /** Whether a namespace is being watched now, so that its data is up to date within a moment. */
  boolean follows(String namespace) {
    return of(namespace).anyMatch(Followed::isUpToDate);
  }

  /** A resource from the watch, which may lag by a moment; empty while the watch is interrupted. */
  Optional<SparkBenchmarkJob> find(String namespace, String name) {
    String key = Cache.namespaceKeyFunc(namespace, name);
    return of(namespace)
        .filter(Followed::isUpToDate)
        .flatMap(it -> Stream.ofNullable(it.informer.getIndexer().getByKey(key)))
        .findFirst();
  }

  /** The resources of a namespace, from the watch too. */
  Stream<SparkBenchmarkJob> list(String namespace) {
    return of(namespace)
        .filter(Followed::isUpToDate)
        .flatMap(it -> it.informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace).stream());
  }

  /** Whether at least one namespace is watched, and why others are not. */
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

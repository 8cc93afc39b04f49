// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatusBuilder;
import dev.sparkbench.controller.plan.Digests;
import dev.sparkbench.controller.plan.Observation;
import dev.sparkbench.controller.plan.ObservationBuilder;
import dev.sparkbench.controller.plan.ObservedPod;
import dev.sparkbench.controller.pods.PodReader;
import dev.sparkbench.controller.pods.RequestSize;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.SpecResolver;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Gathers everything that a decision depends on. */
final class Observer {

  private final KubernetesClient client;
  private final SpecResolver resolver;
  private final ResultPaths resultPaths;
  private final ExecutorPods executorPods;
  private final Clock clock;

  Observer(
      KubernetesClient client,
      SpecResolver resolver,
      ResultPaths resultPaths,
      ExecutorPods executorPods,
      Clock clock) {
    this.client = client;
    this.resolver = resolver;
    this.resultPaths = resultPaths;
    this.executorPods = executorPods;
    this.clock = clock;
  }

  /**
   * Observes a resource.
   *
   * @param job the resource
   * @param cached its driver and report pods, as the cache has them
   */
  Observation observe(SparkBenchmarkJob job, Collection<Pod> cached) {
    SparkBenchmarkJobStatus status =
        Objects.requireNonNullElseGet(
            job.getStatus(), () -> SparkBenchmarkJobStatusBuilder.builder().build());
    List<ObservedPod> pods = new ArrayList<>();
    cached.forEach(pod -> pods.add(PodReader.read(pod, job)));
    missing(status, pods)
        .map(name -> live(job, name))
        .ifPresent(pod -> pods.add(PodReader.read(pod, job)));
    Resolution spec = RequestSize.fitting(resolver.resolve(job), job);
    return ObservationBuilder.builder()
        .name(job.getMetadata().getName())
        .generation(Objects.requireNonNullElse(job.getMetadata().getGeneration(), 0L))
        .digests( // The digest of an incomplete spec could be that of another spec.
            job.unreadableSpec().isEmpty() ? Digests.of(job) : Digests.NONE)
        .spec(spec)
        .status(status)
        .ttl(ttl(job))
        .pods(pods)
        .executors(executorPods.active(job))
        .occupant(resultPaths.occupant(job))
        .preparer(resultPaths.preparer(job))
        .now(clock.instant())
        .build();
  }

  /**
   * The same observation, with the current pod read from the API server now. A watch may lag by
   * minutes without anybody noticing, and nothing must be given up because of that.
   */
  Observation confirmed(Observation observation, SparkBenchmarkJob job) {
    return observation
        .current()
        .map(CurrentPod::pod)
        .map(
            name -> {
              Stream<ObservedPod> others =
                  observation.pods().stream().filter(pod -> !pod.name().equals(name));
              Stream<ObservedPod> current =
                  Stream.ofNullable(live(job, name)).map(pod -> PodReader.read(pod, job));
              return observation.with(Stream.concat(others, current).toList(), clock.instant());
            })
        .orElse(observation);
  }

  private static Optional<Duration> ttl(SparkBenchmarkJob job) {
    return Optional.ofNullable(job.getSpec())
        .map(SparkBenchmarkJobSpec::ttlSecondsAfterFinished)
        .map(Duration::ofSeconds);
  }

  /**
   * The current pod, if the cache does not have it. The cache may lag behind, so only the API
   * server can confirm that the pod does not exist.
   */
  private static Optional<String> missing(SparkBenchmarkJobStatus status, List<ObservedPod> pods) {
    return Optional.ofNullable(status.current())
        .filter(current -> current.state() != CurrentPod.State.Backoff)
        .map(CurrentPod::pod)
        .filter(name -> pods.stream().noneMatch(pod -> pod.name().equals(name)));
  }

  private Pod live(SparkBenchmarkJob job, String name) {
    return client.pods().inNamespace(job.getMetadata().getNamespace()).withName(name).get();
  }
}

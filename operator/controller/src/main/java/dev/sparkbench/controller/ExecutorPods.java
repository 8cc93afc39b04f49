// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.plan.ObservedExecutor;
import dev.sparkbench.controller.plan.PodNames;
import dev.sparkbench.controller.pods.Labels;
import dev.sparkbench.controller.pods.PodReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Watches the executor pods that drivers have created. Only the end of an executor triggers a
 * reconciliation, because the next run may be waiting for it.
 */
final class ExecutorPods {

  /** Executors have a label with the name of their resource, which is shortened if it is long. */
  private static final String INDEX = "job-label";

  private IndexerResourceCache<Pod> executors;

  /** Begins to watch. */
  EventSource<?, SparkBenchmarkJob> watch(EventSourceContext<SparkBenchmarkJob> context) {
    IndexerResourceCache<SparkBenchmarkJob> jobs = context.getPrimaryCache();
    jobs.addIndexers(Map.of(INDEX, job -> List.of(key(job))));
    InformerEventSource<Pod, SparkBenchmarkJob> source =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, SparkBenchmarkJob.class)
                .withName("executors")
                .withLabelSelector(Labels.DRIVER)
                .withSecondaryToPrimaryMapper(pod -> resources(pod, jobs))
                // The index reads them, and they are kept separate from the operator's own pods.
                .withPrimaryToSecondaryMapper((SparkBenchmarkJob job) -> Set.of())
                .withOnAddFilter(pod -> false)
                .withOnUpdateFilter(
                    (now, before) -> PodReader.active(before) && !PodReader.active(now))
                .withOnDeleteFilter((pod, unknown) -> PodReader.active(pod))
                .build(),
            context);
    source.addIndexers(Map.of(INDEX, pod -> key(pod).map(List::of).orElse(List.of())));
    executors = source;
    return source;
  }

  /** The executors of a resource whose containers run or may still start. */
  List<ObservedExecutor> active(SparkBenchmarkJob job) {
    return executors.byIndex(INDEX, key(job)).stream()
        .filter(PodReader::active)
        .map(PodReader::executor)
        .toList();
  }

  private static Set<ResourceID> resources(Pod pod, IndexerResourceCache<SparkBenchmarkJob> jobs) {
    return key(pod).stream()
        .flatMap(key -> jobs.byIndex(INDEX, key).stream())
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static String key(SparkBenchmarkJob job) {
    return key(job.getMetadata().getNamespace(), PodNames.label(job.getMetadata().getName()));
  }

  private static Optional<String> key(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getLabels().get(Labels.JOB))
        .map(label -> key(pod.getMetadata().getNamespace(), label));
  }

  private static String key(String namespace, String label) {
    return namespace + "/" + label;
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.pods;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Ends what still runs in a pod without deleting the pod, so that its logs stay. The one field of a
 * running pod that does this is its deadline, which may be lowered at any time; the kubelet ends a
 * pod whose deadline is over.
 */
public final class PodEnd {

  /** When the operator asked for the pod's end. */
  private static final String ANNOTATION = SparkBenchmarkJob.GROUP + "/ended-at";

  private PodEnd() {}

  /** The pod as it has to be for the kubelet to end it. */
  public static Pod of(Pod pod, Instant now) {
    return new PodBuilder(pod)
        .editMetadata()
        .addToAnnotations(ANNOTATION, now.toString())
        .endMetadata()
        .editSpec()
        .withActiveDeadlineSeconds(1L)
        .endSpec()
        .build();
  }

  /** When the pod's end was asked for; empty if it was not. */
  static Optional<Instant> asked(Pod pod) {
    try {
      return Optional.ofNullable(
              Objects.requireNonNullElse(
                      pod.getMetadata().getAnnotations(), Map.<String, String>of())
                  .get(ANNOTATION))
          .map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}

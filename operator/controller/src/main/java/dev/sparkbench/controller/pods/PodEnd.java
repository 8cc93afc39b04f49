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
 * Ends everything that still runs in a pod without deleting the pod, so that its logs stay. The
 * only field of a running pod that can do this is its deadline, which may be lowered at any time;
 * when the deadline is over, the kubelet ends the pod.
 */
public final class PodEnd {

  /** When the operator asked for the pod's end. */
  private static final String ANNOTATION = SparkBenchmarkJob.GROUP + "/ended-at";

  private PodEnd() {}

  /** The pod with the deadline that makes the kubelet end it. */
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

  /** When the operator asked for the pod's end; empty if it did not. */
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

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces the CPU limit of a control group: a JVM is told a number of processors. It may still use
 * more of an idle machine.
 */
final class CpuLimit {

  private static final String VARIABLE = "JAVA_TOOL_OPTIONS";

  private CpuLimit() {}

  static void apply(Container container, Map<String, String> environment) {
    limit(container)
        .ifPresent(
            processors ->
                environment.merge(
                    VARIABLE,
                    "-XX:ActiveProcessorCount=" + processors,
                    (own, added) -> own + " " + added));
  }

  private static Optional<Integer> limit(Container container) {
    return Optional.ofNullable(container.getResources())
        .map(resources -> resources.getLimits())
        .map(limits -> limits.get("cpu"))
        .map(Quantity::getNumericalAmount)
        .map(cores -> cores.setScale(0, RoundingMode.CEILING).intValueExact());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.contract.AnswerLimit;
import dev.sparkbench.api.contract.Contract;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Counts the containers in a driver's template, which share the room for the driver's answer. */
public final class DriverContainers {

  private DriverContainers() {}

  /**
   * The number of containers of a pod with this template, including the runner's own and init
   * containers.
   */
  public static int count(PodTemplateSpec template) {
    if (template.getSpec() == null) {
      return 1;
    }
    long others =
        template.getSpec().getContainers().stream()
            .filter(container -> !Contract.DRIVER_CONTAINER.equals(container.getName()))
            .count();
    return 1 + Math.toIntExact(others) + template.getSpec().getInitContainers().size();
  }

  /** The problem with this number; nothing if the template cannot be read. */
  static List<Violation> violations(String field, Map<String, Object> template) {
    int containers;
    try {
      containers = count(PodTemplates.parse(Objects.requireNonNullElse(template, Map.of())));
    } catch (IllegalArgumentException e) {
      return List.of();
    }
    return containers <= AnswerLimit.MAX_CONTAINERS
        ? List.of()
        : List.of(
            new Violation(
                field,
                "makes a pod of %d containers, ours and init containers included; at most %d leave the driver room for its answer in the pod's status"
                    .formatted(containers, AnswerLimit.MAX_CONTAINERS)));
  }
}

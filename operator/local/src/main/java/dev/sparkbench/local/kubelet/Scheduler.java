// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a pod may run on the single node. Pods share the machine, so there is room for
 * every benchmark; only requests that no machine could fulfil are refused.
 */
final class Scheduler {

  private static final int CORES = 1_000;
  private static final int MILLI = 1_000;

  /** The node is treated as having all other labels that a pod asks for. */
  private static final Map<String, String> LABELS =
      Map.of(
          "kubernetes.io/hostname",
          NodeApi.NODE,
          "kubernetes.io/os",
          System.getProperty("os.name").toLowerCase(Locale.ROOT),
          "kubernetes.io/arch",
          architecture(System.getProperty("os.arch")));

  private Scheduler() {}

  /** Whether a queue still holds the pod. */
  static boolean isGated(Pod pod) {
    return !pod.getSpec().getSchedulingGates().isEmpty();
  }

  /** Why there is no node for the pod, in the words of a scheduler; empty if it can be placed. */
  static Optional<String> obstacle(Pod pod) {
    Map<String, String> selector = pod.getSpec().getNodeSelector();
    if (selector != null
        && selector.entrySet().stream()
            .anyMatch(
                wanted ->
                    !wanted
                        .getValue()
                        .equals(LABELS.getOrDefault(wanted.getKey(), wanted.getValue())))) {
      return Optional.of(noNode("node(s) didn't match Pod's node affinity/selector"));
    }
    return milliCores(pod) > CORES * MILLI
        ? Optional.of(noNode("Insufficient cpu"))
        : Optional.empty();
  }

  /** Why a kubelet refuses a pod that was bound to it without a scheduler. */
  static Optional<PodStatuses.Verdict> refusal(Pod pod) {
    long asked = milliCores(pod);
    return asked > CORES * MILLI
        ? Optional.of(
            new PodStatuses.Verdict(
                "OutOfcpu",
                "Node didn't have enough resource: cpu, requested: %d, used: 0, capacity: %d"
                    .formatted(asked, CORES * MILLI)))
        : Optional.empty();
  }

  private static String noNode(String why) {
    return "0/1 nodes are available: 1 %s. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
        .formatted(why);
  }

  private static long milliCores(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .map(Scheduler::cores)
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .movePointRight(3)
        .longValue();
  }

  private static BigDecimal cores(Container container) {
    return Optional.ofNullable(container.getResources())
        .map(resources -> resources.getRequests())
        .map(requests -> requests.get("cpu"))
        .map(Quantity::getNumericalAmount)
        .orElse(BigDecimal.ZERO);
  }

  /** Kubernetes' name for it. */
  private static String architecture(String ofJava) {
    return switch (ofJava) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> ofJava;
    };
  }
}

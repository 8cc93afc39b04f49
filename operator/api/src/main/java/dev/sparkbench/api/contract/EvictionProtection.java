// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import java.util.Map;
import java.util.TreeMap;

/**
 * The annotations by which pods ask not to be moved to another node while they are measured.
 * Otherwise, tools that make clusters smaller would evict pods from nodes with little load, such as
 * those of a benchmark with one executor.
 */
public final class EvictionProtection {

  /**
   * The annotations that the cluster autoscaler (its FAQ, "What types of pods can prevent CA from
   * removing a node?") and Karpenter ("Pod-Level Controls" of disruption) read.
   */
  private static final Map<String, String> ANNOTATIONS =
      Map.of(
          "cluster-autoscaler.kubernetes.io/safe-to-evict", "false",
          "karpenter.sh/do-not-disrupt", "true");

  private EvictionProtection() {}

  /** A pod's annotations with these added, unless the pod sets them itself. */
  public static Map<String, String> addedTo(Map<String, String> annotations) {
    Map<String, String> added = new TreeMap<>(ANNOTATIONS);
    if (annotations != null) {
      added.putAll(annotations);
    }
    return added;
  }
}

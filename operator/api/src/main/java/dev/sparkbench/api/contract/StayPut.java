// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import java.util.Map;
import java.util.TreeMap;

/**
 * The annotations by which pods ask not to be moved to another node while they are measured. Who
 * makes clusters smaller otherwise evicts pods from nodes that are little used, as those of a
 * benchmark with one executor are.
 */
public final class StayPut {

  /**
   * What the cluster autoscaler (its FAQ, "What types of pods can prevent CA from removing a
   * node?") and Karpenter ("Pod-Level Controls" of disruption) go by.
   */
  private static final Map<String, String> ANNOTATIONS =
      Map.of(
          "cluster-autoscaler.kubernetes.io/safe-to-evict", "false",
          "karpenter.sh/do-not-disrupt", "true");

  private StayPut() {}

  /** The annotations of a pod with these added, as far as it does not have its own. */
  public static Map<String, String> addedTo(Map<String, String> annotations) {
    Map<String, String> added = new TreeMap<>(ANNOTATIONS);
    if (annotations != null) {
      added.putAll(annotations);
    }
    return added;
  }
}

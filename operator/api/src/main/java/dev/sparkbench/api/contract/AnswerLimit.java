// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import java.util.Map;

/**
 * How long an answer may be. The kubelet keeps at most {@value
 * Contract#MAX_TERMINATION_MESSAGE_BYTES} bytes of a container's termination message, and of all
 * containers of a pod together {@value #POD_BYTES}, of which each gets the same share, whether it
 * says something or not. What is longer is cut, and JSON that is cut is none.
 */
public final class AnswerLimit {

  /** What the containers of a pod share, init containers and debugging ones included. */
  public static final int POD_BYTES = 12 * 1024;

  /**
   * How many containers others may add to a pod. A service mesh adds one that prepares the network
   * and a proxy, what brings secrets or collects logs adds an init container and a sidecar as well.
   */
  public static final int INJECTED_CONTAINERS = 4;

  /**
   * The most containers that a driver's template may have, ours and init containers included. Of
   * more, too little would be left for each.
   */
  public static final int MAX_CONTAINERS = 12;

  /** Environment variable with the longest answer in bytes; not set by earlier operators. */
  public static final String VARIABLE = "SPARKBENCH_ANSWER_BYTES";

  private AnswerLimit() {}

  /**
   * What the kubelet leaves of a message, in bytes.
   *
   * @param containers how many the pod has, init containers included
   */
  public static int kept(int containers) {
    return Math.min(Contract.MAX_TERMINATION_MESSAGE_BYTES, POD_BYTES / Math.max(1, containers));
  }

  /**
   * The longest answer that arrives whole, in bytes, also when others add containers.
   *
   * @param containers how many the pod's manifest has, init containers included
   */
  public static int of(int containers) {
    return kept(containers + INJECTED_CONTAINERS);
  }

  /** What the environment says; without it, what a pod of up to three containers has. */
  public static int from(Map<String, String> environment) {
    try {
      int bytes =
          Integer.parseInt(
              environment.getOrDefault(
                  VARIABLE, String.valueOf(Contract.MAX_TERMINATION_MESSAGE_BYTES)));
      return Math.max(of(MAX_CONTAINERS), Math.min(Contract.MAX_TERMINATION_MESSAGE_BYTES, bytes));
    } catch (NumberFormatException e) {
      // An answer that is shorter than it might be is better than none.
      return of(MAX_CONTAINERS);
    }
  }
}

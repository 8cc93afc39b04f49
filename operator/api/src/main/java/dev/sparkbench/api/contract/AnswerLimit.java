// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import java.util.Map;

/**
 * The longest allowed answer. The kubelet keeps at most {@value
 * Contract#MAX_TERMINATION_MESSAGE_BYTES} bytes of a container's termination message, and {@value
 * #POD_BYTES} bytes for all containers of a pod together. Each container gets the same share of
 * these, even if it has no message. The kubelet cuts longer messages, and then the JSON is invalid.
 */
public final class AnswerLimit {

  /** The bytes for all containers of a pod, including init containers and debug containers. */
  public static final int POD_BYTES = 12 * 1024;

  /**
   * The number of containers that others may add to a pod. A service mesh adds one that prepares
   * the network, and a proxy. Tools that provide secrets or collect logs add an init container and
   * a sidecar.
   */
  public static final int INJECTED_CONTAINERS = 4;

  /**
   * The largest number of containers in a driver's template, including the runner's own and init
   * containers. With more, each would get too little room.
   */
  public static final int MAX_CONTAINERS = 12;

  /** Environment variable with the longest answer in bytes; not set by earlier operators. */
  public static final String VARIABLE = "SPARKBENCH_ANSWER_BYTES";

  private AnswerLimit() {}

  /**
   * The bytes of a message that the kubelet keeps.
   *
   * @param containers the number of the pod's containers, including init containers
   */
  public static int kept(int containers) {
    return Math.min(Contract.MAX_TERMINATION_MESSAGE_BYTES, POD_BYTES / Math.max(1, containers));
  }

  /**
   * The longest answer that arrives completely, in bytes, even if others add containers.
   *
   * @param containers the number of containers in the pod's manifest, including init containers
   */
  public static int of(int containers) {
    return kept(containers + INJECTED_CONTAINERS);
  }

  /**
   * The limit from the environment; without the variable, the limit for a pod of up to three
   * containers.
   */
  public static int from(Map<String, String> environment) {
    try {
      int bytes =
          Integer.parseInt(
              environment.getOrDefault(
                  VARIABLE, String.valueOf(Contract.MAX_TERMINATION_MESSAGE_BYTES)));
      return Math.max(of(MAX_CONTAINERS), Math.min(Contract.MAX_TERMINATION_MESSAGE_BYTES, bytes));
    } catch (NumberFormatException e) {
      // A shorter answer than necessary is better than none.
      return of(MAX_CONTAINERS);
    }
  }
}

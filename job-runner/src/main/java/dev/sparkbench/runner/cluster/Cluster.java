// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.RunRequest;

/** Where executors come from. */
public interface Cluster {

  /**
   * Starts Spark, which then starts the executors that the request asks for. Returns without
   * waiting for them; see {@link Registration}.
   */
  Session start(RunRequest request);
}

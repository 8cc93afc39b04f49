package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.RunRequest;

/** Where executors come from. */
public interface Cluster {

  /**
   * Starts Spark with the executors that the request asks for. Returns when they have registered,
   * or when the request's start time is over; the caller has to look.
   */
  Session start(RunRequest request);
}

package dev.sparkbench.runner.sql.suite;

import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SuiteWorkload;

/** Requests for suites. */
final class SuiteRequests {

  private SuiteRequests() {}

  /** The same request for another workload. */
  static RunRequest with(RunRequest request, SuiteWorkload workload) {
    return new RunRequest(
        request.version(),
        request.jobId(),
        request.nodes(),
        request.trial(),
        request.attempt(),
        request.maxNodes(),
        workload,
        request.dataset(),
        request.storage(),
        request.output(),
        request.warmups(),
        request.iterations(),
        request.cacheInMemory(),
        request.executors(),
        request.sparkConf(),
        request.startSeconds(),
        request.minNodes(),
        request.maxWarmupSeconds(),
        request.partitions(),
        request.partitionCount(),
        request.eventLog());
  }
}

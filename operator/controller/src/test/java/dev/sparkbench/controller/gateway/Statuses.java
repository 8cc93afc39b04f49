// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

/** Statuses that the operator writes, each with a place for the generation. */
final class Statuses {

  static final String RUNNING =
      """
      observedGeneration: %1$d
      phase: Running
      message: Measuring 2 nodes (1/2 done)
      jobId: job_001
      progress: 1/2
      currentNodes: 2
      resultPath: s3://bucket/user123/result/job_001/output/
      performanceMetrics:
        - {nodes: 1, timeSec: 10.5, speedup: 1.0, efficiency: 1.0, cost: "0.001"}
      outputs: {1_nodes: s3://bucket/user123/result/job_001/output/1_nodes.json}
      conditions:
        - {type: Reconciling, status: "True", observedGeneration: %1$d, lastTransitionTime: "2026-01-01T00:00:00Z", reason: Running, message: m}
        - {type: Succeeded, status: Unknown, observedGeneration: %1$d, lastTransitionTime: "2026-01-01T00:00:00Z", reason: Running, message: m}
      """;

  static final String SUCCEEDED =
      """
      observedGeneration: %1$d
      phase: Succeeded
      message: Take 2 nodes
      jobId: job_001
      progress: 2/2
      resultPath: s3://bucket/user123/result/job_001/output/
      performanceMetrics:
        - {nodes: 1, timeSec: 10.5, speedup: 1.0, efficiency: 1.0, cost: "0.001"}
        - {nodes: 2, timeSec: 6.0, speedup: 1.75, efficiency: 0.875, serialFraction: 0.14}
      performanceMetricsS3: s3://bucket/user123/result/job_001/output/performance.csv
      reportS3: s3://bucket/user123/result/job_001/output/report.html
      outputs:
        1_nodes: s3://bucket/user123/result/job_001/output/1_nodes.json
        2_nodes: s3://bucket/user123/result/job_001/output/2_nodes.json
      conditions:
        - {type: Ready, status: "True", observedGeneration: %1$d, lastTransitionTime: "2026-01-01T00:00:00Z", reason: Completed, message: m}
        - {type: Succeeded, status: "True", observedGeneration: %1$d, lastTransitionTime: "2026-01-01T00:00:00Z", reason: Completed, message: m}
      """;

  static final String FAILED =
      """
      observedGeneration: %1$d
      phase: Failed
      message: 1 of 2 node counts measured
      jobId: job_001
      progress: 1/2
      resultPath: s3://bucket/user123/result/job_001/output/
      performanceMetrics:
        - {nodes: 1, timeSec: 10.5, speedup: 1.0, efficiency: 1.0}
      performanceMetricsS3: s3://bucket/user123/result/job_001/output/performance.csv
      outputs: {1_nodes: s3://bucket/user123/result/job_001/output/1_nodes.json}
      conditions:
        - {type: Stalled, status: "True", observedGeneration: %1$d, lastTransitionTime: "2026-01-01T00:00:00Z", reason: OutOfMemory, message: m}
        - {type: Succeeded, status: "False", observedGeneration: %1$d, lastTransitionTime: "2026-01-01T00:00:00Z", reason: OutOfMemory, message: "1 of 2 node counts measured; 2 nodes: OutOfMemory"}
      """;

  private Statuses() {}
}

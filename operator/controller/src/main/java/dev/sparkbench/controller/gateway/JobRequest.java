// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;

/**
 * A valid request for a benchmark.
 *
 * @param spec the requested benchmark, always with a {@code jobId}
 */
record JobRequest(SparkBenchmarkJobSpec spec) {

  /** The annotation with the caller's name, because the API server's log names the gateway. */
  static final String SUBMITTED_BY = SparkBenchmarkJob.GROUP + "/submitted-by";

  String jobId() {
    return spec.jobId();
  }

  /** The resource to create. */
  SparkBenchmarkJob resource(String namespace, String user) {
    SparkBenchmarkJob job = new SparkBenchmarkJob();
    job.setMetadata(
        new ObjectMetaBuilder()
            .withName(JobNames.of(jobId()))
            .withNamespace(namespace)
            .withAnnotations(Map.of(SUBMITTED_BY, user))
            .build());
    job.setSpec(spec);
    return job;
  }
}

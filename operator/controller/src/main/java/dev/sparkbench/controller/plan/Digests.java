package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.spec.SpecDigest;

/**
 * Digests of the fields of a spec. They tell what an edit asks for.
 *
 * @param measured of those that determine what is measured; when they change, the benchmark starts
 *     over
 * @param judged of those that the measured times are judged by, such as the goal and the prices
 * @param earlier the first one as earlier releases made it
 */
public record Digests(String measured, String judged, String earlier) {

  /** Of a resource without a spec that could be read. */
  public static final Digests NONE = new Digests("", "", "");

  /** Of a resource. */
  public static Digests of(SparkBenchmarkJob job) {
    return job.getSpec() == null
        ? NONE
        : new Digests(
            SpecDigest.measured(job),
            SpecDigest.judged(job.getSpec()),
            SpecDigest.ofEarlierReleases(job));
  }

  /** Whether a status is about what the spec asks to measure. */
  boolean measure(SparkBenchmarkJobStatus status) {
    return status.measuredDigest() == null
        ? earlier.equals(status.specDigest())
        : measured.equals(status.measuredDigest());
  }
}

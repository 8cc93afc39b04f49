// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.spec.SpecDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Digests of the fields of a spec. They tell what an edit asks for.
 *
 * @param measured of those that determine what is measured; when they change, the benchmark starts
 *     over
 * @param judged of those that the measured times are judged by, such as the goal and the prices
 * @param fields of each of the fields that determine what is measured
 * @param earlier the first one as earlier releases made it
 */
public record Digests(String measured, String judged, Map<String, String> fields, String earlier) {

  /** Of a resource without a spec that could be read. */
  public static final Digests NONE = new Digests("", "", Map.of(), "");

  /** Of a resource. */
  public static Digests of(SparkBenchmarkJob job) {
    return job.getSpec() == null
        ? NONE
        : new Digests(
            SpecDigest.measured(job),
            SpecDigest.judged(job.getSpec()),
            SpecDigest.measuredFields(job),
            SpecDigest.ofEarlierReleases(job));
  }

  /**
   * The names of the fields in which the spec asks to measure something else than a status is
   * about; empty if nobody wrote down what that was.
   */
  public Collection<String> edited(SparkBenchmarkJobStatus status) {
    Map<String, String> before = status.measuredFields();
    if (before.isEmpty()) {
      return List.of();
    }
    TreeSet<String> edited = new TreeSet<>(fields.keySet());
    edited.addAll(before.keySet());
    edited.removeIf(name -> Objects.equals(fields.get(name), before.get(name)));
    return edited;
  }

  /** Whether a status is about what the spec asks to measure. */
  boolean measure(SparkBenchmarkJobStatus status) {
    return status.measuredDigest() == null
        ? earlier.equals(status.specDigest())
        : measured.equals(status.measuredDigest());
  }
}

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
 * Digests of the fields of a spec. They show the effect of an edit.
 *
 * @param measured the digest of the fields that determine what is measured; when it changes, the
 *     benchmark starts over
 * @param judged the digest of the criteria for the measured times, such as the goal and the prices
 * @param fields a digest of each field that determines what is measured
 * @param earlier the first digest as earlier releases computed it
 */
public record Digests(String measured, String judged, Map<String, String> fields, String earlier) {

  /** For a resource without a readable spec. */
  public static final Digests NONE = new Digests("", "", Map.of(), "");

  /** The digests of a resource. */
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
   * The names of the fields that differ from what a status is about; empty if the status does not
   * have their digests.
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

  /** Whether a status belongs to what the spec asks to measure. */
  boolean measure(SparkBenchmarkJobStatus status) {
    return status.measuredDigest() == null
        ? earlier.equals(status.specDigest())
        : measured.equals(status.measuredDigest());
  }
}

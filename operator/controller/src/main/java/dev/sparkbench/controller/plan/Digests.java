package dev.sparkbench.controller.plan;

/**
 * Digests of the fields of a spec.
 *
 * @param measured of those that determine what is measured; when they change, the benchmark starts
 *     over
 * @param judged of those that the measured times are judged by, such as the goal and the prices
 * @param earlier the first one as earlier releases made it
 */
public record Digests(String measured, String judged, String earlier) {

  /** Whether a status with that digest is about what the spec asks to measure. */
  boolean measure(String digest) {
    return measured.equals(digest) || earlier.equals(digest);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The Universal Scalability Law (N. J. Gunther, "Guerrilla Capacity Planning", 2007): T(p) = a/p +
 * b + c·(p − 1) with p = N/n₀ and a, b, c ≥ 0. Amdahl's law is the case c = 0.
 *
 * @param baselineNodes n₀
 * @param parallelSec a: seconds at the baseline that shrink as nodes are added
 * @param serialSec b: seconds that stay
 * @param coordinationSec c: seconds that each further multiple of n₀ adds
 */
public record ScalingLaw(
    int baselineNodes, double parallelSec, double serialSec, double coordinationSec) {

  /** T(n₀), in seconds. */
  public double baselineSec() {
    return parallelSec + serialSec;
  }

  /** σ = b/(a+b): the share of the baseline's time that does not shrink (contention). */
  public double sigma() {
    return serialSec / baselineSec();
  }

  /** κ = c/(a+b): the cost of keeping nodes coherent (crosstalk). */
  public double kappa() {
    return coordinationSec / baselineSec();
  }

  /** T(N), in seconds. */
  public double seconds(double nodes) {
    return dot(
        terms(nodes / baselineNodes), new double[] {parallelSec, serialSec, coordinationSec});
  }

  /** The number of nodes with the shortest time, n₀·√(a/c); infinite if c is 0. */
  double peakNodes() {
    return coordinationSec == 0
        ? Double.POSITIVE_INFINITY
        : Math.max(1, Math.sqrt(parallelSec / coordinationSec)) * baselineNodes;
  }

  /** The speedup that no number of nodes exceeds; infinite if there is no limit. */
  double ceiling() {
    double shortest = coordinationSec == 0 ? serialSec : seconds(peakNodes());
    return baselineSec() / shortest;
  }

  /** The number of its terms that are not 0. */
  int termsInUse() {
    return (int)
        DoubleStream.of(parallelSec, serialSec, coordinationSec).filter(term -> term > 0).count();
  }

  /** The factors of a, b and c at a multiple of the baseline's nodes. */
  static double[] terms(double growth) {
    return new double[] {1 / growth, 1, growth - 1};
  }

  private static double dot(double[] left, double[] right) {
    return IntStream.range(0, left.length).mapToDouble(i -> left[i] * right[i]).sum();
  }
}

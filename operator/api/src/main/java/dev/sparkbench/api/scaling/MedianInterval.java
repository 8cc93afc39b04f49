package dev.sparkbench.api.scaling;

import java.util.Optional;

/**
 * The exact, distribution-free confidence interval of a median, from order statistics.
 *
 * <p>For sorted samples the median lies between the j-th smallest and the j-th largest with
 * probability Σ_{i=j}^{n−j} C(n,i)/2ⁿ (Hoefler &amp; Belli, SC'15, section 3.1.3). The narrowest
 * such pair with at least 95 % is taken; it exists from n = 6 on.
 *
 * @param low the lower bound, in the samples' unit
 * @param high the upper bound, in the samples' unit
 */
public record MedianInterval(double low, double high) {

  private static final double CONFIDENCE = 0.95;

  static Optional<MedianInterval> of(double[] sorted) {
    int n = sorted.length;
    // Probability that fewer than j of n samples lie below the median, summed up as j grows.
    double term = Math.pow(0.5, n);
    double below = 0;
    int rank = 0;
    for (int j = 1; 2 * j <= n; j++) {
      below += term;
      if (1 - 2 * below < CONFIDENCE) {
        break;
      }
      rank = j;
      term *= (double) (n - j + 1) / j;
    }
    return rank == 0
        ? Optional.empty()
        : Optional.of(new MedianInterval(sorted[rank - 1], sorted[n - rank]));
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Fits the law to times, by non-negative least squares of the relative deviations, so that a time
 * of 2 s counts as much as one of 20 s. The baseline is one of the points, so that it is not
 * treated as exact.
 *
 * <p>There are three terms, so the non-negative optimum is found by trying each subset of them: it
 * is the unconstrained optimum of the terms that it does not set to zero.
 */
final class LawFit {

  private static final int TERMS = 3;
  private static final int DIRECTIONS = 600;
  private static final double GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

  private final int baselineNodes;
  private final List<Subset> subsets;

  /**
   * Fits.
   *
   * @param nodes the node counts, the baseline's first
   * @param seconds the time of each
   */
  LawFit(int[] nodes, double[] seconds) {
    baselineNodes = nodes[0];
    double[][] terms =
        IntStream.range(0, nodes.length)
            .mapToObj(
                i ->
                    DoubleStream.of(ScalingLaw.terms((double) nodes[i] / baselineNodes))
                        .map(term -> term / seconds[i])
                        .toArray())
            .toArray(double[][]::new);
    subsets =
        IntStream.range(1, 1 << TERMS)
            .mapToObj(subset -> Subset.solve(terms, subset))
            .flatMap(Optional::stream)
            .toList();
  }

  /** The law with the smallest deviations. */
  ScalingLaw best() {
    return law(optimum().at(optimum().solution()));
  }

  private Subset optimum() {
    return subsets.stream()
        .filter(subset -> isLaw(subset.at(subset.solution())))
        .min(Comparator.comparingDouble(Subset::squares))
        .orElseThrow();
  }

  /**
   * Laws around the region in which the sum of squared relative deviations exceeds the smallest sum
   * by at most the given amount.
   */
  List<ScalingLaw> within(double excess) {
    double limit = optimum().squares() + excess;
    List<ScalingLaw> laws = new ArrayList<>(List.of(best()));
    for (Subset subset : subsets) {
      // Includes subsets whose optimum is not a valid law, because a part of their region may be.
      if (subset.squares() <= limit) {
        subset.around(Math.sqrt(limit - subset.squares())).stream()
            .map(subset::at)
            .filter(LawFit::isLaw)
            .forEach(terms -> laws.add(law(terms)));
      }
    }
    return laws;
  }

  /** Whether nothing is negative, and the baseline takes some time. */
  private static boolean isLaw(double[] terms) {
    return DoubleStream.of(terms).allMatch(term -> term >= 0) && terms[0] + terms[1] > 0;
  }

  private ScalingLaw law(double[] terms) {
    return new ScalingLaw(baselineNodes, terms[0], terms[1], terms[2]);
  }

  /**
   * The law with some of its terms, while the others are 0.
   *
   * @param used these terms
   * @param solution their values with the smallest deviations
   * @param squares the sum of the squared relative deviations there
   * @param inverse maps a step of length r in any direction to one that adds r² to that sum
   */
  private record Subset(int[] used, RealVector solution, double squares, RealMatrix inverse) {

    static Optional<Subset> solve(double[][] terms, int subset) {
      int[] used = IntStream.range(0, TERMS).filter(t -> (subset & 1 << t) != 0).toArray();
      RealMatrix columns =
          new Array2DRowRealMatrix(
              Stream.of(terms)
                  .map(row -> IntStream.of(used).mapToDouble(t -> row[t]).toArray())
                  .toArray(double[][]::new),
              false);
      QRDecomposition qr = new QRDecomposition(columns);
      if (columns.getRowDimension() < used.length || !qr.getSolver().isNonSingular()) {
        return Optional.empty();
      }
      RealVector ones = new ArrayRealVector(terms.length, 1);
      RealVector solution = qr.getSolver().solve(ones);
      double distance = columns.operate(solution).subtract(ones).getNorm();
      RealMatrix r = qr.getR().getSubMatrix(0, used.length - 1, 0, used.length - 1);
      return Optional.of(new Subset(used, solution, distance * distance, MatrixUtils.inverse(r)));
    }

    /** Solutions in all directions whose sum of squares is larger by the square of the radius. */
    List<RealVector> around(double radius) {
      return directions(used.length).stream()
          .map(direction -> solution.add(inverse.operate(direction).mapMultiply(radius)))
          .toList();
    }

    double[] at(RealVector values) {
      double[] terms = new double[TERMS];
      for (int i = 0; i < used.length; i++) {
        terms[used[i]] = values.getEntry(i);
      }
      return terms;
    }

    private static List<RealVector> directions(int dimensions) {
      return switch (dimensions) {
        case 1 -> List.of(vector(1), vector(-1));
        case 2 ->
            IntStream.range(0, DIRECTIONS)
                .mapToDouble(i -> 2 * Math.PI * i / DIRECTIONS)
                .mapToObj(angle -> vector(Math.cos(angle), Math.sin(angle)))
                .toList();
        default -> sphere();
      };
    }

    /** Points that are spread evenly over a sphere, along a spiral. */
    private static List<RealVector> sphere() {
      return IntStream.range(0, DIRECTIONS)
          .mapToObj(
              i -> {
                double z = 1 - (2.0 * i + 1) / DIRECTIONS;
                double across = Math.sqrt(1 - z * z);
                return vector(
                    across * Math.cos(GOLDEN_ANGLE * i), across * Math.sin(GOLDEN_ANGLE * i), z);
              })
          .toList();
    }

    private static RealVector vector(double... entries) {
      return new ArrayRealVector(entries, false);
    }
  }
}

package dev.sparkbench.api.scaling;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealVector;

/**
 * The Universal Scalability Law (N. J. Gunther, "Guerrilla Capacity Planning", 2007) fitted to the
 * measured times: T(p) = a/p + b + c·(p − 1) with p = N/n₀ and a, b, c ≥ 0. Amdahl's law is the
 * case c = 0.
 *
 * <p>The fit is by non-negative least squares over all points, the baseline included, so that the
 * baseline's own error is shared instead of taken for exact.
 *
 * @param baselineNodes n₀
 * @param largestNodes the largest node count that was measured
 * @param parallelSec a: seconds at the baseline that shrink as nodes are added
 * @param serialSec b: seconds that stay
 * @param coordinationSec c: seconds that every further multiple of n₀ adds
 * @param residuals what the law leaves unexplained at each point
 */
public record ScalingLaw(
    int baselineNodes,
    int largestNodes,
    double parallelSec,
    double serialSec,
    double coordinationSec,
    List<Residual> residuals) {

  /** With three parameters, fewer points than this say nothing. */
  public static final int FEWEST_POINTS = 3;

  /** How far beyond the largest node count that was measured the law is asked. */
  public static final int REACH = 2;

  private static final int TERMS = 3;

  /**
   * What the law leaves unexplained at one point.
   *
   * @param nodes executor pods
   * @param seconds measured median minus the law's time
   * @param relative the same as a share of the measured median
   */
  public record Residual(int nodes, double seconds, double relative) {}

  /** Copies the residuals. */
  public ScalingLaw {
    residuals = List.copyOf(residuals);
  }

  /**
   * Fits the law.
   *
   * @return empty with fewer than {@value #FEWEST_POINTS} points
   */
  public static Optional<ScalingLaw> fit(ScalingTable table) {
    List<ScalingPoint> points = table.points();
    if (points.size() < FEWEST_POINTS) {
      return Optional.empty();
    }
    int base = points.get(0).nodes();
    double[][] terms =
        points.stream().map(p -> terms((double) p.nodes() / base)).toArray(double[][]::new);
    double[] times = points.stream().mapToDouble(p -> p.time().median()).toArray();
    // With three terms, trying each subset of them finds the non-negative optimum: it is the
    // unconstrained one of those terms that it does not set to zero.
    return IntStream.range(1, 1 << TERMS)
        .mapToObj(subset -> solve(terms, times, subset))
        .flatMap(Optional::stream)
        .min(Comparator.comparingDouble(law -> squaredError(terms, times, law)))
        .map(law -> of(points, terms, law));
  }

  /** T(n₀) by the law, in seconds. */
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

  /**
   * The number of nodes with the shortest time, n₀·√(a/c); empty when more nodes never hurt within
   * reach, that is up to {@value #REACH} times the largest node count measured.
   */
  public Optional<Double> peakNodes() {
    if (coordinationSec == 0) {
      return Optional.empty();
    }
    double peak = Math.max(1, Math.sqrt(parallelSec / coordinationSec)) * baselineNodes;
    return Optional.of(peak).filter(nodes -> nodes <= (double) REACH * largestNodes);
  }

  /**
   * The speedup that no number of nodes exceeds, 1/σ; empty where coordination brings it down
   * before, nothing limits it, or a node count that was measured has exceeded it.
   */
  public Optional<Double> ceiling() {
    return coordinationSec == 0 && serialSec > 0
        ? Optional.of(1 / sigma()).filter(limit -> limit > highestSpeedup())
        : Optional.empty();
  }

  private double highestSpeedup() {
    return measuredSec(residuals.get(0))
        / residuals.stream().mapToDouble(this::measuredSec).min().orElseThrow();
  }

  private double measuredSec(Residual residual) {
    return seconds(residual.nodes()) + residual.seconds();
  }

  /**
   * T(N) by the law, in seconds.
   *
   * @param nodes from n₀ to {@value #REACH} times the largest node count measured
   * @throws IllegalArgumentException outside of that, where the law has no support
   */
  public double seconds(int nodes) {
    if (nodes < baselineNodes || nodes > (long) REACH * largestNodes) {
      throw new IllegalArgumentException(
          "the law holds from %d to %d nodes, not for %d"
              .formatted(baselineNodes, REACH * largestNodes, nodes));
    }
    return dot(
        terms((double) nodes / baselineNodes),
        new double[] {parallelSec, serialSec, coordinationSec});
  }

  /** The largest relative residual, without its sign: how well the law describes the points. */
  public double worstResidual() {
    return residuals.stream().mapToDouble(r -> Math.abs(r.relative())).max().orElse(0);
  }

  private static ScalingLaw of(List<ScalingPoint> points, double[][] terms, double[] law) {
    List<Residual> residuals =
        IntStream.range(0, points.size())
            .mapToObj(
                i -> {
                  double measured = points.get(i).time().median();
                  double error = measured - dot(terms[i], law);
                  return new Residual(points.get(i).nodes(), error, error / measured);
                })
            .toList();
    return new ScalingLaw(
        points.get(0).nodes(),
        points.get(points.size() - 1).nodes(),
        law[0],
        law[1],
        law[2],
        residuals);
  }

  private static double[] terms(double growth) {
    return new double[] {1 / growth, 1, growth - 1};
  }

  /** Least squares with a subset of the terms; empty if one of them comes out negative. */
  private static Optional<double[]> solve(double[][] terms, double[] times, int subset) {
    int[] used = IntStream.range(0, TERMS).filter(t -> (subset & 1 << t) != 0).toArray();
    double[][] columns =
        Stream.of(terms)
            .map(row -> IntStream.of(used).mapToDouble(t -> row[t]).toArray())
            .toArray(double[][]::new);
    DecompositionSolver solver =
        new QRDecomposition(new Array2DRowRealMatrix(columns, false)).getSolver();
    if (!solver.isNonSingular()) {
      return Optional.empty();
    }
    RealVector solution = solver.solve(new ArrayRealVector(times, false));
    double[] law = new double[TERMS];
    for (int i = 0; i < used.length; i++) {
      law[used[i]] = solution.getEntry(i);
    }
    return DoubleStream.of(law).allMatch(value -> value >= 0) ? Optional.of(law) : Optional.empty();
  }

  private static double squaredError(double[][] terms, double[] times, double[] law) {
    return IntStream.range(0, times.length)
        .mapToDouble(i -> times[i] - dot(terms[i], law))
        .map(error -> error * error)
        .sum();
  }

  private static double dot(double[] left, double[] right) {
    return IntStream.range(0, left.length).mapToDouble(i -> left[i] * right[i]).sum();
  }
}

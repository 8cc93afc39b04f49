package dev.sparkbench.runner.result;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.MedianInterval;
import dev.sparkbench.api.scaling.Price;
import dev.sparkbench.api.scaling.Recommendation;
import dev.sparkbench.api.scaling.ScalingLaw;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code performance.json} holds. Field names are those in the file, but for their case.
 *
 * @param version of this document's form
 * @param jobId names the benchmark
 * @param dataset what was read
 * @param type the family of the tasks
 * @param tasks what was computed
 * @param parameters of the tasks
 * @param baseline what every ratio refers to; null when every run failed
 * @param runs one per node count, by nodes
 * @param scaling what follows from them; null when every run failed
 * @param cost the price that the costs are computed from; null when nobody said
 */
record PerformanceDocument(
    int version,
    String jobId,
    String dataset,
    String type,
    List<String> tasks,
    Map<String, String> parameters,
    Base baseline,
    List<Run> runs,
    Scaling scaling,
    ReportRequest.Cost cost) {

  private static final int VERSION = 1;

  /**
   * The smallest node count that succeeded.
   *
   * @param nodes its executor pods
   * @param timeSec its median
   */
  record Base(int nodes, double timeSec) {}

  /**
   * One node count.
   *
   * @param nodes executor pods
   * @param timeSec the median of the samples; this and what follows is null after a failure
   * @param speedup the baseline's time over this one
   * @param efficiency speedup per node of the baseline
   * @param speedupInterval bounds of the speedup; null where a median has no interval
   * @param serialFraction by Karp and Flatt; null for the baseline
   * @param cost of the executors for that time; null when nobody said what they cost
   * @param minSec the smallest sample
   * @param maxSec the largest sample
   * @param intervalSec the 95 % confidence interval of the median; null below 6 samples
   * @param samplesSec all samples, in the order of measurement
   * @param attempts how many attempts the run took
   * @param executorsLost how many executors went away while measuring
   * @param output where the run's own document lies; null after a failure
   * @param failure why there are no samples; null after a success
   */
  record Run(
      int nodes,
      Double timeSec,
      Double speedup,
      Double efficiency,
      List<Double> speedupInterval,
      Double serialFraction,
      BigDecimal cost,
      Double minSec,
      Double maxSec,
      List<Double> intervalSec,
      List<Double> samplesSec,
      int attempts,
      int executorsLost,
      String output,
      Failure failure) {

    private static Run of(
        RunResult result,
        Optional<ScalingPoint> point,
        Optional<Price> price,
        ResultLayout layout) {
      return new Run(
          result.nodes(),
          point.map(p -> p.time().median()).orElse(null),
          point.map(ScalingPoint::speedup).orElse(null),
          point.map(ScalingPoint::efficiency).orElse(null),
          point
              .flatMap(ScalingPoint::speedupInterval)
              .map(interval -> List.of(interval.low(), interval.high()))
              .orElse(null),
          point.flatMap(ScalingPoint::serialFraction).orElse(null),
          price.flatMap(p -> point.map(p::of)).orElse(null),
          point.map(p -> p.time().min()).orElse(null),
          point.map(p -> p.time().max()).orElse(null),
          point.flatMap(p -> p.time().interval()).map(Run::bounds).orElse(null),
          result.samples(),
          result.attempts(),
          result.executorsLost(),
          point.map(p -> layout.run(p.nodes()).toString()).orElse(null),
          result.failure());
    }

    private static List<Double> bounds(MedianInterval interval) {
      return List.of(interval.low(), interval.high());
    }
  }

  /**
   * What follows from the runs.
   *
   * @param goal what a node count has to reach; null without a goal
   * @param goalMet the node counts that reach it; null without a goal
   * @param efficientPercent the efficiency that {@code efficientNodes} asks for
   * @param efficientNodes the largest node count measured with that efficiency; null when none has
   * @param cheapestNodes the node count with the fewest executor-seconds of those that meet the
   *     goal; null when none does
   * @param law the Universal Scalability Law fitted to the medians; null below three node counts
   */
  record Scaling(
      ReportRequest.Goal goal,
      List<Integer> goalMet,
      int efficientPercent,
      Integer efficientNodes,
      Integer cheapestNodes,
      Law law) {

    private static Scaling of(ReportRequest.Goal wish, ScalingTable table) {
      Goal goal =
          wish == null ? Goal.NONE : Goal.of(wish.maxSeconds(), wish.minEfficiencyPercent());
      Recommendation recommendation = Recommendation.of(table, goal);
      return new Scaling(
          wish,
          wish == null ? null : recommendation.goalMet(),
          goal.efficiencyPercent(),
          recommendation.efficientNodes().orElse(null),
          recommendation.cheapestNodes().orElse(null),
          ScalingLaw.fit(table).map(Law::of).orElse(null));
    }
  }

  /**
   * T(p) = parallel/p + serial + coordination·(p − 1), with p = nodes over the baseline's nodes.
   *
   * @param parallelSec seconds that shrink with more nodes
   * @param serialSec seconds that stay
   * @param coordinationSec seconds that every further multiple of the baseline adds
   * @param sigma contention
   * @param kappa crosstalk
   * @param peakNodes the number of nodes with the shortest time; null beyond twice the largest
   *     measured
   * @param ceiling the speedup that no number of nodes exceeds; null where there is none
   * @param residualsSec measured minus law, by nodes
   */
  record Law(
      double parallelSec,
      double serialSec,
      double coordinationSec,
      double sigma,
      double kappa,
      Double peakNodes,
      Double ceiling,
      Map<String, Double> residualsSec) {

    private static Law of(ScalingLaw law) {
      Map<String, Double> residuals = new LinkedHashMap<>();
      law.residuals().forEach(r -> residuals.put(String.valueOf(r.nodes()), r.seconds()));
      return new Law(
          law.parallelSec(),
          law.serialSec(),
          law.coordinationSec(),
          law.sigma(),
          law.kappa(),
          law.peakNodes().orElse(null),
          law.ceiling().orElse(null),
          residuals);
    }
  }

  static PerformanceDocument of(ReportRequest request, ScalingTable table, Optional<Price> price) {
    Map<Integer, ScalingPoint> points = new TreeMap<>();
    table.points().forEach(point -> points.put(point.nodes(), point));
    ResultLayout layout = new ResultLayout(S3Uri.parse(request.outputPrefix()));
    return new PerformanceDocument(
        VERSION,
        request.jobId(),
        request.dataset(),
        request.workload().type().wireName(),
        request.workload().tasks(),
        new TreeMap<>(request.workload().parameters()),
        table.baseline().map(p -> new Base(p.nodes(), p.time().median())).orElse(null),
        request.runs().stream()
            .sorted(Comparator.comparingInt(RunResult::nodes))
            .map(run -> Run.of(run, Optional.ofNullable(points.get(run.nodes())), price, layout))
            .toList(),
        table.points().isEmpty() ? null : Scaling.of(request.goal(), table),
        request.cost());
  }
}

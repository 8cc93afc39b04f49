// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sparkbench.api.contract.Regression;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.scaling.Costs;
import dev.sparkbench.api.scaling.FittedLaw;
import dev.sparkbench.api.scaling.Goal;
import dev.sparkbench.api.scaling.Interval;
import dev.sparkbench.api.scaling.Recommendation;
import dev.sparkbench.api.scaling.Replicates;
import dev.sparkbench.api.scaling.ScalingLaw;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import dev.sparkbench.runner.explain.Incomparable;
import dev.sparkbench.runner.explain.PhaseTimes;
import dev.sparkbench.runner.explain.ReportFacts;
import dev.sparkbench.runner.explain.TrialDocuments;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The content of {@code performance.json}. Field names are those of the file, in another case.
 *
 * @param version the version of this document's form
 * @param jobId names the benchmark
 * @param completedAt when the last run was measured, in UTC; null if no run left its document
 * @param dataset what was read
 * @param datasetIdentity a digest of the data, to compare with other benchmarks; null if no run
 *     left its document
 * @param type the family of the tasks
 * @param tasks what was computed
 * @param parameters the parameters of the tasks
 * @param trials the number of runs of each node count, each in fresh pods
 * @param order the order of the node counts within each trial: {@code Ascending} or {@code
 *     Shuffled}
 * @param orderSeed the seed of the shuffled order; null if it was not shuffled
 * @param baseline the run that every ratio refers to; null if every run failed
 * @param runs one per node count, by nodes
 * @param spent the time of measuring all of them; null if unknown
 * @param scaling conclusions from the runs; null if every run failed
 * @param previous the last benchmark of the same job; null if there is none
 * @param remarks remarks for people, most important first
 * @param cost the prices from which the costs are computed; null if none were given. The resulting
 *     price for a node count is its {@code executor_hour_price}
 * @param spread how much a single trial's time differs by chance: standard deviation as a share of
 *     the time; null with one trial
 * @param regression whether it is slower than the last benchmark of the job
 * @param parts the times of the parts of the work, such as queries; left out for work with a single
 *     part
 * @param variants the configurations that were compared, the reference first; left out without
 *     variants. All fields above are those of the reference
 * @param comparison the requirements for every variant, and whether they are met; left out if there
 *     are none
 * @param configuration what was measured, and on what; empty if no run left its document
 * @param configurationDigest a digest of the configuration; null if no run left its document
 * @param prediction predictions for node counts that were not measured; left out if no run can be
 *     replayed
 */
@RecordBuilder
record PerformanceDocument(
    int version,
    String jobId,
    String completedAt,
    String dataset,
    String datasetIdentity,
    String type,
    List<String> tasks,
    Map<String, String> parameters,
    int trials,
    String order,
    Long orderSeed,
    Base baseline,
    List<PerformanceRun> runs,
    TimeSpent spent,
    Scaling scaling,
    Previous previous,
    List<String> remarks,
    ReportRequest.Cost cost,
    Double spread,
    Regression regression,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PerformancePart> parts,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PerformanceVariant> variants,
    @JsonInclude(JsonInclude.Include.NON_NULL) VariantsReport.Judgement comparison,
    Map<String, String> configuration,
    String configurationDigest,
    @JsonInclude(JsonInclude.Include.NON_NULL) PerformancePrediction prediction) {

  private static final int VERSION = 3;

  /**
   * The smallest node count that succeeded.
   *
   * @param nodes its executor pods
   * @param timeSec its time
   */
  record Base(int nodes, double timeSec) {}

  /**
   * The last benchmark of the same job.
   *
   * @param completedAt when it ended
   * @param incomparable why its times cannot be compared with these; null if they can
   */
  record Previous(String completedAt, String incomparable) {}

  /**
   * Conclusions from the runs.
   *
   * @param goal the requirements for a node count; null without a goal
   * @param goalMet the node counts that reach it; null without a goal
   * @param efficientPercent the efficiency that {@code efficientNodes} asks for
   * @param efficientNodes the largest node count up to which all node counts have that efficiency
   * @param cheapestNodes the node count with the lowest cost of those that meet the goal; null if
   *     none does
   * @param law the Universal Scalability Law fitted to the times; null if there are fewer than four
   *     node counts or two trials, or if the times do not follow it
   */
  record Scaling(
      ReportRequest.Goal goal,
      List<Integer> goalMet,
      int efficientPercent,
      Integer efficientNodes,
      Integer cheapestNodes,
      Law law) {

    private static Scaling of(ReportRequest request, ScalingTable table, Costs costs) {
      Goal goal = request.requirements();
      Recommendation recommendation = Recommendation.of(table, goal, costs);
      return new Scaling(
          request.goal(),
          request.goal() == null ? null : recommendation.goalMet(),
          goal.efficiencyPercent(),
          recommendation.efficientNodes().orElse(null),
          recommendation.cheapestNodes().orElse(null),
          FittedLaw.of(table).map(law -> Law.of(law, table)).orElse(null));
    }
  }

  /**
   * T(p) = parallel/p + serial + coordination·(p − 1), with p = nodes over the baseline's nodes.
   *
   * @param parallelSec seconds that shrink with more nodes
   * @param serialSec seconds that stay
   * @param coordinationSec seconds that each further multiple of the baseline adds
   * @param sigma contention
   * @param kappa crosstalk
   * @param sigmaInterval its 95 % confidence interval
   * @param kappaInterval that of the crosstalk
   * @param peakNodes an interval for the number of nodes with the shortest time; null unless such a
   *     number certainly exists within twice the largest measured node count
   * @param ceiling an interval for the speedup that no number of nodes exceeds; null unless it is
   *     certainly low enough to matter
   * @param residualsSec measured time minus the law's time, by nodes
   * @param reachNodes twice the largest measured node count
   * @param reachSpeedup an interval for the law's speedup there
   */
  @RecordBuilder
  record Law(
      double parallelSec,
      double serialSec,
      double coordinationSec,
      double sigma,
      double kappa,
      List<Double> sigmaInterval,
      List<Double> kappaInterval,
      List<Double> peakNodes,
      List<Double> ceiling,
      Map<String, Double> residualsSec,
      int reachNodes,
      List<Double> reachSpeedup) {

    private static Law of(FittedLaw fitted, ScalingTable table) {
      ScalingLaw law = fitted.law();
      Map<String, Double> residuals = new LinkedHashMap<>();
      table
          .points()
          .forEach(
              point ->
                  residuals.put(
                      String.valueOf(point.nodes()), point.seconds() - law.seconds(point.nodes())));
      return PerformanceDocumentLawBuilder.builder()
          .parallelSec(law.parallelSec())
          .serialSec(law.serialSec())
          .coordinationSec(law.coordinationSec())
          .sigma(law.sigma())
          .kappa(law.kappa())
          .sigmaInterval(bounds(fitted.sigma()))
          .kappaInterval(bounds(fitted.kappa()))
          .peakNodes(fitted.peakNodes().map(Law::bounds).orElse(null))
          .ceiling(fitted.ceiling().map(Law::bounds).orElse(null))
          .residualsSec(residuals)
          .reachNodes(fitted.reachNodes())
          .reachSpeedup(bounds(fitted.speedup(fitted.reachNodes())))
          .build();
    }

    private static List<Double> bounds(Interval interval) {
      return List.of(interval.low(), interval.high());
    }
  }

  private static Optional<Map<String, Map<String, PhaseTimes.Phase>>> phases(
      int nodes, ScalingTable table, ReportFacts facts) {
    Optional<PhaseTimes> base = table.baseline().map(ScalingPoint::nodes).flatMap(facts::phases);
    return facts.phases(nodes).map(times -> times.beside(base));
  }

  private static Optional<Long> throttledRequests(int nodes, ReportFacts facts) {
    return Optional.ofNullable(facts.documents().byNodes().get(nodes))
        .map(TrialDocuments::throttledRequests)
        .flatMap(count -> count.stream().boxed().findFirst());
  }

  static PerformanceDocument of(
      ReportRequest request,
      ScalingTable table,
      Costs costs,
      ReportFacts facts,
      List<String> remarks,
      Optional<VariantsReport> variants) {
    Map<Integer, ScalingPoint> points = new TreeMap<>();
    table.points().forEach(point -> points.put(point.nodes(), point));
    Map<String, String> configuration = facts.documents().configuration();
    ResultLayout layout = new ResultLayout(S3Uri.parse(request.outputPrefix()));
    return PerformanceDocumentBuilder.builder()
        .version(VERSION)
        .jobId(request.jobId())
        .completedAt(facts.documents().finishedAt().map(Instant::toString).orElse(null))
        .dataset(request.dataset())
        .datasetIdentity(facts.documents().datasetIdentity().orElse(null))
        .type(request.workload().type().wireName())
        .tasks(
            facts.documents().names().isEmpty()
                ? request.workload().names()
                : facts.documents().names())
        .parameters(
            request.workload() instanceof TaskWorkload tasks
                ? new TreeMap<>(tasks.parameters())
                : Map.of())
        .trials(request.measurement().trials())
        .order(request.measurement().order())
        .orderSeed(request.measurement().orderSeed())
        .baseline(table.baseline().map(p -> new Base(p.nodes(), p.seconds())).orElse(null))
        .runs(
            request.runs().stream()
                .sorted(Comparator.comparingInt(RunResult::nodes))
                .map(
                    run ->
                        PerformanceRun.of(
                            run,
                            Optional.ofNullable(points.get(run.nodes())),
                            facts.nodeCount(run.nodes()),
                            facts.change(run.nodes()),
                            facts.job(run),
                            phases(run.nodes(), table, facts),
                            facts.parts().geometricMean(run.nodes()),
                            throttledRequests(run.nodes(), facts),
                            costs,
                            layout))
                .toList())
        .spent(request.spent().orElse(null))
        .scaling(table.points().isEmpty() ? null : Scaling.of(request, table, costs))
        .previous(
            facts
                .history()
                .map(
                    h ->
                        new Previous(
                            h.completedAt(),
                            h.incomparable().map(Incomparable::message).orElse(null)))
                .orElse(null))
        .remarks(remarks)
        .cost(request.cost())
        .spread(table.spread().map(Replicates.Spread::share).orElse(null))
        .regression(facts.regression())
        .parts(
            facts.parts().byPart().entrySet().stream()
                .map(part -> PerformancePart.of(part.getKey(), part.getValue()))
                .toList())
        .variants(variants.map(VariantsReport::variants).orElse(List.of()))
        .comparison(variants.flatMap(VariantsReport::judgement).orElse(null))
        .configuration(configuration)
        .configurationDigest(configuration.isEmpty() ? null : Configuration.digest(configuration))
        .prediction(facts.prediction().map(it -> PerformancePrediction.of(it, costs)).orElse(null))
        .build();
  }
}

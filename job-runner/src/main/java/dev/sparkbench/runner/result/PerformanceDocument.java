package dev.sparkbench.runner.result;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.ReportRequest.RunResult;
import dev.sparkbench.api.contract.ResultLayout;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.scaling.MedianInterval;
import dev.sparkbench.api.scaling.ScalingPoint;
import dev.sparkbench.api.scaling.ScalingTable;
import java.util.Comparator;
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
 */
record PerformanceDocument(
    int version,
    String jobId,
    String dataset,
    String type,
    List<String> tasks,
    Map<String, String> parameters,
    Base baseline,
    List<Run> runs) {

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
      Double minSec,
      Double maxSec,
      List<Double> intervalSec,
      List<Double> samplesSec,
      int attempts,
      int executorsLost,
      String output,
      Failure failure) {

    private static Run of(RunResult result, Optional<ScalingPoint> point, ResultLayout layout) {
      return new Run(
          result.nodes(),
          point.map(p -> p.time().median()).orElse(null),
          point.map(ScalingPoint::speedup).orElse(null),
          point.map(ScalingPoint::efficiency).orElse(null),
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

  static PerformanceDocument of(ReportRequest request, ScalingTable table) {
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
            .map(run -> Run.of(run, Optional.ofNullable(points.get(run.nodes())), layout))
            .toList());
  }
}

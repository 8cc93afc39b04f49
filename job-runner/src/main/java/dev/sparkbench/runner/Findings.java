package dev.sparkbench.runner;

import dev.sparkbench.api.contract.InstanceTypes;
import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.scaling.SampleSummary;
import dev.sparkbench.runner.cluster.Pins;
import dev.sparkbench.runner.cluster.Session;
import dev.sparkbench.runner.machine.ExecutorWatch;
import dev.sparkbench.runner.machine.Machine;
import dev.sparkbench.runner.measurement.Iterations;
import dev.sparkbench.runner.measurement.RunMetrics;
import dev.sparkbench.runner.measurement.Warmup;
import dev.sparkbench.runner.result.Configuration;
import dev.sparkbench.runner.result.Environment;
import dev.sparkbench.runner.result.RunDocument;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.table.BadRecordCounts;
import dev.sparkbench.runner.table.Reading;
import dev.sparkbench.runner.tasks.Work;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * What a run found out.
 *
 * @param objects the objects read
 * @param reading how Spark read them
 * @param badRecords those that were left out; null for formats that have none
 * @param warmup the passes that do not count
 * @param iterations those that do, and what was computed
 * @param hosts the address of each executor
 * @param machines what the executors run on, as far as that is known
 * @param finishedAt when measuring ended
 */
record Findings(
    DatasetObjects objects,
    Reading reading,
    BadRecordCounts badRecords,
    Warmup.Outcome warmup,
    Iterations<Work.Result> iterations,
    List<String> hosts,
    List<Machine> machines,
    Instant finishedAt) {

  /** The text of the run's document. */
  String document(RunRequest request, Session session, Phases phases) {
    SparkSession spark = session.spark();
    Work.Result result = iterations.result();
    Map<String, String> pins = pinsInForce(request, spark);
    Optional<String> image = session.imageId();
    ExecutorWatch watch = ExecutorWatch.of(spark.sparkContext());
    watch.settle(finishedAt);
    return new RunDocument(
            RunDocument.VERSION,
            request.jobId(),
            request.nodes(),
            request.trial(),
            request.attempt(),
            finishedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
            request.workload().type().wireName(),
            request.workload().names(),
            dataset(request, result.rows()),
            result.outputs(),
            timing(),
            new RunDocument.PhaseSeconds(
                phases.jvm(),
                phases.check(),
                phases.session(),
                phases.executors(),
                phases.schema(),
                phases.cache(),
                phases.warmups(),
                phases.iterations()),
            executors(request),
            RunMetrics.of(iterations, request.nodes() * request.executors().cores(), watch),
            pins,
            Environment.of(spark, request.executors().image(), image),
            Configuration.of(
                request,
                objects.identity(),
                reading.table().schema().toDDL(),
                pins,
                image.orElse(request.executors().image())),
            request.partitions())
        .toJson();
  }

  /** How many executors ran on which instance type. */
  Map<String, Integer> instanceTypes() {
    return InstanceTypes.count(machines.stream().map(Machine::instanceType));
  }

  private RunDocument.DatasetFacts dataset(RunRequest request, OptionalLong rows) {
    return new RunDocument.DatasetFacts(
        objects.uri().toString(),
        request.dataset().format(),
        request.dataset().options(),
        reading.table().schema().toDDL(),
        request.dataset().schema() != null,
        reading.sample(),
        reading.footers(),
        badRecords,
        reading.splits(),
        reading.emptyTextsKept(),
        reading.replacementCharacters(),
        objects.table() == null ? null : objects.table().name(),
        objects.identity(),
        reading.files().count(),
        reading.files().bytes(),
        rows.isPresent() ? rows.getAsLong() : null);
  }

  private RunDocument.Timing timing() {
    SampleSummary summary = SampleSummary.of(iterations.samples());
    return new RunDocument.Timing(
        summary.median(),
        summary.min(),
        summary.max(),
        iterations.samples(),
        warmup.seconds(),
        warmup.passes().stream().map(Warmup.Pass::cpuSeconds).toList(),
        warmup.warm(iterations.executorsLost() == 0 ? iterations.samples() : List.of()));
  }

  private RunDocument.ExecutorFacts executors(RunRequest request) {
    return new RunDocument.ExecutorFacts(
        request.executors().cores(),
        request.executors().memoryMiB(),
        request.executors().limitCpu(),
        hosts.size(),
        iterations.executorsLost(),
        hosts,
        machines);
  }

  /** Asked back from Spark, so that the document says what held and not what was meant to. */
  private Map<String, String> pinsInForce(RunRequest request, SparkSession spark) {
    Map<String, String> pins = new TreeMap<>(Pins.of(request));
    pins.putAll(Pins.ofDataset(request, reading.files().bytes()));
    pins.replaceAll((name, value) -> spark.conf().get(name, ""));
    return pins;
  }
}
